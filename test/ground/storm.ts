import { append, COMMANDS, drained, type Ground, order, verified } from './ground.ts';
import { PgEventStore } from '@ferrule/event-store';
import { EVENTS } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { consume, type Consumer } from './consumer.ts';
import { openLine } from './cut-line.ts';
import { firstTimes, held } from './stream.ts';

export type Weather =
  | 'cut the sender'
  | 'cut the reader'
  | 'kill the broker'
  | 'wipe the broker'
  | 'kill the database'
  | 'change the leader';

export interface Storm {
  readonly seed: number;
  readonly appends: number;
  /** What may happen; the seed says when and in which order. */
  readonly weather: readonly Weather[];
}

export interface AfterTheStorm {
  /** The database's own order, by event stream and number. */
  readonly sealed: readonly string[];
  /** What the consumer did, in the order of the sender's sequence. */
  readonly seen: readonly string[];
  /** The sequences on the stream, repeats left out, in the stream's own order. */
  readonly onTheBus: readonly number[];
  readonly ordered: readonly number[];
  readonly carriedOut: readonly number[];
  /** How often lightning struck. */
  readonly struck: number;
}

/** A small generator with a seed, so that a storm that was lost can be had again. */
const dice = (seed: number) => {
  let state = seed;
  return (sides: number): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * sides);
  };
};

/** Appends to random streams while the weather is bad, and waits for everything to come to rest. */
export const weather = async (ground: Ground, storm: Storm): Promise<AfterTheStorm> => {
  const roll = dice(storm.seed);
  const lines = {
    sender: await openLine(ground.nats.url),
    reader: await openLine(ground.nats.url),
  };
  ground.atEnd(() => lines.sender.close());
  ground.atEnd(() => lines.reader.close());
  const database = await ground.databases.create();
  const readers = await ground.databases.create();
  const servers = lines.reader.url;
  const events = await consume(ground, readers, { servers });
  const doers = await ground.databases.create();
  const commands = await consume(ground, doers, { servers, stream: COMMANDS, filter: 'cmd.>' });
  const instances = [
    await ground.start(database, { servers: lines.sender.url }),
    await ground.start(database, { servers: lines.sender.url }),
  ];
  const pool = database.pool();
  const store = new PgEventStore(pool);

  const strike: Record<Weather, () => Promise<void> | void> = {
    'cut the sender': () => lines.sender.cut(),
    'cut the reader': () => lines.reader.cut(),
    'kill the broker': async () => {
      await ground.nats.server.kill();
      await ground.nats.server.restart();
    },
    'wipe the broker': () => ground.nats.server.wipeStore(),
    'kill the database': async () => {
      await ground.databases.server.kill();
      await ground.databases.server.restart();
    },
    'change the leader': async () => {
      await instances.find(({ sealer }) => sealer.leading)?.sealer.stop();
      instances.push(await ground.start(database, { servers: lines.sender.url }));
    },
  };
  let next = 0;
  let struck = 0;
  const writer = async () => {
    while (next < storm.appends) {
      const n = next++;
      const once = { consumer: 'caller', message: String(n) };
      const more = { once, ...(roll(3) === 0 && { commands: [order(n)] }) };
      await until(() => append(store, `s-${roll(6)}`, n, more), { timeout: 30_000 });
    }
  };
  const clouds = async () => {
    let due = 0;
    while (next < storm.appends) {
      due = Math.min(storm.appends, next + 20 + roll(80));
      await until(() => next >= due, { timeout: 30_000 });
      const which = storm.weather[roll(storm.weather.length)];
      if (which === undefined || next >= storm.appends) break;
      struck += 1;
      await strike[which]();
    }
  };
  await Promise.all([writer(), writer(), writer(), clouds()]);
  await drained(pool, 30_000);
  const orders = (
    await pool.query<{ n: number }>(`select (body::json->>'n')::int as n from command order by 1`)
  ).rows.map(({ n }) => n);
  await untilDone(
    events,
    Array.from({ length: storm.appends }, (_, n) => n),
    'events',
  );
  await untilDone(commands, orders, 'commands');

  await verified(pool);
  const spectator = await ground.connect();
  const sealed = await store.readSealed<{ type: 'Happened'; data: { n: number } }>(0, 100_000);
  return {
    sealed: sealed.map(({ stream, data }) => `${stream}: ${data.n}`),
    seen: [...(await events.effects())]
      .sort((a, b) => a.sequence - b.sequence)
      .map(({ stream, n }) => `${stream}: ${n}`),
    onTheBus: firstTimes(await held(spectator, EVENTS.name)).map(({ sequence }) => sequence),
    ordered: orders,
    carriedOut: (await commands.effects()).map(({ n }) => n).sort((a, b) => a - b),
    struck,
  };
};

/** Says what is missing when something is. */
const untilDone = async (
  consumer: Consumer,
  numbers: readonly number[],
  what: string,
): Promise<void> => {
  let missing = numbers;
  const complete = async (): Promise<boolean> => {
    const done = new Set((await consumer.effects()).map(({ n }) => n));
    missing = numbers.filter((n) => !done.has(n));
    return missing.length === 0;
  };
  await until(complete, { timeout: 30_000 }).catch((cause: unknown) => {
    const some = missing.slice(0, 20).join(', ');
    throw new Error(`${missing.length} ${what} have no effect: ${some}`, { cause });
  });
};
