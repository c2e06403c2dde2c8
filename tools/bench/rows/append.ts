import { randomUUID } from 'node:crypto';
import type { PgEventStore } from '@ferrule/event-store';
import type { BenchStore } from '../ground.ts';
import { closedLoop, compare } from '../rounds.ts';
import { sampleEvent, sampleMeta } from '../sample.ts';
import type { RowMaker } from './row-context.ts';

export const CALLERS = 32;
const EVENTS_PER_STREAM = 10;

/** One event more on the caller's own stream, at the version that it must have. */
export const appendOne =
  (store: PgEventStore | readonly PgEventStore[], streams = new Map<number, string>()) =>
  async (caller: number, n: number): Promise<void> => {
    const version = n % EVENTS_PER_STREAM;
    if (version === 0) streams.set(caller, `network-${randomUUID()}`);
    const one = Array.isArray(store) ? (store[caller] as PgEventStore) : (store as PgEventStore);
    await one.append({
      stream: streams.get(caller) ?? '',
      expected: version === 0 ? 'none' : { at: version },
      events: [sampleEvent(n)],
      meta: sampleMeta(),
    });
  };

/** What Postgres itself gives: a table like `event`, one row per commit, one connection per caller. */
export const plainInserts = async (store: BenchStore) => {
  await store.asOwner(`create table plain (
      pos bigint generated always as identity, stream text not null, version integer not null,
      id uuid primary key, type text not null, schema_version integer not null default 1,
      body text not null, meta text not null,
      at timestamptz(3) not null default clock_timestamp());
    create index on plain (stream, version);
    grant insert on plain to bench`);
  const clients = await store.clients(CALLERS);
  const stream = `network-${randomUUID()}`;
  return async (caller: number, n: number): Promise<void> => {
    const { type, data } = sampleEvent(n);
    await clients[caller]?.query({
      name: 'plain-insert',
      text: 'insert into plain (stream, version, id, type, body, meta) values ($1, $2, $3, $4, $5, $6)',
      values: [stream, n, randomUUID(), type, JSON.stringify(data), JSON.stringify(sampleMeta())],
    });
  };
};

export const append: RowMaker = {
  name: 'append',
  measure: async ({ startGround, quick }) => {
    const ground = await startGround();
    const [rounds, ms] = quick ? [1, 200] : [5, 2_000];
    const schema = await ground.store();
    const plain = await plainInserts(schema);
    const pool = schema.pool(CALLERS);
    const grouped = appendOne(schema.open(pool));
    const lonely = appendOne(
      Array.from({ length: CALLERS }, () => schema.open(pool, { slots: 1, batch: 1 })),
    );
    // Connections, prepared statements and the compiler's first guesses.
    for (const work of [plain, grouped, lonely]) await closedLoop(CALLERS, ms / 4, work);

    const reference = () => closedLoop(CALLERS, ms, plain);
    const together = await compare(rounds, {
      reference,
      ours: () => closedLoop(CALLERS, ms, grouped),
    });
    const apart = await compare(Math.ceil(rounds / 2), {
      reference,
      ours: () => closedLoop(CALLERS, ms, lonely),
    });
    const against = `${CALLERS.toString()} connections, each inserting one row per commit into a plain table`;
    return [
      {
        name: 'append',
        unit: 'events/s',
        ...together,
        against,
        required: { of: 'ratio', atLeast: 0.7 },
      },
      {
        name: 'append, no shared commits',
        unit: 'events/s',
        ...apart,
        against: 'the same; ours commits every append alone, with its locks and checks',
      },
    ];
  },
};
