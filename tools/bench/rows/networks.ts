import { BenchStack } from '../networks/bench-stack.ts';
import { throughput } from '../networks/throughput.ts';
import { crowd, singleNetwork } from '../networks/one-at-a-time.ts';
import type { RowMaker } from './row-context.ts';

const ROUTERS = 8;

export const networks: RowMaker = {
  name: 'networks',
  measure: async ({ quick, cleanup }) => {
    const stack = await BenchStack.start(quick ? 2 : ROUTERS, cleanup);
    const scene = { stack, buyer: await stack.buyer(), quick };
    const single = await singleNetwork(scene);
    const few = await crowd(scene);
    return [await throughput(scene), single, await few()];
  },
};
