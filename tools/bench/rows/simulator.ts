import { Pipeline } from '../router/pipeline.ts';
import { type FilledMenu, ROWS } from '../router/simulated.ts';
import { Simulation } from '../router/simulation.ts';
import { compare, median } from '../rounds.ts';
import type { Row } from '../report.ts';
import type { RowMaker } from './row-context.ts';

const LIST = '/ip/firewall/address-list';

const adds = (menu: FilledMenu, from: number, count: number): readonly (readonly string[])[] =>
  Array.from({ length: count }, (_, n) => [`${menu}/add`, ...ROWS[menu](from + n)]);

const adding = (quick: boolean): Promise<Row> =>
  Simulation.with(1, async ({ port }) => {
    const [rounds, many, few] = quick ? [1, 500, 100] : [5, 20_000, 2_000];
    const pipeline = await Pipeline.open(port);
    let added = 0;
    const rate = async (menu: FilledMenu, count: number): Promise<number> => {
      const { seconds } = await pipeline.all(adds(menu, added, count));
      added += count;
      return count / seconds;
    };
    await rate(LIST, many / 5);
    const compared = await compare(rounds, {
      ours: () => rate(LIST, many),
      reference: async () => {
        const start = performance.now();
        for (const words of adds(LIST, added, few)) await pipeline.all([words]);
        added += few;
        return few / ((performance.now() - start) / 1000);
      },
    });
    added = 0;
    const vlans = await rate('/interface/vlan', few);
    const { rows } = await pipeline.all([[`${LIST}/print`, '=.proplist=.id']]);
    pipeline.close();
    return {
      name: 'simulator: add',
      unit: 'adds/s',
      ...compared,
      against: 'the same, each sent when the one before is answered',
      required: { of: 'ours', atLeast: 20_000 },
      detail: { 'rows at the end': rows, 'of /interface/vlan': vlans },
    };
  });

/** A constant step that visits every row before it comes back, in no order that a cache would like. */
const STEP = 7_919;

const lookups = (quick: boolean): Promise<readonly Row[]> =>
  Simulation.with(2, async (simulation) => {
    const [rounds, many, few, count] = quick ? [1, 2_000, 200, 200] : [5, 100_000, 1_000, 10_000];
    const tables = await Promise.all(
      [many, few].map(async (rows, router) => {
        const ids = await simulation.fill('/ip/pool', rows, router);
        return { rows, ids, pipeline: await Pipeline.open(simulation.ports[router] ?? 0) };
      }),
    );
    const microseconds =
      (table: number, query: (n: number, ids: readonly string[]) => string) =>
      async (round: number): Promise<number> => {
        const { rows, ids, pipeline } = tables[table] ?? { rows: 0, ids: [], pipeline: undefined };
        if (pipeline === undefined) throw new Error('there is no such table');
        const commands = Array.from({ length: count }, (_, n) => [
          '/ip/pool/print',
          '=.proplist=name',
          query(((round * count + n) * STEP) % rows, ids),
        ]);
        const answer = await pipeline.all(commands);
        if (answer.rows !== count) throw new Error(`${answer.rows} rows for ${count} lookups`);
        return (answer.seconds * 1e6) / count;
      };
    const row = async (
      name: string,
      query: (n: number, ids: readonly string[]) => string,
    ): Promise<Row> => {
      const [ours, reference] = [microseconds(0, query), microseconds(1, query)];
      await ours(0);
      await reference(0);
      return {
        name,
        unit: 'µs each',
        ...(await compare(rounds, { ours, reference })),
        against: `the same in a menu of ${few.toLocaleString('en-US')} rows; ours has ${many.toLocaleString('en-US')}`,
        required: { of: 'ratio', below: 1.5 },
      };
    };
    const made = [
      await row('simulator: find by id', (n, ids) => `?.id=${ids[n] ?? ''}`),
      await row('simulator: find by name', (n) => `?name=pool-${n}`),
    ];
    for (const { pipeline } of tables) pipeline.close();
    return made;
  });

const fleet = async (quick: boolean): Promise<Row> => {
  const [routers, each] = quick ? [5, 5] : [200, 50];
  const one = await Simulation.with(1, (simulation) => simulation.memory());
  return Simulation.with(routers, async (simulation) => {
    const empty = await simulation.memory();
    const seconds: number[] = [];
    for (const [router, port] of simulation.ports.entries()) {
      await simulation.fill('/interface/vlan', each, router);
      await simulation.fill(LIST, each, router);
      const pipeline = await Pipeline.open(port);
      seconds.push((await pipeline.all([[`${LIST}/print`]])).seconds);
      pipeline.close();
    }
    const { rss, peak } = await simulation.memory();
    return {
      name: `simulator: ${routers} routers`,
      unit: 'MiB RSS',
      ours: rss,
      required: { of: 'ours', below: 400 },
      detail: {
        'VLANs each': each,
        'listed addresses each': each,
        peak,
        'without rows': empty.rss,
        'a process with one router': one.rss,
        'ms for a print': median(seconds) * 1000,
      },
    };
  });
};

export const simulator: RowMaker = {
  name: 'simulator',
  measure: async ({ quick }) => [
    await adding(quick),
    ...(await lookups(quick)),
    await fleet(quick),
  ],
};
