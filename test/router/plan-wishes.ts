import fc from 'fast-check';
import type { Resource } from '@ferrule/router-domain';

/** What somebody wants, of which every part may be there or not, in several shapes. */
export interface Wanting {
  /** Names and addresses follow from it: two owners never want the same. */
  readonly number: number;
  readonly vlan: { readonly id: number; readonly mtu: string } | null;
  readonly address: boolean;
  readonly pool: string | null;
  readonly lease: string;
  readonly options: readonly number[];
  readonly lists: readonly string[];
  readonly addresses: readonly number[];
  readonly names: readonly number[];
  readonly routes: readonly number[];
  readonly table: boolean;
  readonly peers: readonly number[];
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly own: readonly number[];
  readonly nat: readonly number[];
  readonly bgp: string | null;
  readonly ipv6: boolean;
  readonly resolver: string | null;
  readonly script: string | null;
}

const some = (highest: number) =>
  fc.uniqueArray(fc.integer({ min: 1, max: highest }), { maxLength: highest });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

export const wanting = (number: number): fc.Arbitrary<Wanting> =>
  fc.record({
    number: fc.constant(number),
    vlan: maybe(
      fc.record({
        id: fc.integer({ min: number * 100, max: number * 100 + 3 }),
        mtu: fc.constantFrom('1500', '1400'),
      }),
    ),
    address: fc.boolean(),
    pool: maybe(fc.constantFrom('100', '120')),
    lease: fc.constantFrom('30m', '1h'),
    options: some(3),
    lists: fc.uniqueArray(fc.constantFrom('red', 'green', 'blue')),
    addresses: some(4),
    names: some(3),
    routes: some(3),
    table: fc.boolean(),
    peers: some(3),
    first: some(5),
    last: some(4),
    own: some(5),
    nat: some(3),
    bgp: maybe(fc.constantFrom('1m', '3m')),
    ipv6: fc.boolean(),
    resolver: maybe(fc.constantFrom('192.0.2.53', '192.0.2.54,192.0.2.55')),
    script: maybe(fc.constantFrom(':log info a', ':log info b')),
  });

const key = (number: number) => `${String.fromCharCode(64 + number).repeat(42)}A=`;

