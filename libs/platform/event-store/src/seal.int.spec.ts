import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Bus,
  PgEventStore,
  Sealer,
  type SealerOptions,
  verifyChain,
} from '@ferrule/event-store';
import { until, useEventStore } from '@ferrule/testing';
import type pg from 'pg';

const inUse = useEventStore();
const meta = { correlationId: 'job-1', actor: 'ada', tenant: 'acme' };
/** Sealing does not need the bus: here it is away all the time. */
const away: Bus = {
  publish: () => Promise.reject(new Error('the bus is away')),
  inspect: () => Promise.reject(new Error('the bus is away')),
};

let pool: pg.Pool;
let store: PgEventStore;
const sealers: Sealer[] = [];
const startSealer = (options: Partial<SealerOptions> = {}, from = pool): Sealer => {
  const sealer = new Sealer(from, new PgEventStore(from), away, {
    source: 'store',
    subjects: 'evt.store.>',
    subjectOf: (type) => `evt.store.${type}`,
    electionMs: 20,
    pollMs: 20,
    ...options,
  });
  sealers.push(sealer);
  sealer.start();
  return sealer;
};

beforeAll(() => {
  pool = inUse.pool({ max: 60 });
  store = new PgEventStore(pool);
});
afterEach(async () => {
  await Promise.all(sealers.splice(0).map((sealer) => sealer.stop()));
});

const one = { type: 'Happened', data: {} };
const append = (stream: string) => store.append({ stream, expected: 'any', events: [one], meta });
const unsealed = async (): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from event e where not exists (select from sealed s where s.pos = e.pos)',
  );
  return rows[0]?.n ?? -1;
};
const allSealed = () => until(async () => (await unsealed()) === 0, { timeout: 15_000 });
const sealedStreams = async (prefix: string): Promise<readonly string[]> =>
  (await store.readSealed(0, 100_000))
    .filter(({ stream }) => stream.startsWith(prefix))
    .map(({ stream }) => stream);
/** Writes in a transaction that stays open until told otherwise. */
const open = async (stream: string) => {
  const client = await pool.connect();
  await client.query('begin');
  const write = () =>
    client.query('select * from append($1, $2, false)', [
      JSON.stringify([{ n: 0, stream, expected: 0, added: 1, meta: '{}' }]),
      JSON.stringify([
        {
          n: 0,
          k: 1,
          id: crypto.randomUUID(),
          type: 'Happened',
          schema_version: 1,
          body: '{}',
        },
      ]),
    ]);
  const end = async (how: 'commit' | 'rollback') => {
    await client.query(how);
    client.release();
  };
  return { client, write, end };
};

