import { randomUUID } from 'node:crypto';
import { handle, type NewEvent } from '@ferrule/event-store';
import type { Command, Decider } from '@ferrule/kernel';
import { closedLoop, compare } from '../rounds.ts';
import { sampleEvent, sampleMeta } from '../sample.ts';
import { appendOne, CALLERS } from './append.ts';
import type { RowMaker } from './row-context.ts';

const counting: Decider<Command, NewEvent, number> = {
  initial: 0,
  decide: (_, count) => [sampleEvent(count)],
  evolve: (count) => count + 1,
};

export const handling: RowMaker = {
  name: 'handle',
  measure: async ({ startGround, quick }) => {
    const ground = await startGround();
    const [rounds, ms] = quick ? [1, 200] : [3, 2_000];
    const schema = await ground.store();
    const store = schema.open(schema.pool(CALLERS));
    const appending = appendOne(store);
    const streams = new Map<number, string>();
    const work = (caller: number, n: number): Promise<unknown> => {
      if (n % 10 === 0) streams.set(caller, `network-${randomUUID()}`);
      return handle(store, {
        stream: streams.get(caller) ?? '',
        decider: counting,
        command: { type: 'Count', data: {} },
        meta: sampleMeta(),
        once: { consumer: 'bench', message: randomUUID() },
      });
    };
    for (const one of [work, appending]) await closedLoop(CALLERS, ms / 4, one);
    const compared = await compare(rounds, {
      reference: () => closedLoop(CALLERS, ms, appending),
      ours: () => closedLoop(CALLERS, ms, work),
    });
    return [
      {
        name: 'load, decide, append',
        unit: 'commands/s',
        ...compared,
        against: 'our own append alone; ours reads the stream first and writes an inbox row too',
      },
    ];
  },
};
