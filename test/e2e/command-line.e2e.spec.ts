import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JobView } from '@ferrule/provisioning-contracts';
import { type RouterUnderTest, routerOf } from './router.ts';
import { useStack } from './stack.ts';
import { type Attached, SURROUNDINGS, tagsOf, traffic } from './traffic.ts';

const stack = useStack();
const DATACENTERS = ['DC1', 'DC2'] as const;
const program = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));

interface Made extends Attached {
  /** From the first event of its job to the last. */
  readonly ms: number;
}

const ferrule = async (...args: readonly string[]): Promise<unknown> => {
  const api = ['--api', stack.addresses.api, '--data', join(stack.data, 'nowhere')];
  const env = { PATH: process.env['PATH'], FERRULE_CLI_KEY: stack.addresses.key };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...api, ...args], {
    env,
  });
  return JSON.parse(stdout) as unknown;
};

const provision = async (datacenter: string): Promise<Made> => {
  const line = `network provision --client acme-corp --datacenter ${datacenter} --size /26 --json`;
  const { jobId } = (await ferrule(...line.split(' '))) as { jobId: string };
  const job = (await ferrule('job', 'show', jobId, '--json')) as JobView;
  const { vlanId, gateway, dhcpRange } = { ...job.result } as Attached;
  const ms = Date.parse(job.endTime ?? '') - Date.parse(job.startTime);
  return { vlanId, gateway, dhcpRange, tags: tagsOf(datacenter, vlanId), ms };
};

beforeAll(async () => {
  for (const datacenter of DATACENTERS)
    await routerOf(stack, datacenter).fault({ do: 'latency', ms: 5 });
});

describe.each(DATACENTERS)('a network asked for from the command line in %s', (datacenter) => {
  let router: RouterUnderTest;
  const made: Made[] = [];

  beforeAll(async () => {
    router = routerOf(stack, datacenter);
    for (const words of SURROUNDINGS) await router.run(words);
    // A machine that is busy with something else for a moment is so for one of them.
    for (let n = 0; n < 5; n += 1) made.push(await provision(datacenter));
  }, 90_000);

  it('is on its router, 5 ms away, in less than a second', () => {
    expect(Math.min(...made.map(({ ms }) => ms))).toBeLessThan(1_000);
  });

  it('has DHCP, a gateway that answers, and a firewall; and its neighbour is out of reach', async () => {
    const [own, neighbour] = made;
    if (own === undefined || neighbour === undefined) throw new Error('none was made');
    expect(await traffic(router, own, neighbour)).toEqual({
      DHCP: 'reaches the router',
      'a name': 'reaches the router',
      "the router's management": 'dropped',
      'the Internet': 'accepted',
      'from the Internet': 'dropped',
      'a neighbour': 'dropped',
    });
    const address = await router.lease(`vlan${own.vlanId}`, '02:00:00:00:00:01');
    const [first = '', last = ''] = own.dhcpRange.split('-').map((one) => one.split('.').at(-1));
    expect(Number(address.split('.').at(-1))).toBeGreaterThanOrEqual(Number(first));
    expect(Number(address.split('.').at(-1))).toBeLessThanOrEqual(Number(last));
  });
});
