import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Append,
  PgEventStore,
  RefusedByDatabase,
  WrongExpectedVersion,
} from '@ferrule/event-store';
import { until, useEventStore } from '@ferrule/testing';
import type pg from 'pg';

const inUse = useEventStore(`
  create table lease (id text primary key, address int4range not null, note text,
    constraint lease_no_overlap exclude using gist (address with &&));
  grant select, insert, update, delete on lease to store;`);
const meta = { correlationId: 'job-1', actor: 'ada', tenant: 'acme' };
const happened = (n = 1) => ({ type: 'Happened', data: { n } });
const append = (stream: string, changed: Partial<Append> = {}): Append => ({
  stream,
  expected: 'any',
  events: [happened()],
  meta,
  ...changed,
});

let store: PgEventStore;
let pool: pg.Pool;
beforeAll(() => {
  pool = inUse.pool();
  store = new PgEventStore(pool);
});

describe('an append with an expected version', () => {
  it('of none is refused once the stream exists', async () => {
    await store.append(append('none', { expected: 'none' }));
    await expect(store.append(append('none', { expected: 'none' }))).rejects.toEqual(
      new WrongExpectedVersion('none', 'none', 1),
    );
  });

  it('at n is refused below and above n', async () => {
    await store.append(append('at', { events: [happened(1), happened(2)] }));
    for (const at of [0, 1, 3])
      await expect(store.append(append('at', { expected: { at } }))).rejects.toThrow(
        WrongExpectedVersion,
      );
    await expect(store.append(append('at', { expected: { at: 2 } }))).resolves.toEqual({
      outcome: 'appended',
      version: 3,
    });
  });

  it('of any is never refused, and nothing else means any', async () => {
    await store.append(append('any'));
    await expect(store.append(append('any'))).resolves.toEqual({ outcome: 'appended', version: 2 });
    for (const at of [-1, 1.5, NaN])
      await expect(store.append(append('any', { expected: { at } }))).rejects.toThrow('no version');
  });

  it('lets one of 32 writers through for each version', async () => {
    const stores = Array.from({ length: 32 }, () => new PgEventStore(pool));
    for (let version = 0; version < 20; version += 1) {
      const outcomes = await Promise.allSettled(
        stores.map((each) => each.append(append('contended', { expected: { at: version } }))),
      );
      const lost = outcomes.filter(({ status }) => status === 'rejected');
      expect(lost).toHaveLength(31);
      for (const outcome of lost)
        expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(
          WrongExpectedVersion,
        );
    }
    expect(await store.readStream('contended')).toHaveLength(20);
  });
});

