import {
  type DatacenterProfile,
  FIREWALL_PROFILES,
  type RouterEntry,
} from '@ferrule/inventory-contracts';
import type { NetworkWish } from '@ferrule/router-contracts';
import {
  type Simulator,
  type SimulatorSettings,
  startSimulator,
} from '@ferrule/router-simulator-core';
import { DC1, entryFor, keys } from './spec-rig.ts';

// For the specs of this app alone: a router as the guide prepares it, and what is wished of it.

/** Nobody but the router and its gateway may ever say it. */
export const ROUTER_PASSWORD = 'Tr0ub4dor of a router';

/** With the gateway's own user: whatever that one sends is held against the menus of real routers. */
export const startRouter = (settings: SimulatorSettings = {}): Promise<Simulator> =>
  startSimulator({ ...settings, users: [{ name: 'ferrule', password: ROUTER_PASSWORD }] });

export const login = (id: string): Pick<RouterEntry, 'user' | 'password'> => ({
  user: 'ferrule',
  password: keys.seal(ROUTER_PASSWORD, `router/${id}/password`),
});

export const routerEntry = (
  id: string,
  { port }: Pick<Simulator, 'port'>,
  changed: Partial<RouterEntry> = {},
): RouterEntry => entryFor(id, port, { ...login(id), ...changed });

export const PEER_KEY = 'correct horse';

/** Peers, and prefixes of both families. */
export const DC1_WITH_PEERS: DatacenterProfile = {
  ...DC1,
  management: ['172.16.10.0/24', '2001:db8:1:10::/64'],
  supernets: ['172.16.0.0/16', '2001:db8:1::/48'],
  bgp: {
    as: 65001,
    routerId: '10.255.1.1',
    peers: [
      {
        name: 'dc2',
        address: '10.255.255.2',
        as: 65001,
        md5Key: keys.seal(PEER_KEY, 'datacenter/DC1/bgp/dc2'),
      },
      { name: 'isp', address: '203.0.113.1', as: 65550 },
    ],
  },
  firewallProfiles: FIREWALL_PROFILES,
};

/** The network of a VLAN, by its number below 250. */
export const wishOf = (n: number, changed: Partial<NetworkWish> = {}): NetworkWish => ({
  networkId: `net-${n}`,
  vlanId: n,
  subnet: `172.16.${n}.0/24`,
  gateway: `172.16.${n}.1`,
  dhcpRange: `172.16.${n}.100-172.16.${n}.200`,
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
  ...changed,
});

/** What changes a router, of all that it was sent by its gateway. */
export const writesTo = ({ router }: Simulator): readonly string[] =>
  router.journal.entries.flatMap(({ user, words: [command = ''] }) =>
    user === 'ferrule' && !/\/(print|cancel|login)$/.test(command) ? [command] : [],
  );
