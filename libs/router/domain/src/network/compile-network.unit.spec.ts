import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { FIREWALL_PROFILES } from '@ferrule/inventory-contracts';
import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { NetworkWish } from '@ferrule/router-contracts';
import { dialectOf } from '../dialect.ts';
import type { Resource } from '../resource.ts';
import { compileNetwork } from './compile-network.ts';

const dc1: DatacenterProfile = {
  id: 'DC1',
  uplink: 'sfp-sfpplus1',
  bridge: null,
  encapsulation: { kind: 'vlan' },
  management: ['172.16.10.0/24', '2001:db8:1:10::/64'],
  supernets: ['172.16.0.0/16', '2001:db8:1::/48'],
  resolver: { servers: ['9.9.9.9'], cacheKiB: 4096 },
  internet: { interface: 'ether1' },
  bgp: { as: 65_001, routerId: '10.255.1.1', peers: [{ name: 'p', address: '10.9.9.9', as: 1 }] },
  firewallProfiles: FIREWALL_PROFILES,
};

const dc2: DatacenterProfile = {
  ...dc1,
  id: 'DC2',
  encapsulation: { kind: 'qinq', serviceVlan: 1000, etherType: '0x88a8' },
};

const plain: NetworkWish = {
  networkId: 'net-12345',
  vlanId: 150,
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
  dnsServers: [],
  dnsDomain: null,
  leaseSeconds: 3600,
  dhcpOptions: [],
  firewallProfile: 'standard',
  nat: false,
  vrf: null,
  routes: [],
  bgpEnabled: false,
  dnsRecords: [],
  ipv6: null,
  mtu: 1500,
};

const tagFor = (subject: string) => `nnc-provisioned-${subject}`;

const compiled = (but: Partial<NetworkWish> = {}, datacenter = dc1) => {
  const result = compileNetwork({ ...plain, ...but }, datacenter, dialectOf('7.24'), tagFor);
  if ('failure' in result) throw new Error(result.failure.message);
  return result;
};

const rows = (resources: readonly Resource[], path: string) =>
  resources.filter((resource) => resource.path === path).map(({ attributes }) => attributes);

const of = (path: string, but: Partial<NetworkWish> = {}, datacenter = dc1) =>
  rows(compiled(but, datacenter).resources, path);

const comment = 'nnc-provisioned-net-12345';

