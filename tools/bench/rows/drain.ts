import { jetstream } from '@nats-io/jetstream';
import { Sealer } from '@ferrule/event-store';
import { type BusConnection, EVENTS, ensureTopology, JetStreamBus } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import type { BenchStore, Ground } from '../ground.ts';
import { compare } from '../rounds.ts';
import type { RowMaker } from './row-context.ts';

const IN_FLIGHT = 256;
export const SUBJECT = 'evt.bench.network.allocated.v1';

/** The bodies alone, published as fast as the client's own JetStream publish acknowledges them. */
const barePublish = async (bus: BusConnection, bodies: readonly string[]): Promise<void> => {
  const js = jetstream(bus.nats, { timeout: 10_000 });
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let n = next++; n < bodies.length; n = next++) await js.publish(SUBJECT, bodies[n] ?? '');
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
};

const bodiesOf = async (store: BenchStore): Promise<readonly string[]> => {
  const { rows } = await store
    .pool()
    .query<{ body: string }>('select body from event order by pos');
  return rows.map(({ body }) => body);
};

const freshStream = async (ground: Ground, bus: BusConnection): Promise<void> => {
  await ground.emptyEvents(bus);
  await ensureTopology(await bus.manager(), { streams: [EVENTS] });
};

/** Seconds from the start of a sealer to the cursor behind the last event. */
const drainOnce = async (ground: Ground, store: BenchStore, count: number): Promise<number> => {
  const bus = await ground.bus();
  await freshStream(ground, bus);
  const pool = store.pool();
  const sealer = new Sealer(pool, store.open(pool), new JetStreamBus(bus, { streams: [EVENTS] }), {
    source: 'bench',
    subjects: 'evt.bench.>',
    subjectOf: () => SUBJECT,
  });
  const start = performance.now();
  sealer.start();
  await until(
    async () => {
      const { rows } = await pool.query<{ done: boolean }>(
        'select published = $1 as done from relay',
        [count],
      );
      return rows[0]?.done === true;
    },
    { timeout: 120_000, every: 20, message: 'the backlog to be published' },
  );
  const seconds = (performance.now() - start) / 1000;
  await sealer.stop();
  return seconds;
};

export const drain: RowMaker = {
  name: 'drain',
  measure: async ({ startGround, quick }) => {
    const ground = await startGround();
    const [rounds, count] = quick ? [1, 2_000] : [3, 100_000];
    const compared = await compare(rounds, {
      reference: async () => {
        const store = await ground.store();
        await store.fill(count);
        const bodies = await bodiesOf(store);
        const bus = await ground.bus();
        await freshStream(ground, bus);
        const start = performance.now();
        await barePublish(bus, bodies);
        const rate = count / ((performance.now() - start) / 1000);
        await ground.settle();
        return rate;
      },
      ours: async () => {
        const store = await ground.store();
        await store.fill(count);
        const rate = count / (await drainOnce(ground, store, count));
        await ground.settle();
        return rate;
      },
    });
    return [
      {
        name: 'sealer backlog drain',
        unit: 'events/s',
        ...compared,
        against: `a bare JetStream publish loop of the same bodies, ${IN_FLIGHT.toString()} in flight`,
        required: { of: 'ratio', atLeast: 0.5 },
        detail: { events: count },
      },
    ];
  },
};
