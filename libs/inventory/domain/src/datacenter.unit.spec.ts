import { describe, expect, it } from '@jest/globals';
import {
  type DatacenterCommand,
  type DatacenterEvent,
  type DatacenterOrder,
  type DatacenterSettings,
  FIREWALL_PROFILES,
  NETWORK_TYPES,
} from '@ferrule/inventory-contracts';
import { Rejection } from '@ferrule/kernel';
import { datacenterDecider, datacenterSettings } from '@ferrule/inventory-domain';
import { deciderSpec } from '@ferrule/testing';
import fc from 'fast-check';

const given = deciderSpec(datacenterDecider);

const order: DatacenterOrder = {
  name: 'Paris 1',
  uplink: 'sfp-sfpplus1',
  encapsulation: { kind: 'vlan' },
  management: ['172.16.10.0/24'],
  supernets: ['172.16.0.0/16', '2001:db8:1::/48'],
};
const settings: DatacenterSettings = {
  name: 'Paris 1',
  uplink: 'sfp-sfpplus1',
  bridge: null,
  encapsulation: { kind: 'vlan' },
  management: ['172.16.10.0/24'],
  supernets: ['172.16.0.0/16', '2001:db8:1::/48'],
  dnsZones: [],
  resolver: null,
  internet: null,
  bgp: null,
  firewallProfiles: FIREWALL_PROFILES,
  networkTypes: NETWORK_TYPES,
  timeZone: 'UTC',
};
const ref = { datacenterId: 'DC1' };
const register = (changed: Partial<DatacenterOrder> = {}): DatacenterCommand => ({
  type: 'RegisterDatacenter',
  data: { ...ref, ...order, ...changed },
});
const configure = (changed: Partial<DatacenterOrder> = {}): DatacenterCommand => ({
  type: 'ConfigureDatacenter',
  data: { ...ref, ...order, ...changed },
});
const start: DatacenterCommand = {
  type: 'StartDatacenterMaintenance',
  data: { ...ref, reason: 'new switches' },
};
const end: DatacenterCommand = { type: 'EndDatacenterMaintenance', data: ref };
const registered: DatacenterEvent = { type: 'DatacenterRegistered', data: { ...ref, ...settings } };
const configured = (changed: Partial<DatacenterSettings>): DatacenterEvent => ({
  type: 'DatacenterConfigured',
  data: { ...ref, ...settings, ...changed },
});
const started: DatacenterEvent = {
  type: 'DatacenterMaintenanceStarted',
  data: { ...ref, reason: 'new switches' },
};
const ended: DatacenterEvent = { type: 'DatacenterMaintenanceEnded', data: ref };
const peer = { name: 'dc2', address: '10.255.255.2', as: 65_001 };
const bgp = { as: 65_001, routerId: '10.255.1.1', peers: [peer] };

describe('a datacenter', () => {
  it('is registered with every default filled in, once', () => {
    given().when(register()).then(registered);
    given(registered).when(register()).thenRejects('DATACENTER_EXISTS');
  });

  it('is told nothing before it is registered', () => {
    for (const command of [configure(), start, end])
      given().when(command).thenRejects('DATACENTER_NOT_FOUND');
  });

  it('is configured anew as a whole, and not at all when nothing is new', () => {
    given(registered)
      .when(configure({ uplink: 'sfp-sfpplus2' }))
      .then(configured({ uplink: 'sfp-sfpplus2' }));
    given(registered).when(configure()).then();
    given(registered, configured({ uplink: 'ether1' }))
      .when(configure())
      .then(configured({}));
  });

  it('behind a service VLAN has a service tag unless it says otherwise', () => {
    given(registered)
      .when(configure({ encapsulation: { kind: 'qinq', serviceVlan: 1000 } }))
      .then(
        configured({ encapsulation: { kind: 'qinq', serviceVlan: 1000, etherType: '0x88a8' } }),
      );
  });

  it('keeps the three profiles, or its own in their place, and adds to them', () => {
    const open = { name: 'open', opens: true, accepts: 'nothing' } as const;
    const web = {
      name: 'web',
      opens: true,
      accepts: [{ protocol: 'tcp', ports: '80,443' }],
    } as const;
    given(registered)
      .when(configure({ firewallProfiles: [open, web] }))
      .then(configured({ firewallProfiles: [...FIREWALL_PROFILES.slice(0, 2), open, web] }));
  });

  it('goes into maintenance and out of it, and a second word changes nothing', () => {
    given(registered).when(start).then(started);
    given(registered, started).when(start).then();
    given(registered, started).when(end).then(ended);
    given(registered).when(end).then();
    given(registered, started, configured({ uplink: 'ether1' }))
      .when(end)
      .then(ended);
  });

  it('says of a BGP peer that it has a key, and never the key', () => {
    const withKey = { ...bgp, peers: [{ ...peer, md5Key: 'sealed:v1:k:nonce:text' }] };
    const stored = configured({ bgp: { ...bgp, peers: [{ ...peer, md5: true }] } });
    given(registered)
      .when(configure({ bgp: withKey }))
      .then(stored);
    // A new key is news, although it does not show.
    given(registered, stored)
      .when(configure({ bgp: withKey }))
      .then(stored);
    given(registered, stored)
      .when(configure({ bgp: { ...bgp, peers: [{ ...peer, md5: true }] } }))
      .then();
    given(registered, stored)
      .when(configure({ bgp }))
      .then(configured({ bgp: { ...bgp, peers: [{ ...peer, md5: false }] } }));
  });
});

