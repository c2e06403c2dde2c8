import { BenchStack } from '../networks/bench-stack.ts';
import { crowd, singleNetwork } from '../networks/one-at-a-time.ts';
import type { Scene } from '../networks/scene.ts';
import { throughput } from '../networks/throughput.ts';
import type { Row } from '../report.ts';
import type { RowMaker } from './row-context.ts';

const ROUTERS = 8;

/** Each on a stack of its own, so that one can be measured again without the others. */
const onItsOwnStack = (name: string, measure: (scene: Scene) => Promise<Row>): RowMaker => ({
  name,
  measure: async ({ quick, cleanup }) => {
    const stack = await BenchStack.start(quick ? 2 : ROUTERS, cleanup);
    const row = await measure({ stack, buyer: await stack.buyer(), quick });
    await stack.stop();
    return [row];
  },
});

export const networks: readonly RowMaker[] = [
  onItsOwnStack('networks-rate', throughput),
  onItsOwnStack('networks-single', singleNetwork),
  onItsOwnStack('networks-crowd', crowd),
];
