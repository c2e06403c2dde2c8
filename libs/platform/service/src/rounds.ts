import { setTimeout as pause } from 'node:timers/promises';

export interface RoundsOptions {
  /** From the end of one round to the beginning of the next; the first one waits as long. */
  readonly everyMs: number;
  /** Whoever takes long in it stops when the signal fires. */
  round(this: void, signal: AbortSignal): Promise<unknown>;
  failed(this: void, error: unknown): void;
}

/** Work that is done again and again, never twice at once; a round that fails is not the last. */
export class Rounds {
  readonly #options: RoundsOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  /** Resolves when the round that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { everyMs, round, failed } = this.#options;
    for (;;) {
      await pause(everyMs, undefined, { signal }).catch(() => 'stopped');
      if (signal.aborted) return;
      await round(signal).catch(failed);
    }
  }
}
