import { Rejection } from '@ferrule/kernel';
import type { Phase } from '@ferrule/router-contracts';

export interface PhaseDefinition {
  readonly phase: Phase;
  readonly name: string;
  readonly description: string;
  /** With everything below them, unless another phase names it. */
  readonly paths: readonly string[];
}

const under = (prefix: string, names: string): readonly string[] =>
  names
    .trim()
    .split(/\s+/u)
    .map((name) => `${prefix}/${name}`);

export const PhaseInterfaceSetup = 1;
export const PhaseTunnelPeers = 2;
export const PhaseIPAddressPools = 3;
export const PhasePPPVPNServers = 4;
export const PhaseDHCPNetworking = 5;
export const PhaseRouting = 6;
export const PhaseFirewall = 7;
export const PhaseSystemDNS = 8;

/** In the order in which they are carried out; undone from the last to the first. */
export const PHASES: readonly PhaseDefinition[] = [
  {
    phase: PhaseInterfaceSetup,
    name: 'Interface Setup',
    description: 'Interfaces of every kind, the lists that they belong to, and VRFs',
    paths: [
      ...under(
        '/interface',
        `bridge wireguard pppoe-client l2tp-client sstp-client pptp-client ovpn-client wifi ipip eoip
      gre vxlan vlan macvlan lte list vrrp bonding ethernet`,
      ),
      '/zerotier',
      '/ip/vrf',
    ],
  },
  {
    phase: PhaseTunnelPeers,
    name: 'Tunnel Peers',
    description: 'Who stands at the other end of a tunnel',
    paths: [
      '/interface/wireguard/peers',
      ...under('/ip/ipsec', 'profile peer proposal mode-config'),
    ],
  },
  {
    phase: PhaseIPAddressPools,
    name: 'IP Address Pools',
    description: 'Addresses, and the pools that others are given from',
    paths: [...under('/ip', 'pool address'), ...under('/ipv6', 'pool address')],
  },
  {
    phase: PhasePPPVPNServers,
    name: 'PPP/VPN Servers',
    description: 'Servers that people dial in to, and who may',
    paths: [
      ...under('/ppp', 'profile secret'),
      ...under('/interface', 'pptp-server l2tp-server sstp-server ovpn-server pppoe-server'),
      ...under('/ip/ipsec', 'identity policy'),
      ...under('/ip', 'hotspot socks proxy'),
      '/radius',
    ],
  },
  {
    phase: PhaseDHCPNetworking,
    name: 'DHCP Networking',
    description: 'DHCP, and which ports and interfaces belong together',
    paths: [
      ...under('/interface', 'wifi/provisioning bridge/port bridge/vlan list/member'),
      ...under('/ip', 'dhcp-server dhcp-client'),
      ...under('/ipv6', 'dhcp-server dhcp-client nd'),
    ],
  },
  {
    phase: PhaseRouting,
    name: 'Routing',
    description: 'Routing tables, routes, and BGP',
    paths: [...under('/routing', 'table rule bgp'), '/ip/route', '/ipv6/route'],
  },
  {
    phase: PhaseFirewall,
    name: 'Firewall',
    description: 'Firewall rules and lists, and what opens ports by itself',
    paths: [...under('/ip', 'firewall upnp nat-pmp'), '/ipv6/firewall'],
  },
  {
    phase: PhaseSystemDNS,
    name: 'System/DNS',
    description: 'The router itself: names, time, services, certificates',
    paths: [
      ...under('/ip', 'dns service cloud ssh'),
      ...under('/system', 'identity ntp/client scheduler script logging'),
      '/certificate',
    ],
  },
];

export const PhaseOrder: readonly Phase[] = PHASES.map(({ phase }) => phase);

const phases: ReadonlyMap<string, Phase> = new Map(
  PHASES.flatMap(({ phase, paths }) => paths.map((path) => [path, phase])),
);

/** By the longest beginning of the path, in whole elements, that a phase names. */
export const phaseOf = (path: string): Phase => {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const phase = phases.get(path.slice(0, end));
    if (phase !== undefined) return phase;
  }
  throw new Rejection('PATH_WITHOUT_PHASE', `no phase of provisioning configures ${path}`, {
    field: 'path',
  });
};
