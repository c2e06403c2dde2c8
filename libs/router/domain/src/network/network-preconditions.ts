import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { NetworkWish, RouterFailure } from '@ferrule/router-contracts';
import { attachmentOf, customerInterface, l2mtuFor } from '../datacenter/attachment.ts';
import { JUMPS } from '../datacenter/firewall.ts';
import { INTERFACES, profileList } from '../datacenter/lists.ts';
import { firstOf, type Prefix, readPrefix, writeAddress } from './address.ts';
import { refused } from './compiled.ts';
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

/** What somebody else has already: rows of ours may be there from an earlier attempt. */
function* collisionsOf(
  { vlanId, vrf, subnet }: NetworkWish,
  parent: string,
): Generator<Precondition> {
  const name = customerInterface(vlanId);
  yield {
    path: '/interface/vlan',
    query: [`?interface=${parent}`, `?vlan-id=${vlanId}`, `?name=${name}`, '?#!'],
    expects: NO_ROWS,
    failure: refused('vlanId', `VLAN ${vlanId} of ${parent} is there under another name`),
  };
  const prefix = readPrefix(subnet);
  if (prefix !== undefined && vrf === null)
    yield {
      path: '/ip/address',
      query: [...networksAround(prefix), `?interface=${name}`, '?#!'],
      expects: { kind: 'apart', from: prefix },
      failure: refused('subnet', `another interface of the router has addresses of ${subnet}`),
    };
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
  baseTag: string,
): readonly Precondition[] => {
  const attachment = attachmentOf(datacenter);
  const least = l2mtuFor(wish.mtu, attachment);
  return [
    ...baseOf(wish, datacenter, baseTag),
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
    ...collisionsOf(wish, attachment.parent),
  ];
};
