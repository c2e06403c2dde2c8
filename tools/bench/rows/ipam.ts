import { setTimeout as sleep } from 'node:timers/promises';
import { cidrOf, cidrsBetween, formatCidr, lastOf } from '@ferrule/ipam-domain';
import { closedLoop, compare, median, percentile } from '../rounds.ts';
import type { Row } from '../report.ts';
import { type Command, commandsOf, pool } from './ipam-commands.ts';
import { type IpamOnGround, openIpam } from './ipam-instance.ts';
import { plainLoop } from './ipam-reference.ts';
import type { RowMaker } from './row-context.ts';

const POOLS = 64;
const CALLERS = 64;
/** As many messages as one instance works on at once. */
const IN_FLIGHT = 256;

type Run = (command: Command) => Promise<void>;

const network = (n: number, datacenter: string): Command => ({
  type: 'AllocateNetwork',
  data: {
    networkId: `net-${n.toString()}`,
    clientId: 'bench',
    type: 'production',
    datacenter,
    size: '/28',
    enableDHCP: true,
  },
});
const prefix = (n: number, spaceId: string): Command => ({
  type: 'AllocatePrefix',
  data: { prefixId: `p-${n.toString()}`, spaceId, kind: 'prefix', size: '/28' },
});

const allocating = async (ipam: IpamOnGround, run: Run, quick: boolean): Promise<Row[]> => {
  const [rounds, ms] = quick ? [1, 300] : [5, 2_000];
  for (let n = 0; n < POOLS; n += 1) {
    const id = `b${n.toString()}`;
    const group = { vlanGroupId: id, datacenter: id, serviceVlan: null, first: 2, last: 4094 };
    await run({ type: 'CreateVlanGroup', data: group });
    await run(pool(id, `10.${(n * 4).toString()}.0.0/14`, { vlanGroupId: id }));
  }
  await run(pool('hot', '12.0.0.0/8'));
  // As the server does by itself within a minute.
  await ipam.asOwner('analyze vlan; analyze space');
  const plain = await plainLoop(ipam, CALLERS);
  let made = 0;
  const many = () =>
    closedLoop(IN_FLIGHT, ms, (caller) =>
      run(network((made += 1), `b${(caller % POOLS).toString()}`)),
    );
  const hot = () => closedLoop(IN_FLIGHT, ms, () => run(prefix((made += 1), 'hot')));
  for (const work of [many, hot]) await work();
  const overPools = await compare(rounds, {
    ours: many,
    reference: () => closedLoop(CALLERS, ms, (caller) => plain.allocate(caller, caller % POOLS)),
  });
  const onOne = await compare(rounds, {
    ours: hot,
    // More callers would only queue for the row lock, and cost each other time.
    reference: () => closedLoop(8, ms, (caller) => plain.allocate(caller, POOLS)),
  });
  await plain.close();
  const required = { of: 'ratio', atLeast: 0.7 } as const;
  const unit = 'allocations/s';
  return [
    {
      name: 'ipam: 64 pools',
      unit,
      ...overPools,
      against: 'one SQL call and commit each under the same constraints, 64 connections',
      required,
    },
    {
      name: 'ipam: one hot pool',
      unit,
      ...onOne,
      against: 'the same, 8 connections on one pool, which queue for its row',
      required,
    },
  ];
};

/** Every other /28 of the beginning of a pool is held: as many free blocks as there are prefixes. */
const fill = (ipam: IpamOnGround, spaceId: string, root: string, count: number): Promise<void> => {
  const pool28 = cidrOf(root);
  const tail = cidrsBetween(4, pool28.base + BigInt(count) * 32n, lastOf(pool28));
  const from = `from space s cross join generate_series(0, ${(count - 1).toString()}) n where s.id = '${spaceId}'`;
  return ipam.asOwner(`
    insert into held (id, space, prefix, kind, stream, tenant)
      select format('%s-%s', s.id, n), s.no, set_masklen(host(s.prefix)::inet + n * 32, 28)::cidr,
        'prefix', format('prefix-%s-%s', s.id, n), 'bench' ${from};
    delete from free_block f using space s where s.no = f.space and s.id = '${spaceId}';
    insert into free_block (space, length, block)
      select s.no, 28, set_masklen(host(s.prefix)::inet + n * 32 + 16, 28)::cidr ${from};
    insert into free_block (space, length, block)
      select s.no, masklen(b), b from space s
      cross join unnest('{${tail.map(formatCidr).join(',')}}'::cidr[]) b where s.id = '${spaceId}';
    truncate search_due; analyze held; analyze free_block;`);
};

const growth = async (ipam: IpamOnGround, run: Run, quick: boolean): Promise<Row> => {
  const [rounds, ms] = quick ? [1, 300] : [3, 2_000];
  const sizes = quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];
  let made = 0;
  const rates: number[] = [];
  for (const [n, size] of sizes.entries()) {
    const id = `grown-${n.toString()}`;
    const root = `${(32 + n * 2).toString()}.0.0.0/7`;
    await run(pool(id, root));
    await fill(ipam, id, root, size);
    // Given back at once, so that the pool stays as full as it is.
    const rate = () =>
      closedLoop(16, ms, async () => {
        made += 1;
        const one = made + 50_000_000;
        await run(prefix(one, id));
        const prefixId = `p-${one.toString()}`;
        await run({ type: 'ReleasePrefix', data: { prefixId, reason: 'measured' } });
      });
    await rate();
    const all: number[] = [];
    for (let round = 0; round < rounds; round += 1) all.push(await rate());
    rates.push(median(all));
  }
  const [first = NaN] = rates;
  const last = rates.at(-1) ?? NaN;
  return {
    name: 'ipam: cost in a full pool',
    unit: 'µs each',
    ours: 1e6 / last,
    reference: 1e6 / first,
    ratio: first / last,
    required: { of: 'ratio', below: 1.5 },
    against: 'an allocation and its release in a pool with 1,000 prefixes, every other block held',
    detail: Object.fromEntries(sizes.map((size, n) => [`${size.toString()}: /s`, rates[n] ?? NaN])),
  };
};

