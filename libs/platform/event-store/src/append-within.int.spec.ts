import { describe, expect, it } from '@jest/globals';
import {
  type Append,
  HandledBefore,
  PgEventStore,
  WrongExpectedVersion,
} from '@ferrule/event-store';
import { useEventStore } from '@ferrule/testing';
import type pg from 'pg';

const inUse = useEventStore(`
  create table lease (id text primary key, address int4range not null, note text,
    constraint lease_no_overlap exclude using gist (address with &&));
  grant select, insert, update, delete on lease to store;`);
const meta = { correlationId: 'c', actor: 'ada', tenant: 'acme' };
const append = (stream: string, more: Partial<Append> = {}): Append => ({
  stream,
  expected: 'none',
  events: [{ type: 'Happened', data: { stream } }],
  meta,
  ...more,
});

const within = async (
  store: PgEventStore,
  work: (client: pg.PoolClient) => Promise<void>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<void> => {
  const client = await inUse.pool().connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query(end);
    store.committed();
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};
const versions = async (store: PgEventStore, ...streams: string[]) =>
  (await store.readStreams(streams)).map(({ stream, version }) => `${stream} ${version}`);

const table = 'lease';
const key = ['id'];
const leases = async () => {
  const { rows } = await inUse
    .pool()
    .query<{ id: string }>('select id, address, note from lease order by id');
  return rows;
};

describe('appending within a transaction of the caller', () => {
  it('is seen when the transaction commits, and tells who listens', async () => {
    const store = inUse.open();
    let told = 0;
    const end = store.onCommit(() => (told += 1));
    await within(store, (client) => store.appendWithin(client, [append('b'), append('a')]));
    end();
    expect(await versions(store, 'b', 'a')).toEqual(['a 1', 'b 1']);
    expect(told).toBe(1);
  });

  it('leaves nothing when it rolls back', async () => {
    const store = inUse.open();
    await within(store, (client) => store.appendWithin(client, [append('gone')]), 'rollback');
    expect(await versions(store, 'gone')).toEqual([]);
  });

  it('is all or nothing: a conflict and a repeat are thrown', async () => {
    const store = inUse.open();
    const once = { consumer: 'spec', message: 'm' };
    await within(store, (client) => store.appendWithin(client, [append('first', { once })]));
    await expect(
      within(store, (client) => store.appendWithin(client, [append('other'), append('first')])),
    ).rejects.toBeInstanceOf(WrongExpectedVersion);
    await expect(
      within(store, (client) =>
        store.appendWithin(client, [append('other'), append('x', { once })]),
      ),
    ).rejects.toBeInstanceOf(HandledBefore);
    expect(await versions(store, 'first', 'other', 'x')).toEqual(['first 1']);
  });

  it('changes the rows of each append in their order, and those of a refused one not at all', async () => {
    const store = inUse.open();
    const moving = (stream: string, from: string, to: string) =>
      append(stream, {
        rows: [
          { op: 'insert', table, row: { id: stream, address: from } },
          { op: 'upsert', table, key, row: { id: stream, address: to, note: "it's" } },
          { op: 'insert', table, row: { id: `${stream}-2`, address: from } },
          { op: 'delete', table, key, row: { id: `${stream}-2` } },
          { op: 'update', table, key, row: { id: stream, note: '"moved"' } },
        ],
      });
    await within(store, (client) =>
      store.appendWithin(client, [
        moving('m-1', '[1,2)', '[3,4)'),
        append('plain'),
        moving('m-2', '[5,6)', '[7,8)'),
      ]),
    );
    const expected = [
      { id: 'm-1', address: '[3,4)', note: '"moved"' },
      { id: 'm-2', address: '[7,8)', note: '"moved"' },
    ];
    expect(await leases()).toEqual(expected);
    const rows = [{ op: 'insert' as const, table, row: { id: 'no', address: '[9,10)' } }];
    await expect(
      within(store, (client) => store.appendWithin(client, [append('plain', { rows })])),
    ).rejects.toBeInstanceOf(WrongExpectedVersion);
    expect(await leases()).toEqual(expected);
    const taken = [{ op: 'insert' as const, table, row: { id: 'no', address: '[7,8)' } }];
    await expect(
      within(store, (client) => store.appendWithin(client, [append('late', { rows: taken })])),
    ).rejects.toMatchObject({ code: '23P01', constraint: 'lease_no_overlap' });
    expect(await versions(store, 'late')).toEqual([]);
  });
});
