import type { Pool, PoolClient } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SealedEvent } from './event.ts';
import { Leader } from './leader.ts';
import type { PgEventStore } from './pg-event-store.ts';
import type { Queryable } from './queryable.ts';

/**
 * A read model that can be thrown away. Its rows carry the number of the generation that wrote them,
 * and its queries ask for the active one, so that a new generation can grow beside the one in use.
 */
export interface Projection {
  readonly name: string;
  /** Raised when the meaning of the rows changes; the next start then builds them anew. */
  readonly version: number;
  apply(tx: Queryable, events: readonly SealedEvent[], generation: number): Promise<void>;
  /** Removes the rows of a generation. */
  clear(tx: Queryable, generation: number): Promise<void>;
}

interface Generation {
  readonly generation: number;
  readonly version: number;
  readonly active: boolean;
  seq: number;
}

export interface ProjectorOptions {
  /** The service; instances of one service share the work of one projection by taking turns. */
  readonly source: string;
  readonly batch?: number;
  readonly pollMs?: number;
  readonly electionMs?: number;
  readonly log?: Record<'info' | 'warn', (this: void, sentence: string) => void>;
}

/** Feeds one projection, in one instance at a time, and swaps in a new generation when it has caught up. */
export class Projector {
  readonly #pool: Pool;
  readonly #store: PgEventStore;
  readonly #projection: Projection;
  readonly #options: ProjectorOptions;
  readonly #leader: Leader;
  /** By generation, the page after the one that is being applied. */
  readonly #ahead = new Map<number, { after: number; page: Promise<readonly SealedEvent[]> }>();

  constructor(pool: Pool, store: PgEventStore, projection: Projection, options: ProjectorOptions) {
    this.#pool = pool;
    this.#store = store;
    this.#projection = projection;
    this.#options = options;
    this.#leader = new Leader(pool, {
      name: `${options.source}-projection-${projection.name}`,
      retryMs: options.electionMs ?? 1_000,
      lead: (client, signal) => this.#lead(client, signal),
      failed: (error) =>
        options.log?.warn(
          `projection ${projection.name} stopped and starts again: ${String(error)}`,
        ),
    });
  }

  start(): void {
    this.#leader.start();
  }

  stop(): Promise<void> {
    return this.#leader.stop();
  }

  /** Begins a new generation. The old one goes on being fed and read until the new one has caught up. */
  async rebuild(): Promise<void> {
    await this.#pool.query(
      `insert into projection (name, generation, version)
       select name, max(generation) + 1, $2 from projection where name = $1
       group by name having count(*) filter (where not active) = 0`,
      [this.#projection.name, this.#projection.version],
    );
  }

  /** The last event that the active generation has seen. */
  async position(): Promise<{ generation: number; seq: number } | undefined> {
    const { rows } = await this.#pool.query<{ generation: number; seq: string }>(
      'select generation, seq from projection where name = $1 and active',
      [this.#projection.name],
    );
    return rows[0] && { generation: rows[0].generation, seq: Number(rows[0].seq) };
  }

  async #lead(client: PoolClient, signal: AbortSignal): Promise<void> {
    const { name, version } = this.#projection;
    await client.query(
      `insert into projection (name, generation, version, active) values ($1, 1, $2, true)
       on conflict do nothing`,
      [name, version],
    );
    while (!signal.aborted) {
      const generations = await this.#generations(client);
      const active = generations.find((generation) => generation.active);
      const next = generations.find((generation) => !generation.active);
      // Rows of another version were written by code that is gone; they are read, and not added to.
      const current = active?.version === version ? active : undefined;
      if (active && !current && !next) await this.rebuild();
      const moved =
        (current ? await this.#feed(client, current) : 0) +
        (next ? await this.#feed(client, next) : 0);
      if (active && next && moved === 0) await this.#switch(client, active, next);
      else if (moved === 0)
        await sleep(this.#options.pollMs ?? 100, undefined, { signal }).catch(() => 'stopped');
    }
  }

  async #generations(client: PoolClient): Promise<readonly Generation[]> {
    const { rows } = await client.query<Omit<Generation, 'seq'> & { seq: string }>(
      'select generation, version, active, seq from projection where name = $1',
      [this.#projection.name],
    );
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  }

  /** Reads on while pages are full; the next page travels while this one is applied. */
  async #feed(client: PoolClient, generation: Generation): Promise<number> {
    const batch = this.#options.batch ?? 5_000;
    const events = await this.#page(generation, batch);
    const last = events.at(-1);
    if (last === undefined) return 0;
    if (events.length === batch) this.#readAhead(generation.generation, last.seq, batch);
    await transaction(client, async () => {
      await this.#projection.apply(client, events, generation.generation);
      const { rowCount } = await client.query(
        'update projection set seq = $3 where name = $1 and generation = $2 and seq = $4',
        [this.#projection.name, generation.generation, last.seq, generation.seq],
      );
      if (rowCount !== 1) throw new Error('the position moved under the projection: two feed it');
    });
    return events.length;
  }

  #page({ generation, seq }: Generation, batch: number): Promise<readonly SealedEvent[]> {
    const ahead = this.#ahead.get(generation);
    this.#ahead.delete(generation);
    // After a failed batch, or another leader's turn, it is not the page that follows.
    return ahead?.after === seq ? ahead.page : this.#store.readSealed(seq, batch);
  }

  #readAhead(generation: number, after: number, batch: number): void {
    const page = this.#store.readSealed(after, batch);
    // Whoever awaits it sees the failure; until then it must not count as unhandled.
    page.catch(() => undefined);
    this.#ahead.set(generation, { after, page });
  }

  async #switch(client: PoolClient, active: Generation, next: Generation): Promise<void> {
    const { name } = this.#projection;
    await transaction(client, async () => {
      await client.query('delete from projection where name = $1 and generation = $2', [
        name,
        active.generation,
      ]);
      await client.query(
        'update projection set active = true where name = $1 and generation = $2',
        [name, next.generation],
      );
      await this.#projection.clear(client, active.generation);
    });
    this.#options.log?.info(`projection ${name} now reads from generation ${next.generation}`);
  }
}

const transaction = async (client: PoolClient, work: () => Promise<void>): Promise<void> => {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
