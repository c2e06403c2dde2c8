import { jestScope } from './jest-scope.ts';

type CleanUp = () => void | Promise<void>;

let stack: CleanUp[] | undefined;

/**
 * Runs after every hook of the spec file, the last registered first. Jest runs `afterAll` hooks in
 * the order of their definition, so a plain one would pull the database from under a hook that the
 * spec defines further down. A microtask comes after the whole file was read, and before it runs.
 */
export function atEndOfFile(cleanUp: CleanUp): void {
  if (stack !== undefined) {
    stack.push(cleanUp);
    return;
  }
  const cleanUps = [cleanUp];
  stack = cleanUps;
  const { afterAll } = jestScope();
  queueMicrotask(() => {
    afterAll(() => runAll(cleanUps), 60_000);
  });
}

async function runAll(cleanUps: CleanUp[]): Promise<void> {
  const failures: unknown[] = [];
  for (const cleanUp of cleanUps.toReversed()) {
    try {
      await cleanUp();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) {
    const messages = failures.map((failure) =>
      failure instanceof Error ? failure.message : String(failure),
    );
    throw new AggregateError(failures, messages.join('\n'));
  }
}
