import type { Asker } from '../command/call.ts';
import { internalError, Trap } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';
import { Interpreter } from './interpreter.ts';
import { log } from './log.ts';
import { ScriptParser } from './parse-script.ts';
import { Scope } from './scope.ts';

/** Reads the whole of it before any of it runs, as the router does with all scripts but imported ones. */
export const runScript = async (source: string, interpreter: Interpreter): Promise<void> => {
  const statements = [...new ScriptParser(source, interpreter.router.catalogue).statements()];
  await interpreter.run(statements, new Scope());
};

/** Nobody waits for it: what goes wrong is in the log. `said` gets its output and its refusal. */
export const runInBackground = async (
  source: string,
  interpreter: Interpreter,
  said?: (text: string) => void,
): Promise<void> => {
  const { router } = interpreter;
  try {
    await runScript(source, interpreter);
  } catch (error) {
    if (!(error instanceof Trap)) router.housing.failed(error, 'a script');
    const { message } = error instanceof Trap ? error : internalError();
    interpreter.output.push(message);
    log(router, 'script,error', `script error: ${message}`);
  }
  said?.(interpreter.text);
};

/** A script may what its policies say, and no more than the one who runs it. */
export const askerOf = (row: Row, asker: Asker): Asker => {
  const { table } = row;
  if (table.stored(row, 'dont-require-permissions') === 'true') return asker;
  const policies = new Set(table.stored(row, 'policy')?.split(','));
  return { user: asker.user, may: (policy) => policies.has(policy) && asker.may(policy) };
};

/** Notes that it runs, and says what there is to run. */
export const startedScript = (row: Row, router: Router): string => {
  router.state.write(row, [
    ['run-count', String(Number(row.values.get('run-count') ?? 0) + 1)],
    ['last-started', router.now()],
  ]);
  return row.values.get('source') ?? '';
};
