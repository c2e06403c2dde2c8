import { beforeAll, describe, expect, it } from '@jest/globals';
import { handle, PgEventStore } from '@ferrule/event-store';
import type { Decider } from '@ferrule/kernel';
import { useEventStore } from '@ferrule/testing';

interface Add {
  readonly type: 'Add';
  readonly data: { readonly n: number };
}
interface Added {
  readonly type: 'Added';
  readonly data: { readonly n: number; readonly total: number };
}
const counter: Decider<Add, Added, number> = {
  initial: 0,
  decide: ({ data: { n } }, total) => [{ type: 'Added', data: { n, total: total + n } }],
  evolve: (_, event) => event.data.total,
};
const meta = { correlationId: 'job-1', actor: 'ada', tenant: 'acme' };

const inUse = useEventStore();
let store: PgEventStore;
beforeAll(() => {
  store = inUse.open();
});
const add = (stream: string, n: number, more: Partial<Parameters<typeof handle>[1]> = {}) =>
  handle(store, { stream, decider: counter, command: { type: 'Add', data: { n } }, meta, ...more });

describe('handling a command', () => {
  it('decides again when another writer was faster, so that nothing is lost', async () => {
    await Promise.all(Array.from({ length: 8 }, () => add('raced', 1)));
    expect(await store.load('raced', counter)).toEqual({ state: 8, version: 8 });
  });

  it('has one effect for five deliveries of one message', async () => {
    const once = { consumer: 'c', message: 'm-1' };
    const outcomes = [];
    for (let n = 0; n < 5; n += 1) outcomes.push((await add('five', 1, { once })).outcome);
    expect(outcomes).toEqual(['appended', 'duplicate', 'duplicate', 'duplicate', 'duplicate']);
    expect(await store.load('five', counter)).toEqual({ state: 1, version: 1 });
  });

  it('writes the effects of what was decided in the same transaction', async () => {
    const command = { type: 'Tell', subject: 'cmd.x.tell', data: {} };
    await add('told', 1, { effects: () => ({ commands: [command, command] }) });
    const { rows } = await inUse.ownerPool().query(`select 1 from command where stream = 'told'`);
    expect(rows).toHaveLength(2);
  });
});

describe('a long stream', () => {
  it('is read from its snapshot on, and from the start when the shape of the state changed', async () => {
    const snapshots = { every: 10, shape: 'v1' };
    for (let n = 0; n < 12; n += 1) await add('long', 1, { snapshots });
    const { rows } = await inUse
      .ownerPool()
      .query<{ version: number }>(`select version from snapshot where stream = 'long'`);
    expect(rows[0]?.version).toBeGreaterThanOrEqual(10);
    expect(await store.load('long', counter, snapshots)).toEqual({ state: 12, version: 12 });
    // What a snapshot says is believed: that shows that it is read at all.
    await inUse.ownerPool().query(`update snapshot set state = '1000' where stream = 'long'`);
    await add('long', 1, { snapshots });
    expect((await store.load('long', counter, { every: 10, shape: 'v1' })).state).toBe(13);
    const old = await store.load(
      'long',
      { ...counter, evolve: (total: number) => total + 1 },
      { every: 100, shape: 'v1' },
    );
    expect(old.state).toBeGreaterThan(1000);
    expect((await store.load('long', counter, { every: 100, shape: 'v2' })).state).toBe(13);
  });
});
