import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { FIREWALL_PROFILES } from '@ferrule/inventory-contracts';
import type { DatacenterProfile, FirewallProfile } from '@ferrule/inventory-contracts';
import { dialectOf } from '../dialect.ts';
import { compileDatacenter } from './compile-datacenter.ts';

const dc1: DatacenterProfile = {
  id: 'DC1',
  uplink: 'sfp-sfpplus1',
  bridge: null,
  encapsulation: { kind: 'vlan' },
  management: ['172.16.10.0/24', '192.0.2.7/32', '2001:db8:1:10::/64'],
  supernets: ['172.16.0.0/16'],
  resolver: { servers: ['9.9.9.9', '2620:fe::fe'], cacheKiB: 4096 },
  internet: { interface: 'ether1' },
  bgp: {
    as: 65_001,
    routerId: '10.255.1.1',
    peers: [
      { name: 'dc2', address: '10.255.255.2', as: 65_001, md5Key: 'opened' },
      { name: 'transit', address: '203.0.113.1', as: 64_500 },
    ],
  },
  firewallProfiles: FIREWALL_PROFILES,
};

const qinq = {
  encapsulation: { kind: 'qinq', serviceVlan: 1000, etherType: '0x88a8' },
} as const satisfies Partial<DatacenterProfile>;

const tagFor = (subject: string) => `nnc-provisioned-${subject}`;

const compiled = (but: Partial<DatacenterProfile> = {}, version = '7.24') => {
  const result = compileDatacenter({ ...dc1, ...but }, dialectOf(version), tagFor);
  if ('failure' in result) throw new Error(result.failure.message);
  return result;
};

const rows = (path: string, but: Partial<DatacenterProfile> = {}, version = '7.24') =>
  compiled(but, version)
    .resources.filter((resource) => resource.path === path)
    .map(({ attributes }) => attributes);

const comment = 'nnc-provisioned-dc-DC1';
/** Rows that would no longer keep anybody out if somebody disabled them. */
const kept = { comment, disabled: 'false' };

describe('a base configuration', () => {
  it('has no service VLAN where customers have one tag', () => {
    expect(rows('/interface/vlan')).toEqual([]);
  });

  it('has the service VLAN, with a tag of its own kind', () => {
    const vlan = { name: 'svlan1000', interface: 'sfp-sfpplus1', 'vlan-id': '1000', comment };
    expect(rows('/interface/vlan', qinq)).toEqual([{ ...vlan, 'use-service-tag': 'true' }]);
    const customers = { encapsulation: { ...qinq.encapsulation, etherType: '0x8100' } } as const;
    expect(rows('/interface/vlan', customers)).toEqual([{ ...vlan, 'use-service-tag': 'false' }]);
  });

  it('lets the service VLAN through a bridge', () => {
    const bridged = { ...qinq, bridge: 'switch' };
    expect(rows('/interface/vlan', bridged)).toMatchObject([{ interface: 'switch' }]);
    expect(rows('/interface/bridge/vlan', bridged)).toEqual([
      { bridge: 'switch', 'vlan-ids': '1000', tagged: 'switch,sfp-sfpplus1', comment },
    ]);
  });

  it('names the service VLAN alone by its number', () => {
    const other = { encapsulation: { ...qinq.encapsulation, serviceVlan: 1001 } };
    const [one, two] = [compiled(qinq).resources, compiled(other).resources];
    const differing = one.filter((row, at) => JSON.stringify(row) !== JSON.stringify(two[at]));
    expect(one).toHaveLength(two.length);
    expect(differing.map(({ path }) => path)).toEqual([
      '/interface/vlan',
      '/interface/list/member',
    ]);
  });

  it('has the service VLAN itself among the clients, without a profile', () => {
    expect(rows('/interface/list/member', qinq)).toContainEqual({
      list: 'ferrule-clients',
      interface: 'svlan1000',
      ...kept,
    });
  });

  it('keeps management of both families as the router spells it', () => {
    expect(rows('/ip/firewall/address-list').map(({ address }) => address)).toEqual([
      '172.16.10.0/24',
      '192.0.2.7',
    ]);
    expect(rows('/ipv6/firewall/address-list')).toEqual([
      { list: 'ferrule-management', address: '2001:db8:1:10::/64', ...kept },
    ]);
  });

  it('resolves names for clients, and for nobody on the Internet', () => {
    expect(rows('/ip/dns')).toEqual([
      { servers: '9.9.9.9,2620:fe::fe', 'cache-size': '4096', 'allow-remote-requests': 'true' },
    ]);
    const closed = rows('/ip/firewall/filter').filter((rule) => rule['in-interface'] === 'ether1');
    expect(closed.map(({ action, protocol }) => [action, protocol])).toEqual([
      ['drop', 'udp'],
      ['drop', 'tcp'],
    ]);
    expect(rows('/ip/dns', { resolver: null })).toEqual([]);
  });

  it('translates after the rules of others, and only where the Internet is', () => {
    expect(compiled().resources.filter(({ path }) => path === '/ip/firewall/nat')).toMatchObject([
      { attributes: { chain: 'srcnat', 'out-interface': 'ether1' }, stands: 'last' },
    ]);
    expect(rows('/ip/firewall/nat', { internet: null })).toEqual([]);
  });

  it('stands first only where it leads clients away, and closes the resolver', () => {
    const first = compiled().resources.filter(({ stands }) => stands === 'first');
    expect(new Set(first.map(({ attributes }) => attributes['chain']))).toEqual(
      new Set(['forward', 'input']),
    );
  });

  it('has rules for each profile, and as many as profiles have use for', () => {
    const web: FirewallProfile = {
      name: 'web',
      opens: true,
      accepts: [{ protocol: 'tcp', ports: '80,443' }],
    };
    const filter = '/ip/firewall/filter';
    const more = rows(filter, { firewallProfiles: [...FIREWALL_PROFILES, web] });
    expect(more).toHaveLength(rows(filter).length + 2);
    expect(more).toContainEqual({
      chain: 'ferrule-to',
      'out-interface-list': 'ferrule-web',
      protocol: 'tcp',
      'dst-port': '80,443',
      action: 'accept',
      ...kept,
    });
  });

  it('speaks BGP as the version of the router does', () => {
    const common = {
      name: 'ferrule-dc2',
      as: '65001',
      'local.role': 'ibgp',
      'remote.address': '10.255.255.2',
      'remote.as': '65001',
      'output.network': 'ferrule-announced',
      'tcp-md5-key': 'opened',
      comment,
    };
    const [first] = rows('/routing/bgp/connection');
    expect(first).toEqual({ ...common, instance: 'ferrule', afi: 'ip,ipv6' });
    expect(rows('/routing/bgp/instance')).toEqual([
      { name: 'ferrule', as: '65001', 'router-id': '10.255.1.1', comment },
    ]);
    expect(rows('/routing/bgp/instance', {}, '7.19')).toEqual([]);
    expect(rows('/routing/bgp/connection', {}, '7.19')[0]).toEqual({
      ...common,
      'router-id': '10.255.1.1',
      afi: 'ip,ipv6',
    });
    expect(rows('/routing/bgp/connection', {}, '7.16')[0]).toMatchObject({
      'router-id': '10.255.1.1',
      'address-families': 'ip,ipv6',
    });
  });

  it('has a peer outside as one, without a key where there is none', () => {
    expect(rows('/routing/bgp/connection')[1]).toMatchObject({ 'local.role': 'ebgp' });
    expect(rows('/routing/bgp/connection')[1]).not.toHaveProperty('tcp-md5-key');
  });
});

