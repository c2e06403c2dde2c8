import { afterEach, describe, expect, it } from '@jest/globals';
import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { Packet, Tag } from '@ferrule/router-simulator-core';
import { DC1, DC2, networkWish, UPLINK } from './traffic-ground.ts';
import { Refused, TrafficSite } from './traffic-site.ts';

const customer: Tag = { vid: 150, tpid: 0x8100 };
const service = (vid: number): Tag => ({ vid, tpid: 0x88a8 });

let site: TrafficSite;

const start = async (datacenter: DatacenterProfile, wish = networkWish(150, {}, 20)) => {
  site = await TrafficSite.start(datacenter);
  await site.type('/interface/bridge/add name=switch vlan-filtering=yes ether-type=0x88a8');
  await site.prepare();
  await site.provision(wish);
  return site;
};

afterEach(() => site.stop());

/** A client asks its gateway. */
const ping = (tags: readonly Tag[], second = 20): Packet => ({
  in: UPLINK,
  tags,
  src: `172.${second}.150.9`,
  dst: `172.${second}.150.1`,
  addressedTo: 'router',
  protocol: 'icmp',
  icmp: { type: 8, code: 0 },
  connectionState: 'new',
});

/** The gateway address is that of the network, and not of whoever else hears what is sent to it. */
const isHeard = (packet: Packet) => {
  const { delivered, inInterface } = site.judge()(packet);
  return delivered === 'router' && inInterface === 'vlan150';
};

/** As the router sends to a host of the network. */
const tagsTowards = (dst: string) =>
  site.judge()({
    src: '10.255.1.1',
    dst,
    protocol: 'icmp',
    icmp: { type: 8, code: 0 },
    connectionState: 'new',
  }).vlanTagsOut;

describe('behind a service VLAN', () => {
  it('a frame with both tags reaches the gateway, and is answered with both', async () => {
    await start(DC2);
    expect(isHeard(ping([service(1000), customer]))).toBe(true);
    expect(tagsTowards('172.20.150.9')).toEqual([service(1000), customer]);
  });

  it.each<[string, readonly Tag[]]>([
    ['the customer tag alone', [customer]],
    ['the service tag alone', [service(1000)]],
    ['another service tag', [service(1001), customer]],
    ['a customer tag in place of the service tag', [{ ...service(1000), tpid: 0x8100 }, customer]],
    ['the tags in the other order', [customer, service(1000)]],
    ['no tag', []],
  ])('a frame with %s does not', async (_, tags) => {
    await start(DC2);
    expect(isHeard(ping(tags))).toBe(false);
  });

  it('a frame without the customer tag is of a client without a profile', async () => {
    await start(DC2);
    const judge = site.judge();
    const bare = { ...ping([service(1000)]), protocol: 'tcp', srcPort: 40_000, dstPort: 22 };
    for (const src of ['172.20.150.9', '172.20.10.5'])
      for (const dst of ['172.20.150.1', '172.20.150.9', '172.16.10.5', '198.51.100.7'])
        expect(judge({ ...bare, src, dst })).toMatchObject({ verdict: 'dropped' });
  });

  it('the outer tag is one of customers where the provider wants that', async () => {
    await start({
      ...DC2,
      encapsulation: { kind: 'qinq', serviceVlan: 1000, etherType: '0x8100' },
    });
    expect(isHeard(ping([{ vid: 1000, tpid: 0x8100 }, customer]))).toBe(true);
    expect(isHeard(ping([service(1000), customer]))).toBe(false);
  });

  it('another service VLAN is one changed row, and no network notices', async () => {
    await start(DC2);
    site.datacenter = { ...DC2, encapsulation: { ...qinq, serviceVlan: 1001 } };
    const { stages } = await site.planBase();
    expect(stages.flatMap(({ changes }) => changes)).toMatchObject([
      {
        path: '/interface/vlan',
        before: { name: 'svlan1000', 'vlan-id': '1000' },
        after: { name: 'svlan1001', 'vlan-id': '1001' },
      },
    ]);
    await site.prepare();
    expect(isHeard(ping([service(1001), customer]))).toBe(true);
    expect(isHeard(ping([service(1000), customer]))).toBe(false);
    expect((await site.planNetwork(networkWish(150, {}, 20))).stages).toEqual([]);
  });

  it('switches of its own give customers another parent, and no address changes', async () => {
    await start(DC2);
    const own: DatacenterProfile = { ...DC2, encapsulation: { kind: 'vlan' } };
    site.datacenter = own;
    const { stages } = await site.planNetwork(networkWish(150, {}, 20));
    expect(stages.flatMap(({ changes }) => changes)).toMatchObject([
      {
        path: '/interface/vlan',
        before: { interface: 'svlan1000' },
        after: { interface: UPLINK },
      },
    ]);
    for (const stage of stages) await site.apply(stage);
    await site.prepare();
    expect(await site.rows('/interface/vlan', '?name=svlan1000')).toEqual([]);
    expect(isHeard(ping([customer]))).toBe(true);
    expect(isHeard(ping([service(1000), customer]))).toBe(false);
  });

  it('a filtering bridge carries both tags', async () => {
    await start({ ...DC2, bridge: 'switch' });
    await site.type(`/interface/bridge/port/add bridge=switch interface=${UPLINK}`);
    expect(isHeard(ping([service(1000), customer]))).toBe(true);
    expect(isHeard(ping([customer]))).toBe(false);
    expect(tagsTowards('172.20.150.9')).toEqual([service(1000), customer]);
  });
});

