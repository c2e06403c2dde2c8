import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { NetworkWish, RouterFailure } from '@ferrule/router-contracts';
import { attachmentOf, customerInterface, l2mtuFor } from '../datacenter/attachment.ts';
import { JUMPS } from '../datacenter/firewall.ts';
import { INTERFACES, profileList } from '../datacenter/lists.ts';
import { firstOf, lastOf, type Prefix, readPrefix, writeAddress } from './address.ts';
import { datacenterSubject, refused, type TagFor } from './compiled.ts';
import type { Precondition } from './precondition.ts';

const notPrepared = (field: string, message: string): RouterFailure => ({
  code: 'DATACENTER_NOT_PREPARED',
  message,
  field,
  suggestion: 'prepare the datacenter: its base configuration is not on this router',
});

const rows = (atLeast: number) => ({ kind: 'rows', atLeast }) as const;

const NO_ROWS = { kind: 'no-rows' } as const;

/** Rules that were written once say whether they are disabled, others do not. */
const ENABLED = ['?disabled=true', '?#!'];

const jumps = (filter: string, comment: string): Precondition => ({
  path: filter,
  query: [`?comment=${comment}`, '?action=jump', ...ENABLED],
  expects: rows(JUMPS),
  failure: notPrepared(filter, `${filter} does not lead the traffic of clients to their rules`),
});

function* baseOf(
  wish: NetworkWish,
  datacenter: DatacenterProfile,
  comment: string,
): Generator<Precondition> {
  const { parent, carrier } = attachmentOf(datacenter);
  const isMade = parent !== carrier;
  yield {
    path: isMade ? '/interface/vlan' : '/interface',
    query: [`?name=${parent}`, ...(isMade ? [`?comment=${comment}`, ...ENABLED] : [])],
    expects: rows(1),
    failure: notPrepared(
      'interface',
      `the router has no interface ${parent} for VLANs of customers`,
    ),
  };
  for (const list of [INTERFACES.clients, profileList({ name: wish.firewallProfile })])
    yield {
      path: '/interface/list',
      query: [`?name=${list}`],
      expects: rows(1),
      failure: notPrepared('firewallProfile', `the router has no interface list ${list}`),
    };
  yield jumps('/ip/firewall/filter', comment);
  if (wish.ipv6 !== null) yield jumps('/ipv6/firewall/filter', comment);
  if (wish.nat)
    yield {
      path: '/ip/firewall/nat',
      query: [`?comment=${comment}`, ...ENABLED],
      expects: rows(1),
      failure: notPrepared('nat', 'the router translates no addresses of clients'),
    };
  if (wish.bgpEnabled)
    yield {
      path: '/routing/bgp/connection',
      query: [`?comment=${comment}`, ...ENABLED],
      expects: rows(datacenter.bgp?.peers.length ?? 1),
      failure: notPrepared(
        'bgpEnabled',
        'the router does not have all the peers to announce it to',
      ),
    };
}

/** Asks for every network that can hold this one, or begins with it. */
const networksAround = (prefix: Prefix): readonly string[] => {
  const networks = Array.from({ length: prefix.length }, (_, shorter) =>
    writeAddress(firstOf({ ...prefix, length: prefix.length - shorter })),
  );
  return [...new Set(networks)].flatMap((network, at) => [
    `?network=${network}`,
    ...(at === 0 ? [] : ['?#|']),
  ]);
};

/**
 * Rows that carry no tag of ours, by the order of texts. What ours have ipam keeps apart; a router may
 * have a myriad of them, and not one is sent.
 */
const ofOthers = (tagFor: TagFor): readonly string[] => {
  const ours = tagFor('');
  // A dot is what follows a dash.
  return [`?>comment=${ours}`, `?<comment=${ours.slice(0, -1)}.`, '?#&!'];
};

