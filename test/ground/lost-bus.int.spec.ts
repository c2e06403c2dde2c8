import {
  append,
  COMMANDS,
  countOf,
  drained,
  measured,
  order,
  useGround,
  verified,
} from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import { ensureTopology, EVENTS } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { consume } from './consumer.ts';
import { flow } from './flow.ts';
import { held } from './stream.ts';

const ground = useGround();
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const rewinds = () => measured('ferrule_bus_rewinds_total');

describe('a bus that lost its store', () => {
  it('while events flow has every effect happen once all the same, which a counter shows', async () => {
    const database = await ground.databases.create();
    const reader = await consume(ground, await ground.databases.create());
    const { pool, store, said } = await ground.start(database);
    const rewindsBefore = await rewinds();
    const appends = flow((n) => append(store, `s-${n % 5}`, n));
    await until(async () => (await reader.effects()).length > 100);
    await ground.nats.server.wipeStore();
    const wiped = appends.begun;
    await until(() => appends.begun > wiped + 100);
    const n = await appends.end();
    await drained(pool);

    await until(async () => (await reader.effects()).length >= n);
    const effects = await reader.effects();
    expect(effects.map((effect) => effect.n).sort((a, b) => a - b)).toEqual(numbers(n));
    expect(reader.deliveries()).toBeGreaterThan(n); // repeats came, and had no effect
    expect((await rewinds()) - rewindsBefore).toBe(1);
    expect(said).toContainEqual(expect.stringMatching(/^the bus lost what it held: events 1 to/));
    expect(await verified(pool)).toBe(n);
  }, 60_000);

  it('is sent the commands again that have no answer, and none of the others', async () => {
    const database = await ground.databases.create();
    const spectator = await ground.connect();
    const { pool, store } = await ground.start(database);
    const ids = numbers(6).map(() => crypto.randomUUID());
    for (const [n, id] of ids.entries())
      await append(store, `job-${n}`, n, { commands: [{ ...order(n), id }] });
    await drained(pool);
    expect(await held(spectator, COMMANDS.name)).toHaveLength(6);
    const [, answered, , other] = ids;
    for (const answers of [answered, other])
      if (answers !== undefined) await append(store, 'answers', 0, { answers });

    await ground.nats.server.wipeStore();
    // Its receiver, who would make the stream, is not even there.
    await until(async () => (await held(spectator, COMMANDS.name)).length >= 4);
    await drained(pool);
    expect((await held(spectator, COMMANDS.name)).map((message) => message.id)).toEqual(
      ids.filter((id) => id !== answered && id !== other),
    );
  }, 40_000);

  it('is filled again although others have filled it meanwhile', async () => {
    const database = await ground.databases.create();
    const { pool, store, sealer, connection } = await ground.start(database);
    for (const n of numbers(20)) await append(store, 'a', n);
    await drained(pool);
    await sealer.stop();
    const manager = await connection.manager();
    await manager.streams.delete(EVENTS.name);
    await ensureTopology(manager, { streams: [EVENTS] });
    for (const n of numbers(50))
      await connection.jetstream.publish('evt.other.thing.v1', String(n));

    const next = await ground.start(database);
    await until(async () => (await manager.streams.info(EVENTS.name)).state.messages === 70);
    expect(next.said).toContainEqual(expect.stringContaining('events 1 to 20 of store'));
  }, 40_000);
});

describe('a quiet service whose messages have expired', () => {
  it('publishes nothing again, whoever compares and however often', async () => {
    const events = { ...EVENTS, maxAgeMs: 1_000, duplicateWindowMs: 500 };
    const database = await ground.databases.create();
    const first = await ground.start(database, { events });
    for (const n of numbers(30)) await append(first.store, 'a', n);
    await drained(first.pool);
    const manager = await first.connection.manager();
    const state = async () => (await manager.streams.info(EVENTS.name)).state;
    await until(async () => (await state()).messages === 0, { timeout: 15_000 });
    const { last_seq } = await state();
    const rewindsBefore = await rewinds();

    await first.sealer.stop();
    let compared = 0;
    const second = await ground.start(database, {
      events,
      compareMs: 20,
      between: (bus) => ({
        publish: (messages) => bus.publish(messages),
        inspect: (subjects) => {
          compared += 1;
          return bus.inspect(subjects);
        },
      }),
    });
    await until(() => compared > 5);
    await append(second.store, 'a', 30);
    await drained(second.pool);
    expect((await state()).last_seq).toBe(last_seq + 1);
    expect((await rewinds()) - rewindsBefore).toBe(0);
    expect(second.said).toEqual([]);
    expect(await countOf(second.pool, 'sealed')).toBe(31);
  }, 40_000);
});
