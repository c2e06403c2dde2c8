import { type Queryable, Wake } from '@ferrule/event-store';
import { readCheckpoints } from '@ferrule/ledger-chain';
import type { Outlet } from './outlet.ts';

export interface OutletsOptions {
  readonly db: Queryable;
  readonly warn: (sentence: string) => void;
  readonly retryMs?: number;
}

const PAGE = 100;

/** Carries checkpoints out of the database, to each place at its own pace, until it is closed. */
export class Outlets {
  readonly #options: OutletsOptions;
  readonly #stopping = new AbortController();
  readonly #running: readonly { readonly wake: Wake; readonly done: Promise<void> }[];

  constructor(outlets: readonly Outlet[], options: OutletsOptions) {
    this.#options = options;
    this.#running = outlets.map((outlet) => {
      const wake = new Wake();
      return { wake, done: this.#serve(outlet, wake) };
    });
  }

  /** There is a new one. */
  wake(): void {
    for (const { wake } of this.#running) wake.now();
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running.map(({ done }) => done));
  }

  async #serve(outlet: Outlet, wake: Wake): Promise<void> {
    const { db, warn, retryMs = 5_000 } = this.#options;
    const { signal } = this.#stopping;
    const isOver = (): boolean => signal.aborted;
    let failed = '';
    while (!isOver()) {
      try {
        const after = await outlet.last();
        const waiting = await readCheckpoints(db, after, PAGE);
        for (const checkpoint of waiting) {
          signal.throwIfAborted();
          await outlet.deliver(checkpoint);
        }
        failed = '';
        if (waiting.length < PAGE) await wake.wait(60_000, signal);
      } catch (error) {
        if (isOver()) return;
        const why = error instanceof Error ? error.message : String(error);
        // Once for each reason: whoever is away for a night should not fill the log.
        if (why !== failed) warn(`${outlet.name} does not get its checkpoints: ${why}`);
        failed = why;
        await wake.wait(retryMs, signal);
      }
    }
  }
}
