import type { Row } from '../report.ts';
import { closedLoop, median, percentile } from '../rounds.ts';
import { grown, processorSeconds } from './processor-time.ts';
import type { Scene } from './scene.ts';

const LATENCY_MS = 20;

/** Of each stage: what is there is read, what should be is written, and what is there now is read. */
const ROUND_TRIPS_OF_A_STAGE = 3;
const ROUND_TRIPS_OF_A_PLAN = 1;

const oneByOne = async ({ stack, buyer }: Scene, count: number): Promise<readonly number[]> => {
  const took: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const datacenter = stack.datacenters[n % stack.datacenters.length] ?? '';
    took.push((await buyer.buy(datacenter)).ms);
  }
  return took;
};

/** What a customer waits for on a quiet day, beside what nobody can spare it: the way to the router. */
export const singleNetwork = async (scene: Scene): Promise<Row> => {
  const { stack, quick } = scene;
  // What is done for the first time is done slowly.
  await oneByOne(scene, quick ? 4 : 40);
  await stack.slowRouters(LATENCY_MS);
  const took = await oneByOne(scene, quick ? 4 : 100);
  await stack.slowRouters(0);
  const stages = await stack.stagesOfANetwork();
  const roundTrips = ROUND_TRIPS_OF_A_PLAN + ROUND_TRIPS_OF_A_STAGE * stages;
  const unavoidable = roundTrips * LATENCY_MS;
  return {
    name: `networks: one at ${LATENCY_MS} ms`,
    unit: 'ms, p50',
    ours: median(took),
    reference: unavoidable,
    ratio: median(took) / unavoidable,
    against: `${roundTrips} round trips that wait for each other: a plan, and ${stages} stages`,
    required: { of: 'ratio', below: 1.5 },
    detail: { 'p99 ms': percentile(took, 99), 'p99 to it': percentile(took, 99) / unavoidable },
  };
};

/** What a network costs when few are there, and when many are. */
export const crowd = async (scene: Scene): Promise<Row> => {
  const { stack, buyer, quick } = scene;
  const [few, many, sample] = quick ? [20, 60, 20] : [100, 10_000, 400];
  const buy = (caller: number) =>
    buyer.buy(stack.datacenters[caller % stack.datacenters.length] ?? '');
  const fillTo = async (wanted: number): Promise<void> => {
    let missing = wanted - (await stack.networks());
    await Promise.all(
      Array.from({ length: 128 }, async (_, caller) => {
        while ((missing -= 1) >= 0) await buy(caller);
      }),
    );
  };
  /** Milliseconds of the machine for each, so many side by side that nobody waits for one alone. */
  const cost = async (): Promise<Cost> => {
    let left = sample;
    const before = await processorSeconds(stack.processes);
    const since = performance.now();
    await Promise.all(
      Array.from({ length: 32 }, async (_, caller) => {
        while ((left -= 1) >= 0) await buy(caller);
      }),
    );
    const ms = (performance.now() - since) / sample;
    const after = await processorSeconds(stack.processes);
    const spent = [...after].map(
      ([name, seconds]) => [name, ((seconds - (before.get(name) ?? 0)) * 1_000) / sample] as const,
    );
    return { ms, processorMs: new Map(spent) };
  };
  // What is done for the first time is done slowly; what this leaves behind is taken down again.
  await closedLoop(32, quick ? 500 : 10_000, async (caller) => {
    const { networkId } = await buy(caller);
    await buyer.giveBack(networkId);
  });
  await fillTo(few);
  const early = await cost();
  await fillTo(many);
  const late = await cost();
  return {
    name: `networks: cost among ${many.toLocaleString('en-US')}`,
    unit: 'ms each',
    ours: late.ms,
    reference: early.ms,
    ratio: late.ms / early.ms,
    against: `the same among ${few}, on the same stack`,
    required: { of: 'ratio', below: 1.2 },
    detail: { 'processor time': grown(early.processorMs, late.processorMs) },
  };
};

interface Cost {
  readonly ms: number;
  /** By process, for each network. */
  readonly processorMs: ReadonlyMap<string, number>;
}
