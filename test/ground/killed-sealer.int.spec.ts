import { append, COMMANDS, countOf, drained, order, useGround, verified } from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import { PgEventStore } from '@ferrule/event-store';
import { ensureTopology, EVENTS } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { consume } from './consumer.ts';
import { liveAndDie } from './doomed.ts';
import { held, turnedRound } from './stream.ts';

const ground = useGround();
const streams = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

describe('a sealer killed between the acknowledgement of the bus and its own note of it', () => {
  it('leaves every event on the bus once, in the order of its stream, for the next one to go on', async () => {
    const database = await ground.databases.create();
    const reader = await consume(ground, await ground.databases.create());
    const pool = database.pool();
    const store = new PgEventStore(pool);
    for (let n = 0; n < 700; n += 1) await append(store, streams[n % 7] ?? 'a', n);

    const fate = { database: database.url, nats: ground.nats.url, of: 'events' } as const;
    expect(await liveAndDie({ ...fate, after: 1 })).toBe('SIGKILL');
    expect(await countOf(pool, 'relay where published = 0')).toBe(1);
    const { connection, sealer } = await ground.start(database);
    const before = await held(connection, EVENTS.name);
    expect(before.length).toBeGreaterThan(0);
    await drained(pool);

    const messages = await held(connection, EVENTS.name);
    expect(messages.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 700 }, (_, i) => i + 1),
    );
    expect(turnedRound(messages)).toEqual([]);
    expect(await verified(pool)).toBe(700);
    await until(async () => (await reader.effects()).length === 700);
    expect(sealer.stuck).toBeUndefined();
  }, 40_000);

  it('repeats no effect when the bus takes the repeats for new', async () => {
    const database = await ground.databases.create();
    const events = { ...EVENTS, duplicateWindowMs: 100 };
    const pool = database.pool();
    const store = new PgEventStore(pool);
    for (let n = 0; n < 50; n += 1) await append(store, 'a', n);
    const spectator = await ground.connect();
    await ensureTopology(await spectator.manager(), { streams: [events] });
    const reader = await consume(ground, await ground.databases.create(), { stream: events });

    const fate = { database: database.url, nats: ground.nats.url, of: 'events' } as const;
    expect(await liveAndDie({ ...fate, after: 1 })).toBe('SIGKILL');
    await until(async () => (await reader.effects()).length === 50);
    await until(() => reader.deliveries() === 50);
    // The bus forgets an id only some time after its window is over.
    const published = performance.now();
    await until(() => performance.now() - published > 1_000);
    const { connection } = await ground.start(database, { events });
    await drained(pool);
    await until(() => reader.deliveries() === 100);
    expect((await held(connection, EVENTS.name)).length).toBe(100);
    expect((await reader.effects()).map(({ n }) => n).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    );
  }, 40_000);

  it('leaves commands on the bus once too, in the order of their stream', async () => {
    const database = await ground.databases.create();
    const pool = database.pool();
    const store = new PgEventStore(pool);
    for (let n = 0; n < 60; n += 1)
      await append(store, streams[n % 7] ?? 'a', n, { commands: [order(n)] });
    const spectator = await ground.connect();
    await ensureTopology(await spectator.manager(), { streams: [COMMANDS] });

    const fate = { database: database.url, nats: ground.nats.url, of: 'commands' } as const;
    expect(await liveAndDie({ ...fate, after: 1 })).toBe('SIGKILL');
    const waiting = await countOf(pool, 'command where published_at is null');
    expect(waiting).toBe(60);
    expect(await held(spectator, COMMANDS.name)).toHaveLength(60);
    await ground.start(database);
    await drained(pool);
    const messages = await held(spectator, COMMANDS.name);
    expect(messages).toHaveLength(60);
    expect(turnedRound(messages)).toEqual([]);
  }, 40_000);
});
