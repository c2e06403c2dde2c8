import { menu, type MenuFacts } from './menu-facts.ts';

/** What every table of every family matches by, and how its rules are kept. */
const matchers = `chain action=accept src-address src-address-list src-address-type:set src-mac-address
  src-port dst-address dst-address-list dst-address-type:set dst-limit dst-port protocol port
  icmp-options in-interface in-interface-list in-bridge-port in-bridge-port-list out-interface
  out-interface-list out-bridge-port out-bridge-port-list packet-mark packet-size
  per-connection-classifier address-list address-list-timeout:duration content dscp ingress-priority
  ipsec-policy jump-target limit nth priority random tcp-mss time tos log:flag=false log-prefix=
  disabled:flag=false comment`;

const connections = `connection-bytes connection-limit connection-mark connection-rate connection-type
  routing-mark`;
const states = 'connection-state:set connection-nat-state:set';
const tcp = 'tcp-flags:set tls-host';
const ipv4 = 'fragment:flag hotspot:set ipv4-options psd ttl';
const ipv6 = 'headers:set hop-limit';
const marks = `new-connection-mark new-dscp new-mss new-packet-mark new-priority new-routing-mark
  passthrough:flag=true sniff-id sniff-target sniff-target-port`;

const table = (path: string, ...args: readonly string[]): MenuFacts => {
  const lists = `${path.slice(0, path.lastIndexOf('/'))}/address-list`;
  return menu(path, {
    ordered: true,
    args: [matchers, ...args].join(' '),
    refers: {
      'in-interface': '/interface',
      'out-interface': '/interface',
      'in-bridge-port': '/interface',
      'out-bridge-port': '/interface',
      'in-interface-list': '/interface/list',
      'out-interface-list': '/interface/list',
      'in-bridge-port-list': '/interface/list',
      'out-bridge-port-list': '/interface/list',
      'src-address-list': lists,
      'dst-address-list': lists,
      'routing-mark': '/routing/table',
      'new-routing-mark': '/routing/table',
      'jump-target': path,
    },
    // Nobody is sent into a chain before its rules are there.
    provides: { by: 'chain', spaces: path },
    unsets: true,
  });
};

const addressList = (path: string): MenuFacts =>
  menu(path, {
    key: 'list address',
    args: `list address timeout:duration dynamic:flag disabled:flag=false comment`,
    // A rule that names a list finds it filled.
    provides: { by: 'list', spaces: path },
  });

export const firewallMenus = [
  addressList('/ip/firewall/address-list'),
  table(
    '/ip/firewall/filter',
    connections,
    states,
    tcp,
    ipv4,
    'layer7-protocol p2p realm reject-with hw-offload:flag=true',
  ),
  table(
    '/ip/firewall/nat',
    connections,
    ipv4,
    `layer7-protocol randomise-ports:flag realm same-not-by-dst:flag socks5-port socks5-server
     socksify-service to-addresses to-ports`,
  ),
  table(
    '/ip/firewall/mangle',
    connections,
    states,
    tcp,
    ipv4,
    marks,
    'layer7-protocol new-ttl p2p realm route-dst',
  ),
  table('/ip/firewall/raw', tcp, ipv4),
  addressList('/ipv6/firewall/address-list'),
  table('/ipv6/firewall/filter', connections, states, tcp, ipv6, 'reject-with'),
  table(
    '/ipv6/firewall/nat',
    connections,
    'connection-state:set tcp-flags:set',
    ipv6,
    'to-address to-ports',
  ),
  table(
    '/ipv6/firewall/mangle',
    connections,
    states,
    tcp,
    ipv6,
    marks,
    'dst-prefix new-hop-limit src-prefix',
  ),
  table('/ipv6/firewall/raw', tcp, ipv6),
];
