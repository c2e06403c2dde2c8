import type { Row } from '../report.ts';
import { closedLoop, compare, percentile } from '../rounds.ts';
import { Dbos } from './dbos.ts';
import { busiest, processorSeconds } from './processor-time.ts';
import type { Scene } from './scene.ts';

const AT_ONCE = 128;
const DBOS_AT_ONCE = 32;

/** Networks a second, by turns with empty workflows of dbos-sdk on the same Postgres. */
export const throughput = async ({ stack, buyer, quick }: Scene): Promise<Row> => {
  const [rounds, ms] = quick ? [1, 1_500] : [4, 8_000];
  const dbos = await Dbos.start(stack.postgresUrl);
  const { datacenters, processes } = stack;
  const buy = (caller: number) => buyer.buy(datacenters[caller % datacenters.length] ?? '');
  const took: number[] = [];
  const load: string[] = [];
  try {
    // What a process does for the first time it does slowly.
    await closedLoop(AT_ONCE, ms / 2, buy);
    await dbos.workflows(DBOS_AT_ONCE, ms / 2);
    const compared = await compare(rounds, {
      reference: () => dbos.workflows(DBOS_AT_ONCE, ms),
      ours: async () => {
        const [before, since] = [await processorSeconds(processes), performance.now()];
        const perSecond = await closedLoop(AT_ONCE, ms, async (caller) => {
          took.push((await buy(caller)).ms);
        });
        const seconds = (performance.now() - since) / 1_000;
        load.push(busiest(before, await processorSeconds(processes), seconds));
        return perSecond;
      },
    });
    return {
      name: 'networks: end to end',
      unit: 'per s',
      ...compared,
      against: `@dbos-inc/dbos-sdk 5.3.0, empty workflows of six steps, ${DBOS_AT_ONCE} at a time`,
      required: { of: 'ratio', atLeast: 1.5 },
      detail: {
        'at a time': AT_ONCE,
        routers: datacenters.length,
        'p50 ms': percentile(took, 50),
        'p99 ms': percentile(took, 99),
        'bound by': load.at(-1) ?? '',
      },
    };
  } finally {
    await dbos.end();
  }
};
