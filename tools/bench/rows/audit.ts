import type { LedgerFilter } from '@ferrule/audit-contracts';
import { EVERYTHING } from '@ferrule/kernel';
import { PublicKeys, readLedger, SigningKeys, verifyLedger } from '@ferrule/ledger-chain';
import { EVENTS, JetStreamBus } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import type pg from 'pg';
import type { Ground } from '../ground.ts';
import { compare, median, percentile } from '../rounds.ts';
import type { Row } from '../report.ts';
import { eventOf, fill, openLedger, type Parts, parts } from './audit-ledger.ts';
import type { RowMaker } from './row-context.ts';

/** From the bus into the ledger, as the service does it; entries a second. */
const ingest = async (
  { LedgerWriter, BusFeed }: Parts,
  ground: Ground,
  pool: pg.Pool,
  has: number,
  count: number,
): Promise<number> => {
  const connection = await ground.bus();
  const bus = new JetStreamBus(connection, { streams: [EVENTS] });
  await bus.inspect('evt.bench.>');
  for (let from = has + 1; from <= count; from += 1_000) {
    const some = Array.from({ length: Math.min(1_000, count - from + 1) }, (_, n) => ({
      to: 'evt.bench.network.allocated.v1',
      envelope: eventOf(from + n),
    }));
    const { failure } = await bus.publish(some);
    if (failure !== undefined) throw failure;
  }
  bus.close();
  const writer = new LedgerWriter(pool, {
    ...{ sources: [], graceMs: 60_000, patrolMs: 600_000, electionMs: 50 },
    feed: (take) =>
      new BusFeed(connection, { onDrift: 'apply', replicas: 1, warn: () => undefined, take }),
    ask: () => Promise.resolve([]),
    follow: () =>
      Promise.resolve({
        wrote: () => undefined,
        turn: () => Promise.resolve(),
        close: () => Promise.resolve(),
      }),
    filled: () => Promise.resolve(),
    log: { info: () => undefined, warn: () => undefined },
  });
  const start = performance.now();
  writer.start();
  try {
    await until(
      async () => {
        const { rows } = await pool.query<{ n: string | null }>(
          'select max(entry) as n from entry',
        );
        return Number(rows[0]?.n ?? 0) >= count;
      },
      { timeout: 120_000, every: 5 },
    );
    return (count - has) / ((performance.now() - start) / 1000);
  } finally {
    await writer.stop();
  }
};

