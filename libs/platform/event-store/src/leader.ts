import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

export interface LeaderOptions {
  /** What all candidates compete for; distinct names never meet. */
  readonly name: string;
  readonly retryMs: number;
  /** Runs while this instance leads; it ends when `signal` fires. The lock lives on `client`. */
  lead(client: PoolClient, signal: AbortSignal): Promise<void>;
  failed(error: unknown): void;
}

/**
 * One leader among all instances of a service, by a session's advisory lock: when the process dies
 * or the connection breaks, Postgres itself gives the lock to the next one. What the leader writes,
 * it writes on that same connection, so a leader that was deposed cannot write.
 */
export class Leader {
  readonly #pool: Pool;
  readonly #options: LeaderOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(pool: Pool, options: LeaderOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#term(signal);
      } catch (error) {
        if (!this.#stopping.signal.aborted) this.#options.failed(error);
      }
      await sleep(this.#options.retryMs, undefined, { signal }).catch(() => 'stopped');
    }
  }

  async #term(stopping: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const onEnd = (): void => lost.abort(new Error('the leader lost its database connection'));
    const client = await this.#connect(onEnd);
    const signal = AbortSignal.any([stopping, lost.signal]);
    try {
      // An aborted pause throws, which ends the candidacy.
      while (!(await this.#elected(client)))
        await sleep(this.#options.retryMs, undefined, { signal });
      await this.#options.lead(client, signal);
    } finally {
      client.off('end', onEnd);
      // Closed rather than handed back: that is what gives the lock up, whatever state it is in.
      client.release(true);
    }
  }

  /**
   * By callback: a server that is killed can take a connection back in the breath that opened it, and
   * an error that finds no listener ends the process. What awaits a promise would listen too late.
   */
  #connect(onEnd: () => void): Promise<PoolClient> {
    return new Promise((resolve, reject) => {
      this.#pool.connect((error, client) => {
        if (client === undefined) {
          reject(error ?? new Error('the pool gave no connection'));
          return;
        }
        client.on('error', onEnd);
        client.on('end', onEnd);
        resolve(client);
      });
    });
  }

  async #elected(client: PoolClient): Promise<boolean> {
    const { rows } = await client.query<{ elected: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as elected',
      [this.#options.name],
    );
    return rows[0]?.elected === true;
  }
}
