import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NetworkWish, RouterFailure } from '@ferrule/router-contracts';
import type { Simulator, Snapshot } from '@ferrule/router-simulator-core';
import { useNats } from '@ferrule/testing';
import { BASE, Job, NETWORK } from '../spec-job.ts';
import { Gateway, Sender, vlanStage, writeRouters } from '../spec-rig.ts';
import { DC1_WITH_PEERS, routerEntry, startRouter, wishOf, writesTo } from '../spec-router.ts';

const nats = useNats();
let directory: string;
/** One with the base configuration, and one out of the box. */
let prepared: Simulator;
let bare: Simulator;
let gateway: Gateway;
let sender: Sender;
let before: Snapshot;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  [prepared, bare] = [await startRouter(), await startRouter()];
  sender = await Sender.on(nats.url);
  const routersFile = join(directory, 'routers.json');
  await writeRouters(
    routersFile,
    [
      routerEntry('r1', prepared),
      routerEntry('bare', bare),
      routerEntry('old', bare, { dialect: '7.15' }),
    ],
    [DC1_WITH_PEERS],
  );
  gateway = new Gateway({ nats: nats.url, routersFile, leaseTtlMs: 1_500 }).start();
  const base = await new Job(sender, { tag: BASE }).carryOut({ kind: 'datacenter' });
  expect(base.type).toBe('StageApplied');
  // What else there is on the router, and is nobody's business here.
  for (const words of [
    ['/interface/vlan/add', '=name=theirs', '=interface=sfp-sfpplus1', '=vlan-id=160'],
    ['/interface/vlan/add', '=name=vlan161', '=interface=ether3', '=vlan-id=161'],
    ['/ip/pool/add', '=name=vlan162', '=ranges=192.0.2.1-192.0.2.9'],
    ['/ip/address/add', '=address=172.16.163.7/24', '=interface=ether4'],
    ['/ip/address/add', '=address=172.16.166.9/23', '=interface=ether4'],
    // Begins where networks of ours might, and ends before them.
    ['/ip/address/add', '=address=172.16.0.1/24', '=interface=ether5'],
    ['/ip/dhcp-server/network/add', '=address=172.16.164.0/24', '=comment=office'],
    ['/ip/address/add', '=address=172.16.168.77/30', '=interface=ether6', '=comment=a camera'],
    ['/ipv6/address/add', '=address=2001:db8:1:150:1::9/112', '=interface=ether6'],
  ])
    await prepared.router.run(words);
  before = prepared.router.snapshot();
}, 30_000);
beforeEach(() => {
  prepared.router.journal.clear();
  bare.router.journal.clear();
});
afterAll(async () => {
  await gateway.stop();
  await sender.close();
  await Promise.all([prepared.stop(), bare.stop()]);
  await rm(directory, { recursive: true });
});

const failureOf = async (
  network: NetworkWish,
  { router = 'r1', tag = NETWORK(network.networkId) } = {},
): Promise<RouterFailure> => {
  const answer = await new Job(sender, { tag, router }).carryOut({ kind: 'network', network });
  if (answer.type !== 'PlanRefused') throw new Error(JSON.stringify(answer));
  expect(writesTo(prepared)).toEqual([]);
  expect(prepared.router.compare(before)).toEqual([]);
  return answer.data.failure;
};