const fieldOf = (changed: Partial<DatacenterOrder>): string | undefined => {
  try {
    datacenterSettings({ ...order, ...changed }, null);
  } catch (error) {
    if (error instanceof Rejection) return error.detail.field;
    throw error;
  }
  return undefined;
};

describe('what is wrong with a datacenter', () => {
  it.each<[string, Partial<DatacenterOrder>]>([
    ['management[0]', { management: ['172.16.10.0'] }],
    ['management[1]', { management: ['172.16.10.0/24', '172.16.11.1/24'] }],
    ['supernets[0]', { supernets: ['172.16.0.0/33'] }],
    ['supernets[0]', { supernets: ['2001:db8::/129'] }],
    ['supernets[1]', { supernets: ['172.16.0.0/16', '172.16.128.0/17'] }],
    ['encapsulation.serviceVlan', { encapsulation: { kind: 'qinq' } }],
    ['encapsulation.serviceVlan', { encapsulation: { kind: 'vlan', serviceVlan: 1000 } }],
    ['encapsulation.etherType', { encapsulation: { kind: 'vlan', etherType: '0x8100' } }],
    ['resolver.servers[1]', { resolver: { servers: ['9.9.9.9', 'dns.example'] } }],
    ['bgp.routerId', { bgp: { ...bgp, routerId: '2001:db8::1' } }],
    ['bgp.peers[0].address', { bgp: { ...bgp, peers: [{ ...peer, address: '10.255.255' }] } }],
    ['bgp.peers[1].name', { bgp: { ...bgp, peers: [peer, peer] } }],
    ['bgp.peers[0].md5Key', { bgp: { ...bgp, peers: [{ ...peer, md5: true }] } }],
    [
      'firewallProfiles[1].name',
      {
        firewallProfiles: [
          { name: 'web', opens: true, accepts: 'nothing' },
          { name: 'web', opens: false, accepts: 'nothing' },
        ],
      },
    ],
    [
      'firewallProfiles[0].name',
      { firewallProfiles: [{ name: 'clients', opens: true, accepts: 'nothing' }] },
    ],
  ])('is named by its field: %s', (field, changed) => {
    expect(fieldOf(changed)).toBe(field);
  });

  it('is never two halves of one block, and always a block twice', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.integer({ min: 9, max: 32 }), (octet, length) => {
        const block = (4_294_967_296 / 2 ** length) * (octet % 2 ** Math.min(8, length));
        const text = (base: number) =>
          [24, 16, 8, 0].map((by) => Math.floor(base / 2 ** by) % 256).join('.');
        const size = 2 ** (32 - length);
        const next = block + (Math.floor(block / size) % 2 === 0 ? size : -size);
        const one = `${text(block)}/${length}`;
        expect(fieldOf({ supernets: [one, `${text(next)}/${length}`] })).toBeUndefined();
        expect(fieldOf({ supernets: [one, one] })).toBe('supernets[1]');
        const around = Math.floor(block / (2 * size)) * 2 * size;
        expect(fieldOf({ supernets: [one, `${text(around)}/${length - 1}`] })).toBe('supernets[1]');
      }),
    );
  });
});
