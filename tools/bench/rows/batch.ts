import { randomUUID } from 'node:crypto';
import { closedLoop, compare } from '../rounds.ts';
import { sampleEvent, sampleMeta } from '../sample.ts';
import { appendOne, CALLERS } from './append.ts';
import type { RowMaker } from './row-context.ts';

const BATCH = 100;

export const batch: RowMaker = {
  name: 'batch',
  measure: async ({ startGround, quick }) => {
    const ground = await startGround();
    const [rounds, ms] = quick ? [1, 200] : [5, 2_000];
    const schema = await ground.store();
    const store = schema.open(schema.pool(CALLERS));
    const single = appendOne(store);
    const hundred = async (): Promise<void> => {
      await store.append({
        stream: `network-${randomUUID()}`,
        expected: 'none',
        events: Array.from({ length: BATCH }, (_, n) => sampleEvent(n)),
        meta: sampleMeta(),
      });
    };
    for (const work of [single, hundred]) await closedLoop(CALLERS, ms / 4, work);
    const compared = await compare(rounds, {
      reference: () => closedLoop(CALLERS, ms, single),
      ours: async () => BATCH * (await closedLoop(CALLERS, ms, hundred)),
    });
    const alone = await compare(Math.ceil(rounds / 2), {
      reference: () => closedLoop(1, ms, single),
      ours: async () => BATCH * (await closedLoop(1, ms, hundred)),
    });
    return [
      {
        name: 'batches of 100',
        unit: 'events/s',
        ...compared,
        against: 'our own appends of one event, the same callers, which share their commits',
        required: { of: 'ratio', atLeast: 5 },
      },
      {
        name: 'batches of 100, one caller',
        unit: 'events/s',
        ...alone,
        against: 'our own appends of one event, each awaited before the next',
      },
    ];
  },
};
