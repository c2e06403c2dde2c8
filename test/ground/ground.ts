import { measured } from './meters.ts';
import { afterEach, beforeEach } from '@jest/globals';
import {
  type Bus,
  PgEventStore,
  Sealer,
  type SealerOptions,
  verifyChain,
} from '@ferrule/event-store';
import {
  type BusConnection,
  commandStream,
  connectBus,
  EVENTS,
  JetStreamBus,
  type StreamDeclaration,
} from '@ferrule/messaging';
import { type NatsInUse, until, useNats } from '@ferrule/testing';
import type pg from 'pg';
import { type Database, type Databases, useDatabases } from './database.ts';

export { measured };

/** The service under test, as the bus sees it. */
export const SERVICE = {
  source: 'store',
  subjects: 'evt.store.>',
  subjectOf: (type: string, version: number) => `evt.store.${type.toLowerCase()}.v${version}`,
};
export const COMMANDS = commandStream('CMD_OTHER', 'cmd.other.>');
export const meta = { correlationId: 'job-1', actor: 'ada', tenant: 'acme' };
export const happened = (n: number) => ({ type: 'Happened', data: { n } });
export const order = (n: number) => ({ type: 'DoIt', data: { n }, subject: 'cmd.other.thing.do' });

/** One running instance of the service. */
export interface Instance {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly store: PgEventStore;
  readonly connection: BusConnection;
  readonly sealer: Sealer;
  /** What it told a person. */
  readonly said: readonly string[];
}

export interface InstanceOptions extends Partial<SealerOptions> {
  readonly servers?: string;
  readonly events?: StreamDeclaration;
  /** Puts something between the sealer and the bus. */
  readonly between?: (bus: Bus) => Bus;
}

export interface Ground {
  readonly databases: Databases;
  readonly nats: NatsInUse;
  start(database: Database, options?: InstanceOptions): Promise<Instance>;
  connect(servers?: string): Promise<BusConnection>;
  /** Runs after the spec, last registered first. */
  atEnd(work: () => Promise<unknown>): void;
}

/** Every spec begins with an empty bus and ends with nothing running. */
export const useGround = (sql = ''): Ground => {
  const databases = useDatabases(sql);
  const nats = useNats();
  const endings: (() => Promise<unknown>)[] = [];
  const atEnd = (work: () => Promise<unknown>): void => {
    endings.unshift(work);
  };
  beforeEach(() => nats.purge());
  afterEach(async () => {
    for (const end of endings.splice(0)) await end();
    await databases.dropAll();
  }, 30_000);

  const connect = async (servers = nats.url): Promise<BusConnection> => {
    const connection = await connectBus({ servers, name: 'ground' });
    atEnd(() => connection.close());
    return connection;
  };
  const start = async (database: Database, options: InstanceOptions = {}): Promise<Instance> => {
    const { servers, events = EVENTS, between = (bus: Bus) => bus, ...rest } = options;
    const pool = database.pool();
    const store = new PgEventStore(pool);
    const connection = await connect(servers);
    const streams = [events, COMMANDS];
    const bus = new JetStreamBus(connection, { streams, ackTimeoutMs: 1_000 });
    const said: string[] = [];
    const say = (sentence: string): void => void said.push(sentence);
    const sealer = new Sealer(pool, store, between(bus), {
      ...SERVICE,
      electionMs: 50,
      pollMs: 50,
      compareMs: 250,
      log: { info: () => undefined, warn: say, error: say },
      ...rest,
    });
    atEnd(async () => {
      await sealer.stop();
      bus.close();
    });
    sealer.start();
    return { database, pool, store, connection, sealer, said };
  };
  return { databases, nats, start, connect, atEnd };
};

/** Appends one event to a stream, and with it what else is given. */
export const append = (
  store: PgEventStore,
  stream: string,
  n: number,
  more: Partial<Parameters<PgEventStore['append']>[0]> = {},
) => store.append({ stream, expected: 'any', events: [happened(n)], meta, ...more });

export const countOf = async (pool: Pick<pg.Pool, 'query'>, what: string): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${what}`);
  return rows[0]?.n ?? -1;
};

/** Every event is sealed and the bus has taken it, and every command. */
export const drained = (pool: pg.Pool, timeout = 15_000): Promise<boolean> =>
  until(
    async () => {
      const waiting = `(select from event e where not exists (select from sealed s where s.pos = e.pos)
        union all select from sealed s, relay r where s.seq > r.published
        union all select from command where published_at is null) w`;
      return (await countOf(pool, waiting)) === 0;
    },
    { timeout, message: 'everything to be sealed and published' },
  );

export const verified = async (pool: pg.Pool): Promise<number> => {
  const verdict = await verifyChain(pool);
  if (!verdict.ok) throw new Error(`event ${verdict.seq}: ${verdict.reason}`);
  return verdict.events;
};
