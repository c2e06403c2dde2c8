import 'reflect-metadata';
import { FIREWALL_PROFILES } from '@ferrule/inventory-contracts';
import type { DatacenterProfile, FirewallProfile } from '@ferrule/inventory-contracts';
import type { NetworkWish } from '@ferrule/router-contracts';

/** A profile that no product has: an operator defined it. */
export const WEB: FirewallProfile = {
  name: 'web',
  opens: true,
  accepts: [{ protocol: 'tcp', ports: '80,443' }],
};

export const INTERNET = 'ether1';
/** Where the management network and the other datacenter are. */
export const INSIDE = { management: 'ether13', link: 'sfp-sfpplus2' } as const;
export const UPLINK = 'sfp-sfpplus1';

/** With switches of its own: a customer's frame has one tag. */
export const DC1: DatacenterProfile = {
  id: 'DC1',
  uplink: UPLINK,
  bridge: null,
  encapsulation: { kind: 'vlan' },
  management: ['172.16.10.0/24', '2001:db8:1:10::/64'],
  supernets: ['172.16.0.0/16', '2001:db8:1::/48'],
  resolver: { servers: ['9.9.9.9', '2620:fe::fe'], cacheKiB: 4096 },
  internet: { interface: INTERNET },
  bgp: {
    as: 65_001,
    routerId: '10.255.1.1',
    peers: [
      { name: 'dc2', address: '10.255.255.2', as: 65_001 },
      { name: 'transit', address: '203.0.113.1', as: 64_500 },
    ],
  },
  firewallProfiles: [...FIREWALL_PROFILES, WEB],
};

/** Behind a provider's service VLAN: a customer's frame has two tags. */
export const DC2: DatacenterProfile = {
  ...DC1,
  id: 'DC2',
  encapsulation: { kind: 'qinq', serviceVlan: 1000, etherType: '0x88a8' },
  supernets: ['172.20.0.0/16', '2001:db8:2::/48'],
  management: ['172.20.10.0/24', '2001:db8:2:10::/64'],
};

/** The network of a VLAN as `ipam` would have it. */
export const networkWish = (
  vlanId: number,
  but: Partial<NetworkWish> = {},
  second = 16,
): NetworkWish => ({
  networkId: `net-${vlanId}`,
  vlanId,
  subnet: `172.${second}.${vlanId}.0/24`,
  gateway: `172.${second}.${vlanId}.1`,
  dhcpRange: `172.${second}.${vlanId}.100-172.${second}.${vlanId}.200`,
  dnsServers: [],
  dnsDomain: null,
  leaseSeconds: 3600,
  dhcpOptions: [],
  firewallProfile: 'standard',
  nat: true,
  vrf: null,
  routes: [],
  bgpEnabled: false,
  dnsRecords: [],
  ipv6: null,
  mtu: 1500,
  ...but,
});