describe('before anything is written, a network is refused that', () => {
  it.each<[string, NetworkWish, RouterFailure['code'], string, string]>([
    [
      'has a profile that nobody knows',
      wishOf(150, { firewallProfile: 'lenient' }),
      'WISH_REFUSED',
      'firewallProfile',
      'datacenter DC1 has no firewall profile lenient',
    ],
    [
      'has a VLAN that is there under another name',
      wishOf(160),
      'ADDRESS_CONFLICT',
      'vlanId',
      'VLAN 160 of sfp-sfpplus1 is there under another name',
    ],
    [
      'has no VLAN',
      wishOf(4095),
      'WISH_REFUSED',
      'vlanId',
      '4095 is no VLAN: they go from 1 to 4094',
    ],
    [
      'has an interface that is somebody else’s',
      wishOf(161),
      'ROUTER_CONFLICT',
      '/interface/vlan',
      "/interface/vlan name=vlan161 is there already, and is somebody else's (it has no comment)",
    ],
    [
      'has a pool that is somebody else’s',
      wishOf(162),
      'ROUTER_CONFLICT',
      '/ip/pool',
      "/ip/pool name=vlan162 is there already, and is somebody else's (it has no comment)",
    ],
    [
      'has a DHCP network that is somebody else’s',
      wishOf(164),
      'ROUTER_CONFLICT',
      '/ip/dhcp-server/network',
      "/ip/dhcp-server/network address=172.16.164.0/24 is there already, and is somebody else's (its comment is office)",
    ],
    [
      'has a subnet that is on another interface',
      wishOf(163),
      'ADDRESS_CONFLICT',
      'subnet',
      'another interface of the router has addresses of 172.16.163.0/24: 172.16.163.7/24 on ether4',
    ],
    [
      'is a part of what another interface has',
      wishOf(167),
      'ADDRESS_CONFLICT',
      'subnet',
      'another interface of the router has addresses of 172.16.167.0/24: 172.16.166.9/23 on ether4',
    ],
    [
      'has in its midst what another interface has',
      wishOf(168),
      'ADDRESS_CONFLICT',
      'subnet',
      'another interface of the router has addresses of 172.16.168.0/24: 172.16.168.77/30 on ether6 (a camera)',
    ],
    [
      'has a subnet of IPv6 of which another interface has a part',
      wishOf(150, { ipv6: { subnet: '2001:db8:1:150::/64', gateway: '2001:db8:1:150::1' } }),
      'ADDRESS_CONFLICT',
      'ipv6.subnet',
      'another interface of the router has addresses of 2001:db8:1:150::/64: 2001:db8:1:150:1::9/112 on ether6',
    ],
    [
      'has an MTU that does not fit',
      wishOf(150, { mtu: 9_000 }),
      'WISH_REFUSED',
      'mtu',
      '9000 does not fit: with its tags it needs an l2mtu of 9004 on sfp-sfpplus1',
    ],
    [
      'would make management unreachable',
      wishOf(10),
      'WISH_REFUSED',
      'subnet',
      'it overlaps a management network, which would become unreachable',
    ],
  ])('%s', async (_, network, code, field, message) => {
    expect(await failureOf(network)).toMatchObject({ code, field, message });
  });

  it('is for a router that nobody has prepared', async () => {
    expect(await failureOf(wishOf(150), { router: 'bare' })).toMatchObject({
      code: 'DATACENTER_NOT_PREPARED',
      field: 'firewallProfile',
      suggestion: 'prepare the datacenter: its base configuration is not on this router',
    });
    expect(writesTo(bare)).toEqual([]);
  });

  it('is for a router whose version nobody speaks', async () => {
    expect(await failureOf(wishOf(150), { router: 'old' })).toMatchObject({
      code: 'WISH_REFUSED',
      field: 'version',
      suggestion: 'upgrade the router to 7.16 or later',
    });
    expect(writesTo(bare)).toEqual([]);
  });

  it('carries the tag of another', async () => {
    expect(await failureOf(wishOf(150), { tag: NETWORK('net-151') })).toMatchObject({
      code: 'WISH_REFUSED',
      field: 'tag',
    });
  });

  it('comes to more than one message can say', async () => {
    const routes = Array.from({ length: 2_000 }, (__, n) => ({
      destination: `10.${n >> 8}.${n & 255}.0/24`,
      gateway: '172.16.150.9',
    }));
    expect(await failureOf(wishOf(150, { routes }))).toMatchObject({
      code: 'WISH_REFUSED',
      field: 'wish',
      message: expect.stringMatching(/^the plan takes \d+ bytes, and at most \d+ can be carried$/),
    });
  });
});

describe('before the router is asked anything, a stage is refused', () => {
  it.each(['ApplyStage', 'RevertStage'] as const)(
    'that changes rows of another network, as an %s',
    async (type) => {
      const order = new Job(sender, { tag: NETWORK('net-150') }).order();
      const stage = vlanStage(150, 'net-15');
      const answer = await sender.ask({ type, data: { ...order, index: 0, stage } });
      expect(answer.data).toMatchObject({
        failure: {
          code: 'WISH_REFUSED',
          field: 'stage',
          message: '/interface/vlan name=vlan150 does not carry the tag nnc-provisioned-net-150',
        },
      });
      const asked = prepared.router.journal.entries.flatMap(({ words: [command = ''] }) => command);
      expect(asked.filter((command) => command.startsWith('/interface'))).toEqual([]);
    },
  );
});

describe('before anything is written, a datacenter is refused', () => {
  it('whose interface is not there', async () => {
    await bare.router.run(['/interface/ethernet/set', '=numbers=sfp-sfpplus1', '=name=moved']);
    const job = new Job(sender, { tag: BASE, router: 'bare' });
    expect(await job.carryOut({ kind: 'datacenter' })).toMatchObject({
      type: 'PlanRefused',
      data: {
        failure: {
          code: 'WISH_REFUSED',
          field: 'uplink',
          message: 'the router has no interface sfp-sfpplus1',
        },
      },
    });
    expect(writesTo(bare)).toEqual([]);
  });
});
