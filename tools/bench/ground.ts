import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventStoreSql, PgEventStore, type EventStoreOptions } from '@ferrule/event-store';
import { type BusConnection, connectBus, EVENTS } from '@ferrule/messaging';
import {
  ensureRole,
  type NatsServer,
  type PostgresServer,
  startNatsServer,
  startPostgres,
  withClient,
} from '@ferrule/testing';
import pg from 'pg';
import { SAMPLE_BODY_SQL, SAMPLE_META_SQL } from './sample.ts';

const OWNER = { name: 'bench_owner', password: 'bench_owner' };
const SERVICE = { name: 'bench', password: 'bench' };

/** A schema with an empty event store, and who may use it. */
export interface BenchStore {
  readonly schema: string;
  /** As a service: it may append and read. */
  pool(max?: number): pg.Pool;
  /** Connections that nobody shares. */
  clients(count: number): Promise<readonly pg.Client[]>;
  open(pool: pg.Pool, options?: EventStoreOptions): PgEventStore;
  /** Writes `count` committed, unsealed events into streams of ten, past the append function. */
  fill(count: number): Promise<void>;
  asOwner(sql: string): Promise<void>;
}

/** The servers of one run: durable as in production, in a directory that goes with the run. */
export class Ground {
  readonly postgresUrl: string;
  readonly #directory: string;
  readonly #postgres: PostgresServer;
  readonly #nats: NatsServer;
  #clients: pg.Client[] = [];
  #pools: pg.Pool[] = [];
  #buses: BusConnection[] = [];
  #stores = 0;

  private constructor(directory: string, postgres: PostgresServer, nats: NatsServer) {
    this.#directory = directory;
    this.#postgres = postgres;
    this.#nats = nats;
    this.postgresUrl = postgres.url;
  }

  static async start(cleanup: (end: () => Promise<void>) => void): Promise<Ground> {
    // Not where specs put theirs: that is memory, where a commit costs nothing.
    const directory = await mkdtemp(join(tmpdir(), 'ferrule-bench-'));
    cleanup(() => rm(directory, { recursive: true, force: true }));
    // Postgres may run as another account, which must be able to pass through.
    await chmod(directory, 0o711);
    const postgres = await startPostgres({ dataDir: join(directory, 'postgres') });
    cleanup(() => postgres.stop());
    const nats = await startNatsServer({ storeDir: join(directory, 'nats') });
    cleanup(() => nats.stop());
    await ensureRole(postgres.url, OWNER);
    await ensureRole(postgres.url, SERVICE);
    return new Ground(directory, postgres, nats);
  }

  async versions(): Promise<{ postgres: string; nats: string; fsync: string }> {
    const bus = await this.bus();
    return withClient(this.#postgres.url, async (client) => {
      const { rows } = await client.query<{ postgres: string; fsync: string }>(
        `select current_setting('server_version') as postgres,
           format('%s, %s', current_setting('fsync'), current_setting('synchronous_commit')) as fsync`,
      );
      const { postgres = '', fsync = '' } = rows[0] ?? {};
      return { postgres, fsync, nats: bus.nats.info?.version ?? '' };
    });
  }

  /** The floor under every commit, where the data lies: one block written and synced at a time. */
  async fsyncsPerSecond(): Promise<number> {
    const file = await open(join(this.#directory, 'fsync'), 'w');
    const block = Buffer.alloc(8192);
    const start = performance.now();
    let synced = 0;
    for (; performance.now() - start < 500; synced += 1) {
      await file.write(block, 0, block.length, 0);
      await file.datasync();
    }
    await file.close();
    return synced / ((performance.now() - start) / 1000);
  }

  async bus(): Promise<BusConnection> {
    const bus = await connectBus({ servers: this.#nats.url, name: 'bench', firstConnectMs: 5_000 });
    this.#buses.push(bus);
    return bus;
  }

  /** An empty stream that takes `evt.>`, as the services declare it. */
  async emptyEvents(bus: BusConnection): Promise<void> {
    const manager = await bus.manager();
    await manager.streams.delete(EVENTS.name).catch(() => false);
  }

  pool(config: pg.PoolConfig): pg.Pool {
    const pool = new pg.Pool({ connectionString: this.#postgres.url, ...config });
    // A server that is stopped under an idle connection must not end the run.
    pool.on('error', () => undefined);
    this.#pools.push(pool);
    return pool;
  }

  async store(sql = ''): Promise<BenchStore> {
    this.#stores += 1;
    const schema = `bench_${this.#stores.toString()}`;
    const asOwner = (statements: string): Promise<void> =>
      withClient(this.#postgres.url, async (client) => {
        await client.query(`set role ${OWNER.name}; set search_path = ${schema}`);
        await client.query(statements);
      });
    await withClient(this.#postgres.url, (client) =>
      client.query(`create schema ${schema} authorization ${OWNER.name}`),
    );
    await asOwner(eventStoreSql(schema, SERVICE.name));
    if (sql !== '') await asOwner(sql);
    const service = new URL(this.#postgres.url);
    service.username = SERVICE.name;
    service.password = SERVICE.password;
    const asService = {
      connectionString: service.toString(),
      options: `-c search_path=${schema}`,
    };
    return {
      schema,
      pool: (max = 10) => this.pool({ ...asService, max }),
      clients: async (count) => {
        const clients = Array.from({ length: count }, () => new pg.Client(asService));
        for (const client of clients) client.on('error', () => undefined);
        this.#clients.push(...clients);
        await Promise.all(clients.map((client) => client.connect()));
        return clients;
      },
      open: (pool, options) => new PgEventStore(pool, options),
      asOwner,
      fill: (count) =>
        asOwner(`insert into event (stream, version, id, type, body, meta)
          select format('network-%s', n / 10), n % 10 + 1, gen_random_uuid(), 'NetworkAllocated',
                 ${SAMPLE_BODY_SQL}, ${SAMPLE_META_SQL}
          from generate_series(0, ${(count - 1).toString()}) n order by n;
          analyze event`),
    };
  }

  /** What a row before left to be written must not be paid by the row after. */
  async settle(): Promise<void> {
    await this.close();
    await withClient(this.#postgres.url, (client) => client.query('checkpoint'));
  }

  /** Ends the connections of a row. */
  async close(): Promise<void> {
    const [clients, pools, buses] = [this.#clients, this.#pools, this.#buses];
    this.#clients = [];
    this.#pools = [];
    this.#buses = [];
    for (const bus of buses) await bus.close();
    for (const client of clients) await client.end();
    // A pool waits for whoever still holds a connection; after a failure that is for ever.
    await Promise.race([
      Promise.all(pools.map((pool) => pool.end())),
      sleep(2_000, undefined, { ref: false }),
    ]);
  }
}
