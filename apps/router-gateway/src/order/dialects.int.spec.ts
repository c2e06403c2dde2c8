import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { NetworkWish } from '@ferrule/router-contracts';
import type { ProfileName, Simulator } from '@ferrule/router-simulator-core';
import { useNats } from '@ferrule/testing';
import { BASE, Job, NETWORK } from '../spec-job.ts';
import { Gateway, Sender, writeRouters } from '../spec-rig.ts';
import {
  DC1_WITH_PEERS,
  PEER_KEY,
  ROUTER_PASSWORD,
  routerEntry,
  startRouter,
  wishOf,
} from '../spec-router.ts';

const VERSIONS: readonly ProfileName[] = ['7.16', '7.17', '7.19', '7.20', '7.24'];

/** Everything that a network can have, of which no two can be had by one. */
const WISHES: readonly NetworkWish[] = [
  wishOf(150, {
    dnsServers: ['172.16.150.2', '2001:db8:1:150::2'],
    dnsDomain: 'acme.example',
    dhcpOptions: [{ code: 66, value: "'172.16.150.3'" }],
    routes: [
      { destination: '192.168.7.0/24', gateway: '172.16.150.9' },
      { destination: 'fd00:7::/48', gateway: '2001:db8:1:150::9' },
    ],
    bgpEnabled: true,
    dnsRecords: [
      { name: 'www.acme.example', address: '172.16.150.10' },
      { name: 'www.acme.example', address: '2001:db8:1:150::10' },
    ],
    ipv6: { subnet: '2001:db8:1:150::/64', gateway: '2001:db8:1:150::1' },
  }),
  wishOf(151, { vrf: 'acme', nat: false, dnsServers: ['172.16.151.2'], firewallProfile: 'open' }),
  wishOf(152, { dhcpRange: null, nat: false, firewallProfile: 'isolated' }),
];

const qinq = { kind: 'qinq', serviceVlan: 1000, etherType: '0x88a8' } as const;
const BRIDGE = ['/interface/bridge/add', '=name=switch', '=vlan-filtering=yes'];
const SITES: readonly [string, Partial<DatacenterProfile>, readonly string[]][] = [
  ['tagged once', {}, []],
  ['tagged twice', { encapsulation: qinq }, []],
  ['on a bridge', { bridge: 'switch' }, BRIDGE],
  [
    'tagged twice on a bridge',
    { bridge: 'switch', encapsulation: qinq },
    [...BRIDGE, '=ether-type=0x88a8'],
  ],
];

const nats = useNats();
let directory: string;
let sender: Sender;
let gateway: Gateway;
let routers: ReadonlyMap<string, Simulator>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  sender = await Sender.on(nats.url);
});
afterAll(async () => {
  await sender.close();
  await rm(directory, { recursive: true });
});

const idOf = (version: string): string => `v${version.replace('.', '-')}`;
const routerOf = (version: string): Simulator => {
  const router = routers.get(version);
  if (router === undefined) throw new Error(`there is no router of ${version}`);
  return router;
};

/** The menus that its gateway asked for and that a router of this version does not have. */
const unknownTo = async ({ router }: Simulator): Promise<readonly string[]> => {
  const commands = router.journal.entries.flatMap(({ user, words: [command = ''] }) =>
    user === 'ferrule' && /^(\/[^/]+){2,}$/.test(command) ? [command] : [],
  );
  const menus = new Set(commands.map((command) => command.slice(0, command.lastIndexOf('/'))));
  expect(menus.size).toBeGreaterThan(20);
  const unknown: string[] = [];
  for (const menu of menus)
    await router.run([`${menu}/print`, '?.id=*0']).catch(() => unknown.push(menu));
  return unknown;
};

/** What a job is to come to, whose plan cannot be empty. */
const done = async (job: Job, wish: Parameters<Job['carryOut']>[0]): Promise<string> => {
  const { type, data } = await job.carryOut(wish);
  if ('failure' in data && data.failure !== null) throw new Error(JSON.stringify(data));
  expect(job.plan.stages).not.toEqual([]);
  return type;
};

describe.each(SITES)('a datacenter whose networks are %s', (_, site, before) => {
  beforeEach(async () => {
    const started = VERSIONS.map(
      async (profile) => [profile, await startRouter({ profile })] as const,
    );
    routers = new Map(await Promise.all(started));
    const routersFile = join(directory, 'routers.json');
    await writeRouters(
      routersFile,
      [...routers].map(([version, router]) => routerEntry(idOf(version), router)),
      [{ ...DC1_WITH_PEERS, ...site }],
    );
    gateway = new Gateway({ nats: nats.url, routersFile, leaseTtlMs: 1_500 }).start();
  });
  afterEach(async () => {
    await gateway.stop();
    await Promise.all(Array.from(routers.values(), (router) => router.stop()));
  });

  const isServed = async (version: ProfileName): Promise<void> => {
    const { router: box } = routerOf(version);
    const router = idOf(version);
    if (before.length > 0) await box.run(before);
    const factory = box.snapshot();
    const base = new Job(sender, { tag: BASE, router });
    expect(await done(base, { kind: 'datacenter' })).toBe('StageApplied');
    const prepared = box.snapshot();
    for (const network of WISHES) {
      const tag = NETWORK(network.networkId);
      const job = new Job(sender, { tag, router });
      expect(await done(job, { kind: 'network', network })).toBe('NetworkActivated');
      const again = new Job(sender, { tag, router });
      expect(await again.ask({ kind: 'network', network })).toMatchObject({
        type: 'ChangesPlanned',
        data: { plan: { stages: [] } },
      });
    }
    for (const { networkId } of WISHES)
      expect(await done(new Job(sender, { tag: NETWORK(networkId), router }), null)).toBe(
        'StageApplied',
      );
    expect(box.compare(prepared)).toEqual([]);
    const undone = (await base.undo()).map(({ type }) => type);
    expect(new Set(undone)).toEqual(new Set(['StageReverted']));
    expect(box.compare(factory)).toEqual([]);
    expect(await unknownTo(routerOf(version))).toEqual([]);
  };

  it('is served on routers of every version, and leaves no trace of its networks nor of itself', async () => {
    await Promise.all(VERSIONS.map(isServed));
    const said = sender.heard.map(({ envelope }) => envelope.body).join('\n') + gateway.log;
    expect(said).not.toContain(PEER_KEY);
    expect(said).not.toContain(ROUTER_PASSWORD);
  }, 90_000);
});