const qinq = { kind: 'qinq', serviceVlan: 1000, etherType: '0x88a8' } as const;

describe('with switches of its own', () => {
  it('a frame with the customer tag reaches the gateway, and no other does', async () => {
    await start(DC1, networkWish(150));
    expect(isHeard(ping([customer], 16))).toBe(true);
    expect(isHeard(ping([service(1000), customer], 16))).toBe(false);
    expect(isHeard(ping([], 16))).toBe(false);
    expect(tagsTowards('172.16.150.9')).toEqual([customer]);
  });

  it('a filtering bridge lets a customer through once it is there', async () => {
    await start({ ...DC1, bridge: 'switch' }, networkWish(150));
    await site.type(`
/interface/bridge/set numbers=switch ether-type=0x8100
/interface/bridge/port/add bridge=switch interface=${UPLINK}`);
    expect(isHeard(ping([customer], 16))).toBe(true);
    expect(isHeard(ping([{ ...customer, vid: 151 }], 16))).toBe(false);
    expect(tagsTowards('172.16.150.9')).toEqual([customer]);
  });
});

describe('before anything is written, the router', () => {
  const refusalOf = async (act: () => Promise<unknown>) => {
    const before = site.box.snapshot();
    const error = await act().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(site.box.compare(before)).toEqual([]);
    return error instanceof Refused ? error.failure : error;
  };
  const wish = networkWish(150);
  const provision = (but: Partial<typeof wish> = {}) =>
    refusalOf(() => site.provision({ ...wish, ...but }));

  it('says that the datacenter is not prepared', async () => {
    site = await TrafficSite.start(DC1);
    expect(await provision()).toMatchObject({ code: 'DATACENTER_NOT_PREPARED' });
    site.datacenter = DC2;
    expect(await refusalOf(() => site.provision(networkWish(150, {}, 20)))).toMatchObject({
      code: 'DATACENTER_NOT_PREPARED',
      message: expect.stringContaining('svlan1000'),
    });
  });

  it('says that traffic of clients is not led to their rules', async () => {
    site = await TrafficSite.start(DC1);
    await site.prepare();
    const [jump] = await site.rows('/ip/firewall/filter', '?action=jump');
    await site.type(`/ip/firewall/filter/disable numbers=${jump?.['.id'] ?? ''}`);
    expect(await provision()).toMatchObject({
      code: 'DATACENTER_NOT_PREPARED',
      field: '/ip/firewall/filter',
    });
  });

  it.each([
    ['translation', 'nat', { internet: null }, { nat: true }],
    ['announcement', 'bgpEnabled', { bgp: null }, { bgpEnabled: true }],
  ])('says that it was prepared without %s', async (_, field, lacking, but) => {
    site = await TrafficSite.start({ ...DC1, ...lacking });
    await site.prepare();
    site.datacenter = DC1;
    expect(await provision(but)).toMatchObject({ code: 'DATACENTER_NOT_PREPARED', field });
  });

  it('says that a profile was never prepared', async () => {
    site = await TrafficSite.start(DC1);
    await site.prepare();
    site.datacenter = {
      ...DC1,
      firewallProfiles: [{ name: 'new', opens: true, accepts: 'nothing' }],
    };
    expect(await provision({ firewallProfile: 'new' })).toMatchObject({
      code: 'DATACENTER_NOT_PREPARED',
      field: 'firewallProfile',
    });
  });

  it.each([
    [
      'a VLAN is there under another name',
      `/interface/vlan/add name=x interface=${UPLINK} vlan-id=150`,
      'vlanId',
    ],
    [
      'a subnet is on another interface',
      '/ip/address/add address=172.16.150.7/24 interface=ether5',
      'subnet',
    ],
    [
      'a host of the subnet is on another interface',
      '/ip/address/add address=172.16.150.130/32 interface=ether5',
      'subnet',
    ],
  ])('says that %s', async (_, script, field) => {
    site = await TrafficSite.start(DC1);
    await site.prepare();
    await site.type(script);
    expect(await provision()).toMatchObject({ code: 'ADDRESS_CONFLICT', field });
  });

  it.each([
    ['150', true],
    ['140-149,151', false],
    ['20,140-160', true],
  ])('says whether a bridge lets VLANs %s through for somebody else', async (ids, isTaken) => {
    site = await TrafficSite.start({ ...DC1, bridge: 'switch' });
    await site.type('/interface/bridge/add name=switch vlan-filtering=yes');
    await site.prepare();
    await site.type(`/interface/bridge/vlan/add bridge=switch vlan-ids=${ids} tagged=switch`);
    const conflict = { code: 'ADDRESS_CONFLICT', field: 'vlanId' };
    if (isTaken) expect(await provision()).toMatchObject(conflict);
    else await site.provision(wish);
  });

  it.each([
    ['an MTU does not fit', `/interface/ethernet/set numbers=${UPLINK} l2mtu=1503`, {}, 'mtu'],
    [
      'a larger MTU does not fit',
      `/interface/ethernet/set numbers=${UPLINK} l2mtu=1580`,
      { mtu: 1577 },
      'mtu',
    ],
    [
      'an interface has the name of the VRF',
      '/interface/bridge/add name=acme',
      { vrf: 'acme', nat: false, dnsServers: ['172.16.150.2'] },
      'vrf',
    ],
  ])('says that %s', async (_, script, but, field) => {
    site = await TrafficSite.start(DC1);
    await site.prepare();
    await site.type(script);
    expect(await provision(but)).toMatchObject({ code: 'WISH_REFUSED', field });
  });

  it('takes the largest MTU that fits', async () => {
    site = await TrafficSite.start(DC1);
    await site.prepare();
    await site.provision({ ...wish, mtu: 1576 });
    expect(await site.rows('/interface/vlan', '?name=vlan150', '?mtu=1576')).toHaveLength(1);
  });

  it('says that an uplink has no room for two tags', async () => {
    site = await TrafficSite.start(DC2);
    await site.type(`/interface/ethernet/set numbers=${UPLINK} l2mtu=1507`);
    expect(await refusalOf(() => site.prepare())).toMatchObject({ field: 'encapsulation' });
    await site.type(`/interface/ethernet/set numbers=${UPLINK} l2mtu=1508`);
    await site.prepare();
    await site.provision(networkWish(150, {}, 20));
  });

  it('says that rows of the same name are somebody else’s', async () => {
    site = await TrafficSite.start(DC1);
    await site.prepare();
    await site.type('/ip/pool/add name=vlan150 ranges=192.0.2.1-192.0.2.9');
    expect(await provision()).toMatchObject({ code: 'ROUTER_CONFLICT' });
  });

  it.each([
    ['uplink', { uplink: 'sfp-sfpplus9' }, 'uplink'],
    ['Internet', { internet: { interface: 'lte1' } }, 'internet.interface'],
    ['bridge that filters', { bridge: 'loop' }, 'bridge'],
    ['service VLAN that is free', { encapsulation: qinq }, 'encapsulation.serviceVlan'],
  ])('says that there is no %s', async (_, but, field) => {
    site = await TrafficSite.start({ ...DC1, ...but });
    await site.type(`
/interface/bridge/add name=loop
/interface/vlan/add name=theirs interface=${UPLINK} vlan-id=1000 use-service-tag=yes`);
    expect(await refusalOf(() => site.prepare())).toMatchObject({ code: 'WISH_REFUSED', field });
  });
});