describe('a network is compiled to', () => {
  it('a VLAN on the uplink, closed until everything else is there', () => {
    const { resources } = compiled();
    expect(resources.filter(({ gate }) => gate === true)).toEqual([
      {
        path: '/interface/vlan',
        attributes: {
          name: 'vlan150',
          interface: 'sfp-sfpplus1',
          'vlan-id': '150',
          'use-service-tag': 'false',
          mtu: '1500',
          comment,
        },
        critical: true,
        gate: true,
      },
    ]);
  });

  it('rows that all carry its tag, none of them in the order of a firewall', () => {
    const { resources } = compiled({
      routes: [{ destination: '10.101.0.0/16', gateway: '172.16.150.9' }],
      dnsRecords: [{ name: 'www.acme.example', address: '172.16.150.9' }],
      ipv6: { subnet: '2001:db8:1:150::/64', gateway: '2001:db8:1:150::1' },
      dhcpOptions: [{ code: 66, value: "'tftp.example'" }],
      bgpEnabled: true,
      nat: true,
    });
    expect(new Set(resources.map(({ attributes }) => attributes['comment']))).toEqual(
      new Set([comment]),
    );
    expect(resources.filter(({ stands }) => stands !== undefined)).toEqual([]);
    expect(resources.filter(({ path }) => /filter|nat$|mangle|raw/u.test(path))).toEqual([]);
  });

  it('nothing that knows of the second tag but the name of what its VLAN is on', () => {
    const [one, two] = [compiled().resources, compiled({}, dc2).resources];
    expect(rows(two, '/interface/vlan')).toMatchObject([{ interface: 'svlan1000' }]);
    expect(two.slice(1)).toEqual(one.slice(1));
  });

  it('a VLAN of a bridge that lets it through to the switches', () => {
    const bridged = { ...dc1, bridge: 'switch' };
    expect(of('/interface/vlan', {}, bridged)).toMatchObject([{ interface: 'switch' }]);
    expect(of('/interface/bridge/vlan', {}, bridged)).toMatchObject([
      { bridge: 'switch', 'vlan-ids': '150', tagged: 'switch,sfp-sfpplus1' },
    ]);
  });

  it('a pool, a DHCP network and a DHCP server that hands out the gateway as name server', () => {
    expect(of('/ip/pool')).toMatchObject([
      { name: 'vlan150', ranges: '172.16.150.100-172.16.150.200' },
    ]);
    expect(of('/ip/dhcp-server/network')).toEqual([
      {
        address: '172.16.150.0/24',
        gateway: '172.16.150.1',
        'dns-server': '172.16.150.1',
        comment,
      },
    ]);
    expect(of('/ip/dhcp-server')).toMatchObject([
      { name: 'vlan150', interface: 'vlan150', 'address-pool': 'vlan150', 'lease-time': '1h' },
    ]);
  });

  it.each([
    [60, '1m'],
    [5400, '1h30m'],
    [86_400, '1d'],
    [691_261, '1w1d1m1s'],
  ])('a lease of %i seconds as %s', (leaseSeconds, text) => {
    expect(of('/ip/dhcp-server', { leaseSeconds })).toMatchObject([{ 'lease-time': text }]);
  });

  it('no DHCP where none is wished for', () => {
    const { resources } = compiled({ dhcpRange: null });
    expect(resources.filter(({ path }) => /dhcp|pool/u.test(path))).toEqual([]);
  });

  it('memberships of the clients and of its profile, by its interface', () => {
    expect(of('/interface/list/member', { firewallProfile: 'isolated' })).toEqual([
      { list: 'ferrule-clients', interface: 'vlan150', comment, disabled: 'false' },
      { list: 'ferrule-isolated', interface: 'vlan150', comment, disabled: 'false' },
    ]);
  });

  it('addresses in the lists that rules and announcements ask', () => {
    const routes = [{ destination: '10.101.0.0/16', gateway: '172.16.150.9' }];
    const lists = of('/ip/firewall/address-list', { routes, nat: true, bgpEnabled: true });
    expect(lists.map(({ list, address }) => [list, address])).toEqual([
      ['ferrule-networks', '172.16.150.0/24'],
      ['ferrule-networks', '10.101.0.0/16'],
      ['ferrule-nat', '172.16.150.0/24'],
      ['ferrule-announced', '172.16.150.0/24'],
    ]);
  });

  it('a VRF of its own, which rules know by its name', () => {
    const but = { vrf: 'acme', dnsServers: ['172.16.150.2'] };
    expect(of('/ip/vrf', but)).toEqual([{ name: 'acme', interfaces: 'vlan150', comment }]);
    expect(of('/interface/list/member', but).map((member) => member['interface'])).toEqual([
      'vlan150',
      'vlan150',
      'acme',
      'acme',
    ]);
  });

  it('no name server in a VRF, unless some are named: the router resolves for its own table', () => {
    const served = (but: Partial<NetworkWish>) => of('/ip/dhcp-server/network', but)[0] ?? {};
    expect(served({ vrf: 'acme' })).toMatchObject({ 'dns-none': 'true' });
    expect(served({ vrf: 'acme', dnsServers: ['172.16.150.2'] })).toMatchObject({
      'dns-server': '172.16.150.2',
    });
  });

  it('IPv6 addresses in their short form, and advertisements with a name server of that family', () => {
    const but = {
      ipv6: { subnet: '2001:0db8:1:150:0:0:0:0/64', gateway: '2001:DB8:1:150:0::1' },
      dnsServers: ['9.9.9.9', '2620:FE::FE'],
    };
    expect(of('/ipv6/address', but)).toMatchObject([{ address: '2001:db8:1:150::1/64' }]);
    expect(of('/ipv6/nd', but)).toMatchObject([{ interface: 'vlan150', dns: '2620:fe::fe' }]);
    expect(of('/ipv6/firewall/address-list', but)).toMatchObject([
      { list: 'ferrule-networks', address: '2001:db8:1:150::/64' },
    ]);
    expect(of('/ip/dhcp-server/network', but)).toMatchObject([{ 'dns-server': '9.9.9.9' }]);
  });

  it('a warning where everybody may open connections to it', () => {
    expect(compiled({ firewallProfile: 'open' }).warnings).toEqual([
      'Profile open lets everybody open connections to this network.',
    ]);
    expect(compiled().warnings).toEqual([]);
  });
});

const refusal = (but: Partial<NetworkWish>, datacenter = dc1) => {
  const result = compileNetwork({ ...plain, ...but }, datacenter, dialectOf('7.24'), tagFor);
  return 'failure' in result ? result.failure : undefined;
};

const route = (destination: string, gateway = '172.16.150.9') => ({
  routes: [{ destination, gateway }],
});
const v6 = (subnet: string, gateway: string) => ({ ipv6: { subnet, gateway } });

