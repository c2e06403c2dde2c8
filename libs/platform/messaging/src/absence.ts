import { setTimeout as pause } from 'node:timers/promises';
import { QueryError } from './query-client.ts';

export interface AbsenceOptions {
  readonly askAgainMs: number;
  /** Who is away for longer than that is broken, and the message has failed. */
  readonly mostMs: number;
  readonly warn: (sentence: string) => void;
}

/**
 * A handler that has to ask another service fails while that one is away, and after a few deliveries
 * a good message would be a dead letter, whose sender hears nothing. So it is kept meanwhile, and has
 * lost none of its chances.
 */
export class Absence {
  readonly #options: AbsenceOptions;
  readonly #stopping = new AbortController();
  #waiting = 0;

  constructor(options: AbsenceOptions) {
    this.#options = options;
  }

  /** Whether a failure is that of somebody who is away, and not away for too long. */
  explains(error: unknown, keptSince: number): boolean {
    const isAway = error instanceof QueryError && error.code !== 'QUERY_FAILED';
    return isAway && performance.now() - keptSince < this.#options.mostMs;
  }

  /** Resolves when it is time to ask again; false when the process is to end before that. */
  async over(error: unknown): Promise<boolean> {
    const { signal } = this.#stopping;
    if (this.#waiting === 0)
      this.#options.warn(`${String(error)}: messages that ask are kept until they are answered`);
    this.#waiting += 1;
    await pause(this.#options.askAgainMs, undefined, { signal }).catch(() => undefined);
    this.#waiting -= 1;
    return !signal.aborted;
  }

  stop(): void {
    this.#stopping.abort();
  }
}
