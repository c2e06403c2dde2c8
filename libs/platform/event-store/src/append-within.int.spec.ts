import { describe, expect, it } from '@jest/globals';
import {
  type Append,
  HandledBefore,
  PgEventStore,
  WrongExpectedVersion,
} from '@ferrule/event-store';
import { useEventStore } from '@ferrule/testing';
import type pg from 'pg';

const inUse = useEventStore();
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
});