describe('before anything is compiled, what is refused', () => {
  it.each<[string, Partial<NetworkWish>, string]>([
    ['the id of a base configuration', { networkId: 'dc-DC1' }, 'networkId'],
    ['VLAN 0', { vlanId: 0 }, 'vlanId'],
    ['VLAN 4095', { vlanId: 4095 }, 'vlanId'],
    ['half a VLAN', { vlanId: 1.5 }, 'vlanId'],
    ['a profile that nobody defined', { firewallProfile: 'lax' }, 'firewallProfile'],
    ['a subnet with host bits', { subnet: '172.16.150.1/24' }, 'subnet'],
    ['a subnet of one host', { subnet: '172.16.150.0/31' }, 'subnet'],
    ['a subnet of another datacenter', { subnet: '172.20.150.0/24' }, 'subnet'],
    ['a subnet with management in it', { subnet: '172.16.0.0/16' }, 'subnet'],
    ['a gateway outside', { gateway: '172.16.151.1' }, 'gateway'],
    ['a gateway for all hosts', { gateway: '172.16.150.255' }, 'gateway'],
    ['a range outside', { dhcpRange: '172.16.151.100-172.16.151.200' }, 'dhcpRange'],
    ['a range turned round', { dhcpRange: '172.16.150.200-172.16.150.100' }, 'dhcpRange'],
    ['a range with the gateway in it', { dhcpRange: '172.16.150.1-172.16.150.9' }, 'dhcpRange'],
    ['a word for a range', { dhcpRange: 'all' }, 'dhcpRange'],
    ['no MTU', { mtu: 100 }, 'mtu'],
    [
      'an MTU too small for IPv6',
      { mtu: 1000, ...v6('2001:db8:1:150::/64', '2001:db8:1:150::1') },
      'mtu',
    ],
    ['IPv6 of another length', v6('2001:db8:1:150::/56', '2001:db8:1:150::1'), 'ipv6.subnet'],
    ['IPv6 of management', v6('2001:db8:1:10::/64', '2001:db8:1:10::1'), 'ipv6.subnet'],
    ['IPv6 with a gateway outside', v6('2001:db8:1:150::/64', '2001:db8::1'), 'ipv6.gateway'],
    ['a name server that is none', { dnsServers: ['9.9.9.9', 'dns'] }, 'dnsServers[1]'],
    ['a domain that is none', { dnsDomain: 'acme..example' }, 'dnsDomain'],
    ['a lease of a second', { leaseSeconds: 1 }, 'leaseSeconds'],
    ['an option of our own', { dhcpOptions: [{ code: 3, value: 'x' }] }, 'dhcpOptions[0].code'],
    [
      'an option without DHCP',
      { dhcpRange: null, dhcpOptions: [{ code: 66, value: 'x' }] },
      'dhcpOptions',
    ],
    ['the main table as a VRF', { vrf: 'main', dnsServers: ['9.9.9.9'] }, 'vrf'],
    ['NAT out of a VRF', { vrf: 'acme', nat: true, dnsServers: ['9.9.9.9'] }, 'nat'],
    ['a route to everywhere', route('0.0.0.0/0'), 'routes[0].destination'],
    ['a route to management', route('172.16.10.7/32'), 'routes[0].destination'],
    ['a route to another customer', route('172.16.151.0/24'), 'routes[0].destination'],
    ['a route to a peer', route('10.9.9.9/32'), 'routes[0].destination'],
    ['a route to the resolver', route('9.9.9.0/24'), 'routes[0].destination'],
    ['a route through somebody else', route('10.101.0.0/16', '172.16.151.9'), 'routes[0].gateway'],
    ['a route through the router', route('10.101.0.0/16', '172.16.150.1'), 'routes[0].gateway'],
    [
      'a record without an address',
      { dnsRecords: [{ name: 'a', address: 'b' }] },
      'dnsRecords[0].address',
    ],
    [
      'a record without a name',
      { dnsRecords: [{ name: '', address: '::1' }] },
      'dnsRecords[0].name',
    ],
  ])('%s', (_, but, field) => {
    expect(refusal(but)).toMatchObject({ code: 'WISH_REFUSED', field });
  });

  it.each<[string, Partial<NetworkWish>, Partial<DatacenterProfile>, string]>([
    ['NAT where the Internet is not', { nat: true }, { internet: null }, 'nat'],
    ['an announcement to nobody', { bgpEnabled: true }, { bgp: null }, 'bgpEnabled'],
    ['the VLAN of all untagged frames of a bridge', { vlanId: 1 }, { bridge: 'switch' }, 'vlanId'],
  ])('%s', (_, but, site, field) => {
    expect(refusal(but, { ...dc1, ...site })).toMatchObject({ code: 'WISH_REFUSED', field });
  });

  it('says which profiles there are', () => {
    expect(refusal({ firewallProfile: 'lax' })?.suggestion).toBe(
      'take one of standard, isolated, open',
    );
  });

  it('no VLAN because a service VLAN has the same number', () => {
    expect(refusal({ vlanId: 1000 }, dc2)).toBeUndefined();
  });
});
