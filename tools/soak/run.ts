import { setTimeout as pause } from 'node:timers/promises';
import { BenchStack } from '../bench/networks/bench-stack.ts';
import { Cleanup } from '../bench/cleanup.ts';
import { residentMiB, trendOf } from './memory.ts';
import type { SoakOptions } from './options.ts';
import { Orders } from './orders.ts';
import { verdictOf } from './verdict.ts';

const SAMPLES = 60;
/** A stack that is behind gets no more on top of what it has not done. */
const MOST_UNDER_WAY = 100;

/** Orders at their time, whatever became of those before, until the time is over. */
const keepUp = async (orders: Orders, rate: number, ms: number): Promise<number> => {
  const since = performance.now();
  const under = new Set<Promise<void>>();
  let left = 0;
  for (let n = 0; ; n += 1) {
    const due = since + (n * 1_000) / rate;
    if (due - since > ms) break;
    await pause(Math.max(0, due - performance.now()));
    if (under.size >= MOST_UNDER_WAY) {
      left += 1;
      continue;
    }
    const order = orders.one().finally(() => under.delete(order));
    under.add(order);
  }
  await Promise.all(under);
  return left;
};

export const soak = async ({ minutes, rate }: SoakOptions): Promise<number> => {
  const cleanup = new Cleanup();
  cleanup.onSignal();
  try {
    const stack = await BenchStack.start(2, (end) => cleanup.add(end));
    console.log(`${rate} orders a second for ${minutes} min`);
    const orders = new Orders(stack, await stack.buyer());
    const memory = new Map<string, number[]>();
    const every = (minutes * 60_000) / SAMPLES;
    const sampling = setInterval(() => {
      for (const { name, pid } of stack.processes)
        void residentMiB(pid).then((mib) => {
          if (mib !== undefined) memory.set(name, [...(memory.get(name) ?? []), mib]);
        });
    }, every);
    const left = await keepUp(orders, rate, minutes * 60_000);
    clearInterval(sampling);
    const trends = new Map([...memory].map(([name, seen]) => [name, trendOf(seen)]));
    const { lines, isGood } = verdictOf(orders.done, left, trends, minutes);
    console.log(lines.join('\n'));
    return isGood ? 0 : 1;
  } finally {
    await cleanup.run();
  }
};
