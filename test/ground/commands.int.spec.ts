import { append, COMMANDS, countOf, drained, order, useGround } from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import { ensureTopology, EVENTS } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { held, turnedRound } from './stream.ts';

const ground = useGround(
  'create table thing (id integer primary key); grant select, insert on thing to store;',
);
const startWithCommands = async () => {
  const database = await ground.databases.create();
  const instance = await ground.start(database);
  await ensureTopology(await instance.connection.manager(), { streams: [COMMANDS] });
  return { ...instance, onTheBus: () => held(instance.connection, COMMANDS.name) };
};

describe('a command appended with events', () => {
  it('reaches the bus once, in the order of its stream, with forty writers', async () => {
    const { store, pool, onTheBus } = await startWithCommands();
    const writer = async (n: number) => {
      for (let i = 0; i < 10; i += 1)
        await append(store, `s-${n % 8}`, 0, {
          events: [],
          commands: [order(next++), order(next++)],
        });
    };
    let next = 0;
    await Promise.all(Array.from({ length: 40 }, (_, n) => writer(n)));
    await drained(pool);
    const messages = await onTheBus();
    expect(messages).toHaveLength(800);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(800);
    // Numbers were drawn in the order in which appends were made, and each stream keeps that order.
    expect(turnedRound(messages)).toEqual([]);
  }, 40_000);

  it('does not wait for its events to be sealed', async () => {
    const { store, database, pool, onTheBus, sealer } = await startWithCommands();
    await until(() => sealer.leading);
    const holder = await database.superuser().connect();
    await holder.query('begin; lock table sealed in share mode');
    try {
      await append(store, 'a', 1, { commands: [order(1)] });
      await until(async () => (await onTheBus()).length === 1);
      expect(await countOf(pool, 'sealed')).toBe(0);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    await drained(pool);
  }, 40_000);

  it('is not on the bus before its transaction is committed, and never when that is rolled back', async () => {
    const { store, database, pool, connection, onTheBus } = await startWithCommands();
    const holder = await database.superuser().connect();
    await holder.query('begin; insert into thing values (1), (2)');
    const rows = (id: number) => [{ op: 'insert' as const, table: 'thing', row: { id } }];
    const blocked = append(store, 'a', 1, { commands: [order(1)], rows: rows(1) });
    await until(async () => (await countOf(holder, 'pg_locks where not granted')) === 1);
    await append(store, 'b', 2, { commands: [order(2)] });
    await until(async () => (await onTheBus()).length === 1);
    expect(await onTheBus()).toMatchObject([{ n: 2 }]);
    await holder.query('rollback');
    await blocked;
    await until(async () => (await onTheBus()).length === 2);

    await expect(
      append(store, 'c', 3, { commands: [order(3)], rows: rows(1) }),
    ).rejects.toMatchObject({ constraint: 'thing_pkey' });
    await append(store, 'd', 4, { commands: [order(4)] });
    await until(async () => (await onTheBus()).length === 3);
    expect((await onTheBus()).map(({ n }) => n)).toEqual([2, 1, 4]);
    await drained(pool);
    expect((await held(connection, EVENTS.name)).map(({ n }) => n).sort()).toEqual([1, 2, 4]);
    holder.release();
  }, 40_000);
});