describe('the sealer', () => {
  it('loses neither of two transactions whose ids and positions are turned round, while the first is open', async () => {
    startSealer();
    const older = await open('turned-older');
    await older.client.query('select pg_current_xact_id()');
    const younger = await open('turned-younger');
    await younger.write(); // the younger transaction takes the lower position
    await older.write();
    await older.end('commit'); // and the higher position is there first
    const seen = await until(async () => {
      const streams = await sealedStreams('turned-');
      return streams.length === 1 && streams;
    });
    expect(seen).toEqual(['turned-older']); // a subscriber that reads now goes on from here
    await younger.end('commit');
    await allSealed();
    expect(await sealedStreams('turned-')).toEqual(['turned-older', 'turned-younger']);
    await expect(verifyChain(pool)).resolves.toMatchObject({ ok: true });
  });

  it('gives every stream its versions in order, with 32 writers on 50 streams and inbox rows', async () => {
    startSealer();
    const appends = 10_000;
    let next = 0;
    const writers = Array.from({ length: 32 }, async () => {
      const mine = new PgEventStore(pool, { slots: 1 });
      for (let n = next++; n < appends; n = next++)
        await mine.append({
          stream: `fifty-${n % 50}`,
          expected: 'any',
          events: [one],
          once: { consumer: 'writers', message: String(n) },
          meta,
        });
    });
    await Promise.all(writers);
    await allSealed();
    const versions = new Map<string, number>();
    let inOrder = 0;
    for (const { stream, version } of await store.readSealed(0, 100_000)) {
      if (!stream.startsWith('fifty-')) continue;
      if (version === (versions.get(stream) ?? 0) + 1) inOrder += 1;
      versions.set(stream, version);
    }
    expect(inOrder).toBe(appends);
  }, 90_000);

  it('seals what others commit while a transaction elsewhere is open, which a gauge shows', async () => {
    const elsewhere = await inUse.superuserPool().connect();
    await elsewhere.query('begin; create temp table held (n int)');
    const rolledBack = await open('elsewhere-never');
    await rolledBack.write();
    await rolledBack.end('rollback');
    const sealer = startSealer();
    try {
      await append('elsewhere-1');
      await allSealed();
      expect(await sealedStreams('elsewhere-')).toEqual(['elsewhere-1']);
      await until(() => sealer.gauges().watermarkLagSeconds > 1);
      // The position that was rolled back cannot be given up before everything older has ended.
      expect(sealer.gauges().positionsMissing).toBe(1);
    } finally {
      await elsewhere.query('rollback');
      elsewhere.release();
    }
    await until(() => sealer.gauges().positionsMissing === 0);
    await until(() => sealer.gauges().watermarkLagSeconds < 1);
  });

  it('goes on where the last one stopped, with positions still missing', async () => {
    const late = await open('handover-late');
    await late.write();
    const first = startSealer();
    await append('handover-early');
    await allSealed();
    expect(first.gauges().positionsMissing).toBe(1);
    await first.stop();
    startSealer();
    await append('handover-next');
    await allSealed();
    await late.end('commit');
    await allSealed();
    expect(await sealedStreams('handover-')).toEqual([
      'handover-early',
      'handover-next',
      'handover-late',
    ]);
    await expect(verifyChain(pool)).resolves.toMatchObject({ ok: true });
  });

  it('never seals a version whose predecessor is not there', async () => {
    startSealer();
    const insert = (version: number) =>
      inUse.superuserPool().query(
        `insert into event (stream, version, id, type, body, meta)
           values ('past-the-store', $1, gen_random_uuid(), 'Happened', '{}', '{}')`,
        [version],
      );
    await insert(2);
    await append('after-it');
    await until(async () => (await sealedStreams('after-it')).length === 1);
    expect(await sealedStreams('past-the-store')).toEqual([]);
    await insert(1);
    await allSealed();
    expect(await sealedStreams('past-the-store')).toHaveLength(2);
  });

  it('is one among many, and another takes over when its connection is cut', async () => {
    const many = [startSealer(), startSealer(), startSealer()];
    const leaders = () => many.filter(({ leading }) => leading);
    await until(() => leaders().length === 1);
    await append('before-the-cut');
    await allSealed();
    const [before] = leaders();
    await inUse.superuserPool().query(
      `select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and objsubid = 1 and granted and pid <> pg_backend_pid()
         and database = (select oid from pg_database where datname = current_database())`,
    );
    await until(() => leaders().length === 1 && before !== undefined);
    await append('after-the-cut');
    await allSealed();
    expect(leaders()).toHaveLength(1);
    await expect(verifyChain(pool)).resolves.toMatchObject({ ok: true });
  });

  it('hears of an append in another instance before its next look', async () => {
    const sealer = startSealer({ pollMs: 60_000 });
    await until(() => sealer.leading);
    const other = inUse.pool();
    const elsewhere = new PgEventStore(other);
    const idle = new Sealer(other, elsewhere, away, {
      source: 'store',
      subjects: 'evt.store.>',
      subjectOf: (type) => type,
      electionMs: 60_000,
    });
    sealers.push(idle);
    await elsewhere.append({ stream: 'heard', expected: 'none', events: [one], meta });
    await until(async () => (await sealedStreams('heard')).length === 1, { timeout: 5_000 });
  });
});
