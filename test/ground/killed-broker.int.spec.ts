import {
  append,
  COMMANDS,
  drained,
  type Instance,
  measured,
  order,
  SERVICE,
  useGround,
} from './ground.ts';
import { describe, expect, it } from '@jest/globals';
import { PgEventStore } from '@ferrule/event-store';
import { ensureTopology, EVENTS } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { consume } from './consumer.ts';
import { openLine } from './cut-line.ts';
import { flow } from './flow.ts';
import { type OwnBroker, startOwnBroker } from './own-broker.ts';
import { held, turnedRound } from './stream.ts';

const ground = useGround();
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, n) => n + from);
const ascending = (a: number, b: number) => a - b;
const rewinds = () => measured('ferrule_bus_rewinds_total');

describe('a broker killed while events and commands flow', () => {
  it('and started again loses none of them, and each has one effect', async () => {
    const sender = await ground.databases.create();
    const events = await consume(ground, await ground.databases.create());
    const commands = await consume(ground, await ground.databases.create(), {
      stream: COMMANDS,
      filter: 'cmd.other.>',
    });
    const { pool, store, connection } = await ground.start(sender);
    const appends = flow((n) => append(store, `s-${n % 5}`, n, { commands: [order(n)] }));
    for (const kill of [1, 2]) {
      await until(() => appends.begun > kill * 100);
      await ground.nats.server.kill();
      const killed = appends.begun;
      await until(() => appends.begun > killed + 20); // nobody who appends notices
      await ground.nats.server.restart();
    }
    const n = await appends.end();
    await drained(pool);
    for (const reader of [events, commands]) {
      await until(async () => (await reader.effects()).length >= n);
      expect((await reader.effects()).map((effect) => effect.n).sort(ascending)).toEqual(
        numbers(n),
      );
    }
    const messages = await held(connection, EVENTS.name);
    expect(messages.map(({ sequence }) => sequence)).toEqual(numbers(n, 1));
    expect(turnedRound(messages)).toEqual([]);
  }, 60_000);
});

describe('a broker whose line is cut', () => {
  it('in the middle of a page is given the rest of the page, in order', async () => {
    const line = await openLine(ground.nats.url);
    ground.atEnd(() => line.close());
    const database = await ground.databases.create();
    const store = new PgEventStore(database.pool());
    const padding = 'x'.repeat(1_000);
    const event = (n: number) => ({ type: 'Happened', data: { n, padding } });
    await append(store, 'a', 0, { events: numbers(1_000).map(event) });
    line.cutAfter(600_000); // more than the sealer has in flight at once, and less than a page
    const { pool, connection, said } = await ground.start(database, { servers: line.url });
    await drained(pool);
    expect(said.length).toBeGreaterThan(0);
    expect((await held(connection, EVENTS.name)).map(({ n }) => n)).toEqual(numbers(1_000));
  }, 40_000);
});

describe('a broker that comes back without the last that it acknowledged', () => {
  const twentyOfWhichTenAreLost = async (
    compareMs: number,
  ): Promise<{ broker: OwnBroker; sender: Instance }> => {
    const broker = await startOwnBroker(ground.atEnd);
    const sender = await ground.start(await ground.databases.create(), {
      servers: broker.url,
      compareMs,
    });
    for (const n of numbers(10)) await append(sender.store, 'a', n);
    await drained(sender.pool);
    await broker.remember();
    for (const n of numbers(10, 10)) await append(sender.store, 'a', n);
    await drained(sender.pool, 20_000);
    expect(await held(sender.connection, EVENTS.name)).toHaveLength(20);
    return { broker, sender };
  };
  const sequences = async ({ connection }: Instance) =>
    (await held(connection, EVENTS.name)).map(({ sequence }) => sequence);

  it('is given the tail again, and nothing of what it still holds', async () => {
    const { broker, sender } = await twentyOfWhichTenAreLost(250);
    const before = await rewinds();
    await broker.crashBack();
    await until(async () => (await sequences(sender)).length >= 20);
    await drained(sender.pool);
    expect(await sequences(sender)).toEqual(numbers(20, 1));
    expect(sender.said).toContainEqual(expect.stringContaining('events 11 to 20 of store'));
    expect((await rewinds()) - before).toBe(1);
  }, 60_000);

  it('is given the tail also when what was published next took its place', async () => {
    const { broker, sender } = await twentyOfWhichTenAreLost(60_000);
    await broker.crashBack();
    await until(() => sender.connection.connected);
    await append(sender.store, 'a', 20);
    await until(async () => new Set(await sequences(sender)).size === 21);
    expect([...new Set(await sequences(sender))].sort(ascending)).toEqual(numbers(21, 1));
  }, 60_000);

  it('is given the tail also when others have filled the stream meanwhile', async () => {
    const { broker, sender } = await twentyOfWhichTenAreLost(250);
    await sender.sealer.stop();
    await broker.crashBack();
    await until(() => sender.connection.connected);
    for (const n of numbers(30))
      await sender.connection.jetstream.publish('evt.other.thing.v1', String(n));
    const manager = await sender.connection.manager();
    const ours = async () =>
      (await manager.streams.info(EVENTS.name, { subjects_filter: SERVICE.subjects })).state
        .subjects?.['evt.store.happened.v1'];
    expect(await ours()).toBe(10);
    const next = await ground.start(sender.database, { servers: broker.url });
    await until(async () => (await ours()) === 20);
    expect(next.said).toContainEqual(expect.stringContaining('events 11 to 20 of store'));
  }, 60_000);

  it('is given the commands again that it had taken last, though no event is missing', async () => {
    const broker = await startOwnBroker(ground.atEnd);
    const { store, pool, connection } = await ground.start(await ground.databases.create(), {
      servers: broker.url,
    });
    const manager = await connection.manager();
    await ensureTopology(manager, { streams: [COMMANDS] });
    await append(store, 'a', 0);
    await drained(pool);
    await broker.remember();
    await until(() => connection.connected);
    for (const n of numbers(5)) await append(store, 'a', n, { events: [], commands: [order(n)] });
    await drained(pool);
    expect(await held(connection, COMMANDS.name)).toHaveLength(5);
    await broker.crashBack();
    await until(async () => (await held(connection, COMMANDS.name)).length === 5);
    expect(await held(connection, EVENTS.name)).toHaveLength(1);
  }, 60_000);
});