/** Asks for what lies within; where a router does not compare addresses as such, for nothing amiss. */
const within = (prefix: Prefix): readonly string[] => [
  `?>network=${writeAddress(firstOf(prefix))}`,
  `?<network=${writeAddress(lastOf(prefix))}`,
  '?#&',
];

const conflict = (field: string, message: string): RouterFailure => ({
  code: 'ADDRESS_CONFLICT',
  message,
  field,
  suggestion:
    'take it off the router, or have ipam hold it as reserved so that nobody is given it, and ask again',
});

function* addressCollisions(
  { vlanId, subnet, ipv6 }: NetworkWish,
  others: readonly string[],
): Generator<Precondition> {
  const elsewhere = [`?interface=${customerInterface(vlanId)}`, '?#!'];
  const [prefix, prefix6] = [readPrefix(subnet), readPrefix(ipv6?.subnet ?? '')];
  if (prefix !== undefined) {
    const failure = conflict(
      'subnet',
      `another interface of the router has addresses of ${subnet}`,
    );
    const expects = { kind: 'apart', from: prefix } as const;
    const around = [...networksAround(prefix), ...elsewhere];
    yield { path: '/ip/address', query: around, expects, failure };
    const inside = [...within(prefix), ...others, '?#|', ...elsewhere];
    yield { path: '/ip/address', query: inside, expects, failure };
  }
  if (prefix6 !== undefined)
    yield {
      path: '/ipv6/address',
      query: [...others, ...elsewhere],
      expects: { kind: 'apart', from: prefix6 },
      failure: conflict(
        'ipv6.subnet',
        `another interface of the router has addresses of ${ipv6?.subnet ?? ''}`,
      ),
    };
}

/** What somebody else has already: rows of ours may be there from an earlier attempt. */
function* collisionsOf(
  wish: NetworkWish,
  { bridge, encapsulation }: DatacenterProfile,
  parent: string,
  others: readonly string[],
): Generator<Precondition> {
  const { vlanId, vrf } = wish;
  const name = customerInterface(vlanId);
  yield {
    path: '/interface/vlan',
    query: [`?interface=${parent}`, `?vlan-id=${vlanId}`, `?name=${name}`, '?#!'],
    expects: NO_ROWS,
    failure: conflict('vlanId', `VLAN ${vlanId} of ${parent} is there under another name`),
  };
  if (bridge !== null && encapsulation.kind === 'vlan')
    yield {
      path: '/interface/bridge/vlan',
      query: [`?bridge=${bridge}`, '?dynamic=false', ...others],
      expects: { kind: 'unlisted', vlanId },
      failure: conflict('vlanId', `VLAN ${vlanId} of ${bridge} is let through for somebody else`),
    };
  if (vrf === null) yield* addressCollisions(wish, others);
  if (vrf !== null)
    yield {
      path: '/interface',
      query: [`?name=${vrf}`, '?type=vrf', '?#!'],
      expects: NO_ROWS,
      failure: refused('vrf', `the router has an interface ${vrf}: take another name`),
    };
}

export const networkPreconditions = (
  wish: NetworkWish,
  datacenter: DatacenterProfile,
  tagFor: TagFor,
): readonly Precondition[] => {
  const attachment = attachmentOf(datacenter);
  const least = l2mtuFor(wish.mtu, attachment);
  return [
    ...baseOf(wish, datacenter, tagFor(datacenterSubject(datacenter.id))),
    {
      path: '/interface',
      query: [`?name=${attachment.carrier}`],
      expects: { kind: 'number', attribute: 'l2mtu', atLeast: least },
      failure: refused(
        'mtu',
        `${wish.mtu} does not fit: with its tags it needs an l2mtu of ${least} on ${attachment.carrier}`,
        `wish for a smaller MTU, or raise the l2mtu of ${attachment.carrier}`,
      ),
    },
    ...collisionsOf(wish, datacenter, attachment.parent, ofOthers(tagFor)),
  ];
};