const profile = (but: Partial<FirewallProfile>): Partial<DatacenterProfile> => ({
  firewallProfiles: [{ name: 'web', opens: true, accepts: 'nothing', ...but }],
});
const ports = (text: string) => profile({ accepts: [{ protocol: 'tcp', ports: text }] });
const peer = (but: object) => ({
  bgp: {
    as: 65_001,
    routerId: '10.255.1.1',
    peers: [{ name: 'dc2', address: '10.255.255.2', as: 65_001, ...but }],
  },
});

describe('before anything is compiled, what is refused', () => {
  it.each<[string, Partial<DatacenterProfile>, string]>([
    ['an id with a dot', { id: 'dc.1' }, 'id'],
    ['no uplink', { uplink: '' }, 'uplink'],
    ['no bridge by an empty name', { bridge: '' }, 'bridge'],
    [
      'service VLAN 4095',
      { encapsulation: { ...qinq.encapsulation, serviceVlan: 4095 } },
      'encapsulation.serviceVlan',
    ],
    ['management with host bits', { management: ['172.16.10.1/24'] }, 'management[0]'],
    ['a supernet that is none', { supernets: ['172.16.0.0/16', 'all'] }, 'supernets[1]'],
    ['a resolver by name', { resolver: { servers: ['dns'], cacheKiB: 64 } }, 'resolver.servers[0]'],
    ['a resolver without memory', { resolver: { servers: [], cacheKiB: 0 } }, 'resolver.cacheKiB'],
    ['an Internet nowhere', { internet: { interface: '' } }, 'internet.interface'],
    ['a profile without a name', profile({ name: '' }), 'firewallProfiles[0].name'],
    [
      'a profile named as all clients are',
      profile({ name: 'clients' }),
      'firewallProfiles[0].name',
    ],
    [
      'a profile that is there twice',
      { firewallProfiles: [...FIREWALL_PROFILES, ...FIREWALL_PROFILES] },
      'firewallProfiles[0].name',
    ],
    ['port 65536', ports('65536'), 'firewallProfiles[0].accepts[0].ports'],
    ['ports turned round', ports('90-80'), 'firewallProfiles[0].accepts[0].ports'],
    ['a service by name', ports('http'), 'firewallProfiles[0].accepts[0].ports'],
    ['AS 0', peer({ as: 0 }), 'bgp.peers[0].as'],
    ['a peer by name', peer({ address: 'dc2' }), 'bgp.peers[0].address'],
  ])('%s', (_, but, field) => {
    const result = compileDatacenter({ ...dc1, ...but }, dialectOf('7.24'), tagFor);
    const failure = 'failure' in result ? result.failure : undefined;
    expect(failure?.code).toBe('WISH_REFUSED');
    expect(failure?.field?.replace(/\[\d\]\.name/u, '[0].name')).toBe(field);
  });
});
