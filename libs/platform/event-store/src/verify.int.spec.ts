import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Bus, PgEventStore, Sealer, verifyChain } from '@ferrule/event-store';
import { until, useEventStore } from '@ferrule/testing';
import type pg from 'pg';

const inUse = useEventStore();
const meta = { correlationId: 'job-1', actor: 'ada', tenant: 'acme' };
const away: Bus = {
  publish: () => Promise.reject(new Error('away')),
  inspect: () => Promise.reject(new Error('away')),
};
let pool: pg.Pool;
let superuser: pg.Pool;

beforeAll(async () => {
  pool = inUse.pool();
  superuser = inUse.superuserPool();
  const store = new PgEventStore(pool);
  for (let n = 1; n <= 12; n += 1)
    await store.append({
      stream: `s-${n % 3}`,
      expected: 'any',
      events: [{ type: 'Happened', data: { n } }],
      meta,
    });
  const sealer = new Sealer(pool, store, away, {
    source: 'store',
    subjects: 'evt.store.>',
    subjectOf: (type) => type,
  });
  sealer.start();
  await until(async () => (await store.readSealed(11)).length === 1);
  await sealer.stop();
});

beforeEach(async () => {
  await expect(verifyChain(pool)).resolves.toMatchObject({ ok: true, events: 12 });
});

/** What a superuser can do behind the store's back, and undo again. */
const tampered = async (change: string, undo: string): Promise<unknown> => {
  const behind = (statement: string) =>
    superuser.query(
      `alter table event disable trigger event_unchanged;
       alter table sealed disable trigger sealed_unchanged;
       ${statement};
       alter table event enable always trigger event_unchanged;
       alter table sealed enable always trigger sealed_unchanged`,
    );
  await behind(change);
  const verdict = await verifyChain(pool);
  await behind(undo);
  return verdict;
};
const idAt = async (seq: number): Promise<string | undefined> => {
  const { rows } = await pool.query<{ id: string }>(
    'select e.id from sealed s join event e using (pos) where s.seq = $1',
    [seq],
  );
  return rows[0]?.id;
};
const at = (seq: number) => `pos = (select pos from sealed where seq = ${seq})`;

describe('verify', () => {
  it.each([
    ['body', `'{"n":99}'`, `'{"n":7}'`],
    ['type', `'Invented'`, `'Happened'`],
    ['stream', `'elsewhere'`, `'s-1'`],
  ])('names the event whose %s was changed by a superuser', async (column, wrong, right) => {
    const id = await idAt(7);
    expect(
      await tampered(
        `update event set ${column} = ${wrong} where ${at(7)}`,
        `update event set ${column} = ${right} where ${at(7)}`,
      ),
    ).toEqual({
      ok: false,
      events: 6,
      seq: 7,
      id,
      reason: 'its content does not match its hash',
    });
  });

  it('names the event whose time or author was changed', async () => {
    for (const [change, undo] of [
      [`at = at + interval '1 ms'`, `at = at - interval '1 ms'`],
      [`meta = replace(meta, 'ada', 'eve')`, `meta = replace(meta, 'eve', 'ada')`],
    ] as const)
      expect(
        await tampered(
          `update event set ${change} where ${at(3)}`,
          `update event set ${undo} where ${at(3)}`,
        ),
      ).toMatchObject({ ok: false, seq: 3 });
  });

  it('names an event that was deleted', async () => {
    expect(
      await tampered(
        `create table kept as select * from event where ${at(5)}; delete from event where ${at(5)}`,
        'insert into event overriding system value select * from kept; drop table kept',
      ),
    ).toMatchObject({ ok: false, events: 4, seq: 5, id: null });
  });

  it('names a link of the chain that was cut out', async () => {
    expect(
      await tampered(
        'create table kept as select * from sealed where seq = 5; delete from sealed where seq = 5',
        'insert into sealed select * from kept; drop table kept',
      ),
    ).toMatchObject({ ok: false, seq: 5, reason: 'event 5 is missing from the chain' });
  });

  it('notices that the end of the chain is gone, if it was published', async () => {
    await pool.query('update relay set published = 12');
    expect(
      await tampered(
        'create table kept as select * from sealed where seq = 12; delete from sealed where seq = 12',
        'insert into sealed select * from kept; drop table kept',
      ),
    ).toMatchObject({ ok: false, events: 11, seq: 12 });
  });
});