/** One row a statement and a commit, into a table of its columns without an index. */
const plainInserts = async (pool: pg.Pool, ms: number): Promise<number> => {
  const client = await pool.connect();
  try {
    await client.query('create temporary table plain (like entry, body text)');
    const start = performance.now();
    let inserted = 0;
    for (; performance.now() - start < ms; inserted += 1) {
      const { id, type, source, subject, time, sequence, meta, body } = eventOf(inserted + 1);
      await client.query({
        name: 'plain-insert',
        text: `insert into plain (entry, source, sequence, id, type, schema_version, stream, at, recorded_at,
                 actor, tenant, correlation_id, body_hash, hash, body)
               values ($1, $2, $3, $4, $5, 1, $6, $7, $7, $8, $9, $10, decode(repeat('ab', 32), 'hex'),
                 decode(repeat('ab', 32), 'hex'), $11)`,
        values: [
          ...[sequence, source, sequence, id, type, subject, time],
          ...[meta.actor, meta.tenant, meta.correlationId, body],
        ],
      });
    }
    return inserted / ((performance.now() - start) / 1000);
  } finally {
    client.release(true);
  }
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** The same columns by the page, and thrown away. */
const plainSelect = async (pool: pg.Pool): Promise<void> => {
  for (let after = 0; ;) {
    const page = await readLedger(pool, after, 5_000);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.entry.entry;
  }
};

const questions = (n: number): Readonly<Record<string, LedgerFilter>> => {
  const event = eventOf(n);
  return {
    newest: {},
    time: { from: event.time, to: new Date(Date.parse(event.time) + 3_600_000).toISOString() },
    actor: { actor: event.meta.actor },
    tenant: { tenant: event.meta.tenant },
    network: { network: event.subject?.slice(8) ?? '' },
    address: { address: `10.${(n >> 8) % 256}.${n % 256}.7` },
    router: { router: `r-${n % 100}` },
    type: { type: event.type },
    correlation: { correlationId: event.meta.correlationId },
    'rare text': { text: `unique${n}` },
    'common text': { text: 'second floor' },
  };
};

interface Answered {
  /** Of all questions together: the 95th percentile of the slowest one. */
  readonly p95: number;
  /** The medians of all questions added up. */
  readonly sum: number;
  readonly detail: Readonly<Record<string, number>>;
}

/** What questions cost, in milliseconds, each asked so often about something else. */
const answers = async (
  { search }: Parts,
  pool: pg.Pool,
  entries: number,
  times: number,
): Promise<Answered> => {
  const taken = new Map<string, number[]>();
  for (let round = 0; round < times; round += 1)
    for (const [name, filter] of Object.entries(questions(1 + ((round * 7_919) % entries)))) {
      const order = { order: 'newest', limit: 50, after: undefined } as const;
      const ms = await timed(() => search(pool, filter, EVERYTHING, order));
      taken.set(name, [...(taken.get(name) ?? []), ms]);
    }
  const detail = Object.fromEntries(
    [...taken].map(([name, all]) => [name, Number(percentile(all, 95).toFixed(2))]),
  );
  return {
    p95: Math.max(...Object.values(detail)),
    sum: [...taken.values()].reduce((sum, all) => sum + median(all), 0),
    detail,
  };
};

const measure: RowMaker['measure'] = async ({ startGround, quick }) => {
  const ground = await startGround();
  const ledger = await openLedger(ground);
  const { pool } = ledger;
  try {
    const built = await parts();
    const [few, taken, many, times, rounds] = quick
      ? [1_000, 2_000, 4_000, 3, 1]
      : [10_000, 60_000, 1_000_000, 40, 3];
    await fill(built, pool, 1, few);
    await ledger.analyze();
    const small = await answers(built, pool, few, times);
    const perSecond = await ingest(built, ground, pool, few, taken);
    const plain = await plainInserts(pool, quick ? 200 : 3_000);
    await fill(built, pool, taken + 1, many);
    await ledger.analyze();
    const large = await answers(built, pool, many, times);
    const keys = SigningKeys.parse(SigningKeys.newKey('bench')).publicKeys;
    const verified = await compare(rounds, {
      ours: async () => many / (await verifying(pool, keys)),
      reference: async () => many / ((await timed(() => plainSelect(pool))) / 1000),
    });
    return rowsOf({ perSecond, plain, small, large, verified, many });
  } finally {
    await ledger.close();
  }
};

const verifying = async (pool: pg.Pool, publicKeys: PublicKeys): Promise<number> => {
  const client = await pool.connect();
  try {
    return (
      (await timed(() =>
        verifyLedger(client, { publicKeys, coveredBefore: '2000-01-01T00:00:00.000Z' }),
      )) / 1000
    );
  } finally {
    client.release();
  }
};

const rowsOf = (measured: {
  readonly perSecond: number;
  readonly plain: number;
  readonly small: Answered;
  readonly large: Answered;
  readonly verified: Awaited<ReturnType<typeof compare>>;
  readonly many: number;
}): readonly Row[] => {
  const { perSecond, plain, small, large, verified, many } = measured;
  const entries = many.toLocaleString('en-US');
  return [
    {
      name: 'audit: ingest from the bus',
      unit: 'entries/s',
      ours: perSecond,
      reference: plain,
      ratio: perSecond / plain,
      against: 'a plain INSERT loop: one row, one commit, no index',
      required: { of: 'ours', atLeast: 5_000 },
    },
    {
      name: 'audit: verify',
      unit: 'entries/s',
      ...verified,
      against: 'a plain SELECT of the same columns, thrown away',
      required: { of: 'ours', atLeast: 100_000 },
    },
    {
      name: 'audit: slowest question, p95',
      unit: 'ms',
      ours: large.p95,
      required: { of: 'ours', below: 50 },
      detail: { entries, ...large.detail },
    },
    {
      name: 'audit: all questions',
      unit: 'ms',
      ours: large.sum,
      reference: small.sum,
      ratio: large.sum / small.sum,
      against: `the same in a ledger of a hundredth, against ${entries} entries`,
      required: { of: 'ratio', below: 1.5 },
    },
  ];
};

export const audit: RowMaker = { name: 'audit', measure };
