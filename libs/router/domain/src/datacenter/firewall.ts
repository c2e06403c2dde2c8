import type { DatacenterProfile, FirewallProfile } from '@ferrule/inventory-contracts';
import { enabledRow } from '../network/compiled.ts';
import type { Resource } from '../resource.ts';
import type { Attributes } from '../router-driver.ts';
import { ADDRESSES, CHAINS, INTERFACES, profileList } from './lists.ts';

/** Their count follows from the profiles, never from the networks: a network joins lists. */
const FAMILIES = [
  { filter: '/ip/firewall/filter', icmp: 'icmp' },
  { filter: '/ipv6/firewall/filter', icmp: 'icmpv6' },
] as const;

/** The jumps by which packets get to our chains: without them nothing is filtered. */
export const JUMPS = 3;

type Rule = Attributes & { readonly chain: string };

const answers = (chain: string): Rule => ({
  chain,
  'connection-state': 'established,related',
  action: 'accept',
});

/** Returns what may leave, to be judged by where it goes. */
const leaving = (profiles: readonly FirewallProfile[]): readonly Rule[] => {
  const chain = CHAINS.from;
  return [
    answers(chain),
    // A client that forges a source would pass for somebody whom others trust, here or elsewhere.
    { chain, 'src-address-list': `!${ADDRESSES.networks}`, action: 'drop' },
    ...profiles.map((profile): Rule => {
      const from = { chain, 'in-interface-list': profileList(profile) };
      return profile.opens
        ? { ...from, action: 'return' }
        : {
            ...from,
            'dst-address-list': ADDRESSES.management,
            'out-interface-list': `!${INTERFACES.untrusted}`,
            action: 'accept',
          };
    }),
    { chain, action: 'drop' },
  ];
};

const accepted = (profile: FirewallProfile): readonly Rule[] => {
  const to = { chain: CHAINS.to, 'out-interface-list': profileList(profile) };
  if (profile.accepts === 'nothing') return [];
  if (profile.accepts === 'everything') return [{ ...to, action: 'accept' }];
  return profile.accepts.map(({ protocol, ports }) => ({
    ...to,
    protocol,
    'dst-port': ports,
    action: 'accept',
  }));
};

const entering = (profiles: readonly FirewallProfile[]): readonly Rule[] => {
  const chain = CHAINS.to;
  return [
    answers(chain),
    {
      chain,
      'src-address-list': ADDRESSES.management,
      'in-interface-list': `!${INTERFACES.untrusted}`,
      action: 'accept',
    },
    ...profiles.flatMap(accepted),
    { chain, action: 'drop' },
  ];
};

const towardsRouter = (icmp: string): readonly Rule[] => {
  const chain = CHAINS.input;
  return [
    answers(chain),
    { chain, protocol: 'udp', 'dst-port': '53,67', action: 'accept' },
    { chain, protocol: 'tcp', 'dst-port': '53', action: 'accept' },
    { chain, protocol: icmp, action: 'accept' },
    { chain, action: 'drop' },
  ];
};

/** First in the router's own chains, and only for traffic of clients: the rest is the operator's. */
const entrances: readonly Rule[] = [
  {
    chain: 'forward',
    'in-interface-list': INTERFACES.clients,
    action: 'jump',
    'jump-target': CHAINS.from,
  },
  {
    chain: 'forward',
    'out-interface-list': INTERFACES.clients,
    action: 'jump',
    'jump-target': CHAINS.to,
  },
  { chain: 'forward', 'in-interface-list': INTERFACES.clients, action: 'accept' },
  {
    chain: 'input',
    'in-interface-list': INTERFACES.clients,
    action: 'jump',
    'jump-target': CHAINS.input,
  },
];

/** A resolver that answers the whole Internet is used to attack others. */
const closedResolver = ({ resolver, internet }: DatacenterProfile): readonly Rule[] =>
  resolver === null || internet === null
    ? []
    : ['udp', 'tcp'].map((protocol) => ({
        chain: 'input',
        'in-interface': internet.interface,
        protocol,
        'dst-port': '53',
        action: 'drop',
      }));

/** Rules before the jumps that lead to them: a packet never meets half a chain. */
const filterRules = (datacenter: DatacenterProfile, comment: string): readonly Resource[] =>
  FAMILIES.flatMap(({ filter, icmp }) => {
    const { firewallProfiles } = datacenter;
    const own = [
      ...leaving(firewallProfiles),
      ...entering(firewallProfiles),
      ...towardsRouter(icmp),
    ];
    const first = [...entrances, ...closedResolver(datacenter)];
    return [
      ...own.map((rule) => ({
        ...enabledRow(filter, { ...rule, comment }),
        stands: 'last' as const,
      })),
      ...first.map((rule) => ({
        ...enabledRow(filter, { ...rule, comment }),
        stands: 'first' as const,
      })),
    ];
  });

/** After the operator's own rules: what those except stays excepted. */
const translation = ({ internet }: DatacenterProfile, comment: string): readonly Resource[] =>
  internet === null
    ? []
    : [
        {
          ...enabledRow('/ip/firewall/nat', {
            chain: 'srcnat',
            'src-address-list': ADDRESSES.nat,
            'out-interface': internet.interface,
            'ipsec-policy': 'out,none',
            action: 'masquerade',
            comment,
          }),
          stands: 'last',
        },
      ];

export const firewallOf = (datacenter: DatacenterProfile, comment: string): readonly Resource[] => [
  ...filterRules(datacenter, comment),
  ...translation(datacenter, comment),
];