/** In an order in which nobody could write them: that is the plan's business. */
export const resourcesOf = (wish: Wanting, tag: string): readonly Resource[] => {
  const { number: n, vlan } = wish;
  const net = `10.${n}`;
  const port = vlan === null ? 'ether5' : `vlan${vlan.id}`;
  const chain = `ferrule-${n}`;
  const row = (
    path: string,
    attributes: Readonly<Record<string, string>>,
    more: Partial<Resource> = {},
  ): Resource => ({ path, attributes: { ...attributes, comment: tag }, critical: true, ...more });
  const rule = (attributes: Readonly<Record<string, string>>, stands: 'first' | 'last') =>
    row('/ip/firewall/filter', attributes, { stands });
  return [
    ...wish.last.map((at) =>
      rule({ chain: 'input', action: 'drop', 'src-address': `${net}.9.${at}` }, 'last'),
    ),
    ...wish.first.map((at) =>
      rule(
        {
          chain: 'forward',
          action: 'accept',
          protocol: 'tcp',
          'dst-port': `${n}0${at}`,
          ...(at === 2 && { 'src-address-list': `list${n}` }),
          ...(at === 3 && { 'in-interface-list': `ferrule-${n}-red` }),
        },
        'first',
      ),
    ),
    ...(wish.own.length > 0
      ? [rule({ chain: 'forward', action: 'jump', 'jump-target': chain }, 'first')]
      : []),
    ...wish.own.map((at) =>
      rule({ chain, action: 'accept', 'connection-mark': `mark${at}` }, 'first'),
    ),
    ...wish.nat.map((at) =>
      row(
        '/ip/firewall/nat',
        { chain: 'srcnat', action: 'masquerade', 'src-address': `${net}.${at}.0/24` },
        { stands: 'last' },
      ),
    ),
    ...(wish.bgp === null
      ? []
      : [
          row('/routing/bgp/connection', {
            name: `peer${n}`,
            instance: `bgp${n}`,
            'local.role': 'ibgp',
            'remote.address': `${net}.0.2`,
            'hold-time': wish.bgp,
            'output.network': `list${n}`,
          }),
          row('/routing/bgp/instance', { name: `bgp${n}`, as: '65001', 'router-id': `${net}.0.1` }),
        ]),
    ...wish.routes.map((at) =>
      row('/ip/route', {
        'dst-address': `172.${n}.${at}.0/24`,
        ...(at === 3 ? { blackhole: '' } : { gateway: port }),
        ...(wish.table && { 'routing-table': `table${n}` }),
      }),
    ),
    ...(wish.table
      ? [
          row('/routing/rule', {
            'src-address': `${net}.0.0/16`,
            action: 'lookup',
            table: `table${n}`,
          }),
          row('/routing/table', { name: `table${n}`, fib: '' }),
        ]
      : []),
    ...wish.names.map((at) =>
      row('/ip/dns/static', { name: `host${at}.n${n}.example`, address: `${net}.0.${at}` }),
    ),
    ...wish.addresses.map((at) =>
      row('/ip/firewall/address-list', { list: `list${n}`, address: `${net}.${at}.0/24` }),
    ),
    ...wish.lists.flatMap((colour) => [
      row('/interface/list/member', { list: `ferrule-${n}-${colour}`, interface: port }),
    ]),
    ...['red', 'green', 'blue'].map((colour) =>
      row('/interface/list', { name: `ferrule-${n}-${colour}` }),
    ),
    ...wish.options.map((at) =>
      row('/ip/dhcp-server/option', { name: `option${n}-${at}`, code: `6${at}`, value: `'${at}'` }),
    ),
    ...(wish.pool === null
      ? []
      : [
          row('/ip/dhcp-server/network', {
            address: `${net}.0.0/24`,
            gateway: `${net}.0.1`,
            'dhcp-option': wish.options.map((at) => `option${n}-${at}`).join(','),
            ...(wish.address && { 'dns-server': `${net}.0.1` }),
          }),
          row('/ip/dhcp-server', {
            name: `dhcp${n}`,
            interface: port,
            'address-pool': `pool${n}`,
            'lease-time': wish.lease,
          }),
          row('/ip/pool', { name: `pool${n}`, ranges: `${net}.0.${wish.pool}-${net}.0.200` }),
        ]),
    ...(wish.address ? [row('/ip/address', { address: `${net}.0.1/24`, interface: port })] : []),
    ...(wish.ipv6
      ? [row('/ipv6/address', { address: `2001:db8:${n}::1/64`, interface: port })]
      : []),
    ...wish.peers.map((at) =>
      row('/interface/wireguard/peers', {
        interface: `wg${n}`,
        'public-key': key(at),
        'allowed-address': `${net}.7.${at}/32`,
      }),
    ),
    ...(wish.peers.length > 0 ? [row('/interface/wireguard', { name: `wg${n}` })] : []),
    ...(vlan === null
      ? []
      : [
          row(
            '/interface/vlan',
            {
              name: port,
              interface: 'sfp-sfpplus1',
              'vlan-id': String(vlan.id),
              ...(vlan.mtu !== '1500' && { mtu: vlan.mtu }),
            },
            { gate: true },
          ),
        ]),
    ...(wish.script === null
      ? []
      : [row('/system/script', { name: `script${n}`, source: wish.script }, { critical: false })]),
    ...(wish.resolver === null
      ? []
      : [
          {
            path: '/ip/dns',
            attributes: { servers: wish.resolver, 'allow-remote-requests': 'yes' },
            critical: true,
          },
        ]),
  ];
};
