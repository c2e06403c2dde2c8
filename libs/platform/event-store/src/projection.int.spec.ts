import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Bus, PgEventStore, type Projection, Projector, Sealer } from '@ferrule/event-store';
import { until, useEventStore } from '@ferrule/testing';
import type pg from 'pg';

const inUse = useEventStore(`
  create table tally (generation int, type text, n int, primary key (generation, type));
  grant select, insert, update, delete on tally to store;`);
const meta = { correlationId: 'job-1', actor: 'ada', tenant: 'acme' };
const away: Bus = {
  publish: () => Promise.reject(new Error('away')),
  inspect: () => Promise.reject(new Error('away')),
};

let pool: pg.Pool;
let store: PgEventStore;
let sealer: Sealer;
const projectors: Projector[] = [];

/** Counts events by type; `weight` stands for what a later version of the code does otherwise. */
const tally = (version: number, weight = 1): Projection => ({
  name: 'tally',
  version,
  apply: async (tx, events, generation) => {
    for (const { type } of events)
      await tx.query({
        text: `insert into tally values ($1, $2, $3)
               on conflict (generation, type) do update set n = tally.n + $3`,
        values: [generation, type, weight],
      });
  },
  clear: async (tx, generation) => {
    await tx.query({ text: 'delete from tally where generation = $1', values: [generation] });
  },
});
const project = (projection: Projection, from = pool): Projector => {
  const projector = new Projector(from, store, projection, {
    source: 'store',
    batch: 7,
    pollMs: 5,
    electionMs: 20,
  });
  projectors.push(projector);
  projector.start();
  return projector;
};
const counted = async (): Promise<number | undefined> => {
  const { rows } = await pool.query<{ n: number }>(
    `select t.n from tally t join projection p on p.generation = t.generation
     where p.name = 'tally' and p.active and t.type = 'Happened'`,
  );
  return rows[0]?.n;
};
let written = 0;
const write = async (n: number): Promise<void> => {
  await store.append({
    stream: 'tallied',
    expected: 'any',
    events: Array.from({ length: n }, () => ({ type: 'Happened', data: {} })),
    meta,
  });
  written += n;
};

beforeAll(() => {
  pool = inUse.pool({ max: 20 });
  store = new PgEventStore(pool);
});
beforeEach(() => {
  sealer = new Sealer(pool, store, away, {
    source: 'store',
    subjects: 'evt.store.>',
    subjectOf: (type) => type,
    electionMs: 20,
  });
  sealer.start();
});
afterEach(async () => {
  await Promise.all([...projectors.splice(0), sealer].map((each) => each.stop()));
});

describe('a projection', () => {
  it('counts every event once, fed by one of many instances', async () => {
    for (let n = 0; n < 3; n += 1) project(tally(1));
    await write(50);
    await until(async () => (await counted()) === written);
  });

  it('goes on where it stopped', async () => {
    await write(10);
    const projector = project(tally(1));
    await until(async () => (await counted()) === written);
    expect(await projector.position()).toEqual({ generation: 1, seq: written });
  });

  it('is read from its old rows while it is built anew, and never seen half built', async () => {
    const projector = project(tally(1));
    await until(async () => (await counted()) === written);
    const before = written;
    await projector.rebuild();
    await projector.rebuild(); // a second order changes nothing
    const seen = new Set<number | undefined>();
    await write(30);
    await until(async () => {
      seen.add(await counted());
      return (await projector.position())?.generation === 2;
    });
    for (const n of seen) expect(n).toBeGreaterThanOrEqual(before);
    await until(async () => (await counted()) === written);
    const { rows } = await pool.query('select distinct generation from tally');
    expect(rows).toEqual([{ generation: 2 }]);
  });

  it('is built anew by code of another version', async () => {
    const before = await counted();
    expect(before).toBe(written);
    project(tally(2, 10));
    await until(async () => (await counted()) === written * 10);
    const { rows } = await pool.query('select version, active from projection');
    expect(rows).toEqual([{ version: 2, active: true }]);
  });

  it('that throws changes nothing, and is tried again', async () => {
    let throwing = true;
    const first = written + 1;
    const fragile = tally(2, 10);
    project({
      ...fragile,
      apply: async (tx, events, generation) => {
        await fragile.apply(tx, events, generation);
        if (throwing && events.some(({ seq }) => seq === first)) throw new Error('half way');
      },
    });
    await write(20); // three pages: one that was read ahead must wait for the first
    await until(async () => (await store.readSealed(written - 1)).length === 1);
    expect(await counted()).toBe((written - 20) * 10);
    throwing = false;
    await until(async () => (await counted()) === written * 10);
  });
});
