import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import { type Bus, Sealer } from '@ferrule/event-store';
import { EVENTS, JetStreamBus } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { percentile } from '../rounds.ts';
import { sampleEvent, sampleMeta } from '../sample.ts';
import { SUBJECT } from './drain.ts';
import { plainInserts } from './append.ts';
import type { RowMaker } from './row-context.ts';

const PER_SECOND = 200;
/** Of nobody: on the service's own subjects they would be events that its database does not know. */
const BARE_SUBJECT = 'evt.bare.network.allocated.v1';

/** At the times that the clock gives, however long the work takes: a slow answer delays no other. */
const openLoop = async (seconds: number, work: (n: number) => Promise<void>): Promise<void> => {
  const start = performance.now();
  const under: Promise<void>[] = [];
  for (let n = 0; n < seconds * PER_SECOND; n += 1) {
    const due = start + (n * 1000) / PER_SECOND;
    while (performance.now() < due) await sleep(Math.max(0, due - performance.now()));
    under.push(work(n));
  }
  await Promise.all(under);
};

/** When the bus acknowledged each event: as soon as the relay itself knows, never earlier. */
class TimedBus implements Bus {
  readonly acknowledged = new Map<string, number>();
  readonly inspect: Bus['inspect'];
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
    this.inspect = (subjects) => bus.inspect(subjects);
  }

  async publish(messages: Parameters<Bus['publish']>[0]) {
    const published = await this.#bus.publish(messages);
    const now = performance.now();
    for (const { envelope } of messages.slice(0, published.acknowledged))
      this.acknowledged.set(envelope.id, now);
    return published;
  }
}

const figures = (latencies: readonly number[]) => ({
  p50: percentile(latencies, 50),
  p99: percentile(latencies, 99),
  max: Math.max(...latencies),
});

export const latency: RowMaker = {
  name: 'latency',
  measure: async ({ startGround, quick }) => {
    const ground = await startGround();
    const [rounds, seconds] = quick ? [1, 1] : [3, 5];
    const schema = await ground.store();
    const bus = await ground.bus();
    await ground.emptyEvents(bus);
    const timed = new TimedBus(new JetStreamBus(bus, { streams: [EVENTS] }));
    const pool = schema.pool();
    const store = schema.open(pool);
    const sealer = new Sealer(pool, store, timed, {
      source: 'bench',
      subjects: 'evt.bench.>',
      subjectOf: () => SUBJECT,
    });
    sealer.start();
    await until(() => sealer.leading);

    const committed = new Map<string, { asked: number; answered: number }>();
    const append = async (n: number): Promise<void> => {
      const id = randomUUID();
      const asked = performance.now();
      await store.append({
        stream: `network-${randomUUID()}`,
        expected: 'none',
        events: [{ id, ...sampleEvent(n) }],
        meta: sampleMeta(),
      });
      committed.set(id, { asked, answered: performance.now() });
    };
    const plain = await plainInserts(schema);
    const js = jetstream(bus.nats, { timeout: 10_000 });
    const bare: number[] = [];
    const insertThenPublish = async (n: number): Promise<void> => {
      await plain(n % 32, n);
      const inserted = performance.now();
      await js.publish(BARE_SUBJECT, JSON.stringify(sampleEvent(n).data));
      bare.push(performance.now() - inserted);
    };
    await openLoop(1, append);
    await until(() => timed.acknowledged.size === committed.size);
    committed.clear();
    for (let round = 0; round < rounds; round += 1) {
      await openLoop(seconds, append);
      await openLoop(seconds / 2, insertThenPublish);
    }
    await until(() => [...committed.keys()].every((id) => timed.acknowledged.has(id)));
    await sealer.stop();

    const since = (from: 'asked' | 'answered') =>
      [...committed].map(([id, at]) => (timed.acknowledged.get(id) ?? NaN) - at[from]);
    const ours = figures(since('answered'));
    const whole = figures(since('asked'));
    const reference = figures(bare);
    return [
      {
        name: 'commit to JetStream ack',
        unit: 'ms, p99',
        ours: ours.p99,
        reference: reference.p99,
        ratio: ours.p99 / reference.p99,
        against: `a publish straight after an insert, no store (p50 ${reference.p50.toFixed(2)}, max ${reference.max.toFixed(1)})`,
        required: { of: 'ours', below: 25 },
        detail: {
          'at/s': PER_SECOND,
          p50: ours.p50,
          max: ours.max,
          'from the call to append p50': whole.p50,
          p99: whole.p99,
        },
      },
    ];
  },
};
