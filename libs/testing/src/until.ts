import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

export interface UntilOptions {
  /** Milliseconds before it gives up. */
  readonly timeout?: number;
  /** Milliseconds between two looks. */
  readonly every?: number;
  /** What is waited for, as a phrase: `the job to end`. */
  readonly message?: string;
}

type Falsy = false | 0 | '' | null | undefined;

/**
 * Looks again and again until the condition gives a truthy value, and resolves with it. A condition
 * may throw while it does not hold yet; the error at the end says what was seen last. A condition
 * that never answers cannot outlast the timeout.
 */
export async function until<T>(
  condition: () => T | PromiseLike<T>,
  { timeout = 10_000, every = 20, message = 'the condition to hold' }: UntilOptions = {},
): Promise<Exclude<Awaited<T>, Falsy>> {
  const deadline = performance.now() + timeout;
  let seen = 'an answer that never came';
  let cause: unknown;
  for (;;) {
    const look = await settle(condition, deadline - performance.now());
    if (look !== undefined && 'value' in look) {
      if (isTruthy(look.value)) return look.value;
      seen = inspect(look.value, { depth: 4 });
      cause = undefined;
    } else if (look !== undefined) {
      cause = look.error;
      seen =
        look.error instanceof Error
          ? `${look.error.name}: ${look.error.message}`
          : inspect(look.error);
    }
    if (performance.now() + every >= deadline) break;
    await pause(every);
  }
  throw new Error(`waited ${timeout} ms for ${message}; last seen: ${seen}`, { cause });
}

function isTruthy<T>(value: T): value is Exclude<T, Falsy> {
  return Boolean(value);
}

async function settle<T>(
  condition: () => T | PromiseLike<T>,
  patience: number,
): Promise<{ value: Awaited<T> } | { error: unknown } | undefined> {
  const abandoned = new AbortController();
  try {
    return await Promise.race([
      (async () => ({ value: await condition() }))(),
      pause(Math.max(patience, 1), undefined, { signal: abandoned.signal }),
    ]);
  } catch (error) {
    return { error };
  } finally {
    abandoned.abort();
  }
}