const tree = async (ipam: IpamOnGround, run: Run, quick: boolean): Promise<Row> => {
  const containers = quick ? 50 : 1_000;
  await run(pool('boxes', '64.0.0.0/8'));
  const ids = Array.from({ length: containers }, (_, n) => `box-${n.toString()}`);
  await Promise.all(
    ids.map((prefixId) =>
      run({
        type: 'AllocatePrefix',
        data: { prefixId, spaceId: 'boxes', kind: 'container', size: '/20' },
      }),
    ),
  );
  const url = new URL('../../../apps/ipam/dist/space/space.view.js', import.meta.url);
  const { SpaceView } = (await import(
    url.href
  )) as typeof import('../../../apps/ipam/src/space/space.view.ts');
  const view = ipam.instance.app.get(SpaceView);
  const times: number[] = [];
  let prefixes = 0;
  for (let n = 0; n < 5; n += 1) {
    const start = performance.now();
    const { spaces } = await view.tree({});
    times.push(performance.now() - start);
    prefixes = spaces.reduce((sum, { holdings }) => sum + holdings, 0);
  }
  return {
    name: 'ipam: utilisation tree',
    unit: 'ms',
    ours: median(times),
    required: { of: 'ours', below: 300 },
    detail: { prefixes, spaces: containers + POOLS + 6 },
  };
};

/** Sorted in all at once, as a migration does it. */
const sortIn = (ipam: IpamOnGround): Promise<void> =>
  ipam.asOwner(`
    truncate search_due, search_text;
    drop index search_by_part;
    insert into search_text (id, prefix, tenant, datacenter, text)
      select h.id, h.prefix, h.tenant, s.datacenter, search_words(h)
      from held h join space s on s.no = h.space;
    create index search_by_part on search_text using gin (text gin_trgm_ops) with (fastupdate = off);
    analyze search_text;`);

/** Parts of what people remember: of an id, of an address, of what many have, of nothing. */
const PARTS = ['77312', '1.2.16/', 'wn-0-31', 'grown', 'bench', 'nobody'];

const searcher = async (ipam: IpamOnGround) => {
  const url = new URL('../../../apps/ipam/dist/holding/holding.view.js', import.meta.url);
  const { HoldingView } = (await import(
    url.href
  )) as typeof import('../../../apps/ipam/src/holding/holding.view.ts');
  const view = ipam.instance.app.get(HoldingView);
  return async (): Promise<number> => {
    await sortIn(ipam);
    const times: number[] = [];
    for (let n = 0; n < 5; n += 1)
      for (const text of PARTS) {
        const start = performance.now();
        await view.search({ text });
        times.push(performance.now() - start);
      }
    return percentile(times, 95);
  };
};

/** A process that has just begun takes memory for itself; what it takes later is the list's. */
const grown = (memory: readonly number[]) => {
  const third = Math.ceil(memory.length / 3);
  const more = Math.max(...memory.slice(-third)) - Math.max(...memory.slice(third, 2 * third));
  return { 'MiB more in the last third': more };
};

const importing = async (ipam: IpamOnGround, run: Run, quick: boolean): Promise<Row> => {
  const lines = quick ? 1_000 : 100_000;
  await run(pool('listed', '80.0.0.0/8'));
  const memory: number[] = [];
  const start = performance.now();
  for (let from = 0; from < lines; from += 500) {
    const some = Array.from({ length: 500 }, (_, n) => {
      const at = (from + n) * 16;
      const values = {
        prefix: `80.${(at >> 16).toString()}.${((at >> 8) & 255).toString()}.${(at & 255).toString()}/28`,
      };
      return { line: from + n + 1, values };
    });
    await run({ type: 'StageImport', data: { importId: 'list', lines: some } });
    memory.push(process.memoryUsage().rss / 2 ** 20);
  }
  const staged = (performance.now() - start) / 1000;
  await run({ type: 'CommitImport', data: { importId: 'list' } });
  for (let status = ''; status !== 'committed';) {
    await sleep(50);
    memory.push(process.memoryUsage().rss / 2 ** 20);
    const rows = await ipam.instance.dataSource.query<{ status: string }[]>(
      `select status from import where id = 'list'`,
    );
    status = rows[0]?.status ?? '';
    if (status === 'undone') throw new Error('the import was undone');
  }
  return {
    name: `ipam: import of ${lines.toLocaleString('en-US')}`,
    unit: 's',
    ours: (performance.now() - start) / 1000,
    required: { of: 'ours', below: 60 },
    detail: { 'of them staging': staged, 'MiB at most': Math.max(...memory), ...grown(memory) },
  };
};

export const ipam: RowMaker = {
  name: 'ipam',
  measure: async ({ startGround, quick }) => {
    const onGround = await openIpam(await startGround());
    try {
      const run = await commandsOf(onGround);
      const rows = await allocating(onGround, run, quick);
      const search = await searcher(onGround);
      const few = await search();
      rows.push(await importing(onGround, run, quick));
      rows.push(await growth(onGround, run, quick));
      const many = await search();
      rows.push({
        name: 'ipam: search by a part',
        unit: 'ms',
        ours: many,
        reference: few,
        ratio: many / few,
        against: 'the same before the import and the full pools',
        required: { of: 'ours', below: 100 },
      });
      rows.push(await tree(onGround, run, quick));
      return rows;
    } finally {
      await onGround.close();
    }
  },
};