describe('an append', () => {
  it('records events in canonical form, with what caused them', async () => {
    const data = { z: 1, a: [{ y: null, b: 'ü' }] };
    await store.append(append('canonical', { events: [{ type: 'Happened', data }] }));
    const { rows } = await pool.query<{ body: string }>(
      `select body from event where stream = 'canonical'`,
    );
    expect(rows[0]?.body).toBe('{"a":[{"b":"ü","y":null}],"z":1}');
    const [event] = await store.readStream('canonical');
    expect(event).toMatchObject({ version: 1, type: 'Happened', data, meta });
    expect(event?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('is recorded once by its key, and a repeat gets the first answer', async () => {
    const once = { consumer: 'c', message: 'm-1' };
    const first = await store.append(append('once', { once, events: [happened(), happened()] }));
    const repeat = await store.append(append('once', { once, expected: { at: 7 } }));
    expect(first).toEqual({ outcome: 'appended', version: 2 });
    expect(repeat).toEqual({ outcome: 'duplicate', version: 2 });
    expect(await store.readStream('once')).toHaveLength(2);
  });

  it('with one key from eight instances at once is recorded once', async () => {
    const once = { consumer: 'c', message: 'm-2' };
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => new PgEventStore(pool).append(append('eight', { once }))),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
    expect(await store.readStream('eight')).toHaveLength(1);
  });

  it('writes commands and marks the one that it answers', async () => {
    const id = '01890000-0000-7000-8000-000000000001';
    const command = { id, type: 'Do', subject: 'cmd.x.do', data: { a: 1 } };
    await store.append(append('asker', { commands: [command] }));
    await store.append(append('asker', { answers: id }));
    const { rows } = await pool.query(
      'select subject, body, answered_at is not null as answered from command where id = $1',
      [id],
    );
    expect(rows).toEqual([{ subject: 'cmd.x.do', body: '{"a":1}', answered: true }]);
  });

  it('changes read-model rows in the order given, in the same transaction', async () => {
    const table = 'lease';
    await store.append(
      append('rows', {
        rows: [
          { op: 'insert', table, row: { id: 'a', address: '[1,2)' } },
          { op: 'upsert', table, key: ['id'], row: { id: 'a', address: '[3,4)', note: 'moved' } },
          { op: 'insert', table, row: { id: 'b', address: '[5,6)' } },
          { op: 'update', table, key: ['id'], row: { id: 'b', note: "it's" } },
          { op: 'insert', table, row: { id: 'c', address: '[7,8)' } },
          { op: 'delete', table, key: ['id'], row: { id: 'c' } },
        ],
      }),
    );
    const { rows } = await pool.query('select id, address, note from lease order by id');
    expect(rows).toEqual([
      { id: 'a', address: '[3,4)', note: 'moved' },
      { id: 'b', address: '[5,6)', note: "it's" },
    ]);
  });

  it('that cannot be published later is refused before it is written', async () => {
    const data = { text: 'x'.repeat(513 * 1024) };
    await expect(
      store.append(append('large', { events: [{ type: 'Large', data }] })),
    ).rejects.toThrow(/event Large takes \d+ bytes/);
    const odd = (text: string) => append('odd', { events: [{ type: 'Odd', data: { text } }] });
    await expect(store.append(odd('a\u0000b'))).rejects.toThrow('U+0000');
    await expect(store.append(odd('a\ud800b'))).rejects.toThrow('surrogate');
  });
});

describe('appends that share a transaction', () => {
  const leased = (id: string, address: string) =>
    append(`lease-${id}`, {
      events: [happened(1), happened(2)],
      rows: [{ op: 'insert', table: 'lease', row: { id, address } }],
    });

  it('are answered each alone: an overlap, a lost race and a repeat take nobody with them', async () => {
    await store.append(append('lost'));
    const once = { consumer: 'c', message: 'm-3' };
    await store.append(append('repeat', { once }));
    const outcomes = await Promise.allSettled([
      store.append(leased('x', '[100,200)')),
      store.append(leased('y', '[150,160)')),
      store.append(append('lost', { expected: 'none' })),
      store.append(append('repeat', { once })),
      store.append(leased('z', '[200,300)')),
      store.append(leased('bad', 'no range')),
    ]);
    expect(
      outcomes.map((each): unknown =>
        each.status === 'fulfilled' ? each.value.outcome : each.reason,
      ),
    ).toEqual([
      'appended',
      new RefusedByDatabase('lease-y', 'lease_no_overlap'),
      new WrongExpectedVersion('lost', 'none', 1),
      'duplicate',
      'appended',
      new RefusedByDatabase('lease-bad', 'malformed range literal: "no range"'),
    ]);
    const { rows } = await pool.query(`select id from lease where id > 'w' order by id`);
    expect(rows).toEqual([{ id: 'x' }, { id: 'z' }]);
    const recorded = async (stream: string) =>
      (await store.readStream(stream)).map(({ data }) => data);
    expect(await recorded('lease-x')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await recorded('lease-y')).toEqual([]);
    expect(await recorded('lease-z')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('are few: a hundred appends at once take less than ten transactions', async () => {
    const before = await commits();
    await Promise.all(Array.from({ length: 100 }, (_, n) => store.append(append(`many-${n}`))));
    expect((await commits()) - before).toBeLessThan(10);
  });

  it('are not more than a statement can hold', async () => {
    const data = { text: 'x'.repeat(500 * 1024) };
    const large = (n: number) =>
      append(`heavy-${n}`, { events: Array.from({ length: 4 }, () => ({ type: 'Heavy', data })) });
    const before = await commits();
    await Promise.all(Array.from({ length: 16 }, (_, n) => store.append(large(n))));
    // 32 MiB of them: 64 would fit by number, and go in several transactions by weight.
    expect((await commits()) - before).toBeGreaterThan(2);
  });

  it('to one stream follow each other in the order given', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        store.append(append('ordered', { events: [happened(n)] })),
      ),
    );
    const events = await store.readStream('ordered');
    expect(events.map(({ data }) => data)).toEqual(Array.from({ length: 10 }, (_, n) => ({ n })));
  });

  const commits = async (): Promise<number> => {
    const { rows } = await pool.query<{ xid: string }>(
      'select pg_snapshot_xmax(pg_current_snapshot())::text as xid',
    );
    return Number(rows[0]?.xid);
  };
});

describe('the committer', () => {
  it('rejects what it could not write when the database goes away, and writes again when it is back', async () => {
    const lonely = inUse.pool({ max: 1 });
    const other = new PgEventStore(lonely);
    await other.append(append('cut'));
    const cut = other.append(
      append('cut', { rows: [{ op: 'upsert', table: 'lease', key: ['id'], row: { id: 'x' } }] }),
    );
    await inUse.superuserPool().query(
      `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await cut.catch((error: unknown) => expect(error).toBeInstanceOf(Error));
    // The pool may still hold a connection of which it does not know yet that it is dead.
    await until(async () => (await other.append(append('cut'))).outcome === 'appended');
    await other.settled();
  });
});
