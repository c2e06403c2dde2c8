import {
  append,
  COMMANDS,
  countOf,
  drained,
  order,
  SERVICE,
  useGround,
  verified,
} from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import { PgEventStore } from '@ferrule/event-store';
import { ensureTopology, EVENTS } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import type { Database } from './database.ts';
import { held } from './stream.ts';

const ground = useGround();

/** Five events, a backup, five more events; all of them are on the bus. The backup is handed back. */
const publishedPastItsBackup = async (): Promise<Database> => {
  const database = await ground.databases.create();
  const early = await ground.start(database);
  for (const n of [1, 2, 3, 4, 5]) await append(early.store, 'a', n);
  await drained(early.pool);
  await early.sealer.stop();
  await database.close();
  const backup = await ground.databases.create(database);

  const late = await ground.start(database);
  for (const n of [6, 7, 8, 9, 10]) await append(late.store, 'a', n);
  await drained(late.pool);
  await late.sealer.stop();
  return backup;
};

describe('a bus that is ahead of a restored database', () => {
  it('stops the sealer, which names the event and what to do, until its subjects are purged', async () => {
    const restored = await publishedPastItsBackup();
    const { sealer, store, pool, connection, said } = await ground.start(restored);
    const manager = await connection.manager();
    await ensureTopology(manager, { streams: [COMMANDS] });
    const [newest] = (await held(connection, EVENTS.name)).slice(-1);
    await until(() => sealer.stuck);
    expect(sealer.stuck).toMatch(`the bus holds event 10 of store (${newest?.id ?? '?'})`);
    expect(sealer.stuck).toMatch('which the database does not know');
    expect(sealer.stuck).toMatch('restores a newer backup, or purges evt.store.>');
    expect(sealer.gauges().busAhead).toBe(true);

    await append(store, 'b', 6, { commands: [order(6)] });
    const looks = said.length;
    let compared = 0;
    await until(() => (compared += 1) > 30); // more than two comparisons of 250 ms
    expect(said).toHaveLength(looks); // said once, not at every look
    expect(await countOf(pool, 'sealed')).toBe(5);
    expect(await held(connection, EVENTS.name)).toHaveLength(10);
    expect(await held(connection, COMMANDS.name)).toHaveLength(0);

    await manager.streams.purge(EVENTS.name, { filter: SERVICE.subjects });
    await until(() => sealer.stuck === undefined);
    await drained(pool);
    const messages = await held(connection, EVENTS.name);
    expect(messages.at(-1)).toMatchObject({ sequence: 6, n: 6 });
    expect(await held(connection, COMMANDS.name)).toHaveLength(1);
    expect(await verified(pool)).toBe(6);
    expect(sealer.gauges().busAhead).toBe(false);
  }, 40_000);

  it('stops it also when other events carry the same numbers by now', async () => {
    const restored = await publishedPastItsBackup();
    // Sealed while the bus was away: the same numbers, and more of them.
    const away = await ground.start(restored, {
      between: () => ({
        publish: () => Promise.reject(new Error('the bus is away')),
        inspect: () => Promise.reject(new Error('the bus is away')),
      }),
    });
    for (let n = 6; n <= 20; n += 1) await append(away.store, 'b', n);
    await until(async () => (await countOf(away.pool, 'sealed')) === 20);
    await away.sealer.stop();

    const { sealer, pool, connection } = await ground.start(restored);
    await until(() => sealer.stuck);
    expect(sealer.stuck).toMatch('which the database knows as another one');
    expect(await held(connection, EVENTS.name)).toHaveLength(10);
    await append(away.store, 'b', 21);
    const manager = await connection.manager();
    await manager.streams.purge(EVENTS.name, { filter: SERVICE.subjects });
    await drained(pool);
    expect(await countOf(pool, 'sealed')).toBe(21);
    const sequences = (await held(connection, EVENTS.name)).map(({ sequence }) => sequence);
    expect(sequences.slice(-16)).toEqual(Array.from({ length: 16 }, (_, i) => i + 6));
    expect(await verified(pool)).toBe(21);
  }, 40_000);

  it('is recognised before the first event is sealed', async () => {
    const restored = await publishedPastItsBackup();
    const early = new PgEventStore(restored.pool());
    for (const n of [6, 7, 8]) await append(early, 'b', n);
    const { sealer, pool } = await ground.start(restored);
    await until(() => sealer.stuck);
    expect(await countOf(pool, 'sealed')).toBe(5);
  }, 40_000);
});
