import type {
  AddressesInUse,
  AllocateNetwork,
  DescribeNetwork,
  NetworkAllocationRefusedData,
  NetworkEvent,
  NetworkPrefix,
  ReleaseNetwork,
} from '@ferrule/ipam-contracts';
import { type Decider, Rejection } from '@ferrule/kernel';
import { cidrOf } from './cidr.ts';
import { dhcpRangeOf, formatRange, gatewayOf } from './network-template.ts';
import { wordingOf } from './wording.ts';

/** What the pools gave, in the transaction that the answer is written in. */
export interface Offer {
  readonly vrfId: string;
  readonly vlanId: number;
  readonly serviceVlan: number | null;
  /** The first is the network's subnet. */
  readonly blocks: readonly [Block, ...(readonly Block[])];
}

export interface Block {
  readonly poolId: string;
  readonly prefix: string;
}

export type Shortage = Omit<NetworkAllocationRefusedData, keyof AllocateNetwork['data']>;

/** An allocation is decided on an offer: the free space of a pool is no network's own state. */
export type NetworkCommand =
  | (AllocateNetwork & { readonly offer: Offer | Shortage; readonly tenant: string })
  | (DescribeNetwork & { readonly tenant: string })
  | (ReleaseNetwork & {
      readonly tenant: string;
      readonly quarantineSeconds: number;
      readonly inUse: AddressesInUse;
    });

/** A network id is used once: it holds addresses, or it is closed for good. */
export type Network =
  | 'unknown'
  | 'refused'
  | 'closed'
  | {
      readonly subnet: string;
      readonly vlanId: number;
      /** Absent in networks that are older than it. */
      readonly tenant?: string;
      readonly blocks: readonly Block[];
    };

/** What is answered to an allocation whose id was released, before it or after. */
export const NETWORK_CLOSED: Shortage = {
  code: 'NETWORK_CLOSED',
  field: 'networkId',
  message: 'this network was released; its id is not used again',
  suggestion: 'ask again with a new id',
  resource: null,
  current: null,
  maximum: null,
  rangeStart: null,
  rangeEnd: null,
};

const allocate = (
  { data, offer, tenant }: Extract<NetworkCommand, { type: 'AllocateNetwork' }>,
  network: Network,
): readonly NetworkEvent[] => {
  // Redelivered: the answer is in the log already.
  if (network !== 'unknown' && network !== 'closed') return [];
  const answer = network === 'closed' ? NETWORK_CLOSED : offer;
  if ('code' in answer) return [{ type: 'NetworkAllocationRefused', data: { ...data, ...answer } }];
  const { blocks, ...rest } = answer;
  const prefixes: readonly NetworkPrefix[] = blocks.map(({ poolId, prefix }) => ({
    poolId,
    prefix,
    gateway: gatewayOf(cidrOf(prefix)),
  }));
  const [first] = blocks;
  const cidr = cidrOf(first.prefix);
  const range = data.enableDHCP ? dhcpRangeOf(cidr) : null;
  return [
    {
      type: 'NetworkAllocated',
      data: {
        ...data,
        ...rest,
        tenant,
        poolId: first.poolId,
        subnet: first.prefix,
        gateway: gatewayOf(cidr),
        dhcpRange: range && formatRange(cidr.family, range),
        prefixes,
      },
    },
  ];
};

const release = (
  { data, tenant, quarantineSeconds, inUse }: Extract<NetworkCommand, { type: 'ReleaseNetwork' }>,
  network: Network,
): readonly NetworkEvent[] => {
  const { networkId, reason } = data;
  switch (network) {
    // An undo can overtake its allocation: the id is closed, so that the late one finds it closed. And
    // whoever asks anew for what is free already is waiting for an answer like everybody else.
    case 'closed':
    case 'refused':
    case 'unknown':
      return [{ type: 'NetworkReleased', data: { networkId, reason, subnet: null, vlanId: null } }];
    default: {
      const refused = (code: 'NOT_THE_OWNER' | 'NETWORK_IN_USE', more: Explained) => [
        { type: 'NetworkReleaseRefused' as const, data: { networkId, reason, code, ...more } },
      ];
      if (network.tenant !== undefined && network.tenant !== tenant)
        return refused('NOT_THE_OWNER', {
          message: `network ${networkId} does not belong to tenant ${tenant}`,
          suggestion: 'have it released by the tenant that asked for it',
        });
      if (inUse.count > 0 && data.force !== true)
        return refused('NETWORK_IN_USE', {
          message: sentenceOf(networkId, inUse),
          suggestion: 'release the addresses first, or release the network by force',
          inUse,
        });
      const { subnet, vlanId } = network;
      return [
        {
          type: 'NetworkReleased',
          data: { networkId, reason, subnet, vlanId, quarantineSeconds },
        },
      ];
    }
  }
};

const describe = (
  { data, tenant }: Extract<NetworkCommand, { type: 'DescribeNetwork' }>,
  network: Network,
): readonly NetworkEvent[] => {
  const { networkId, ...words } = data;
  if (typeof network !== 'object')
    throw new Rejection('NETWORK_NOT_FOUND', `there is no network ${networkId}`, {
      field: 'networkId',
    });
  if (network.tenant !== undefined && network.tenant !== tenant)
    throw new Rejection(
      'NOT_THE_OWNER',
      `network ${networkId} does not belong to tenant ${tenant}`,
      { field: 'networkId' },
    );
  return [{ type: 'NetworkDescribed', data: { networkId, ...wordingOf(words, 'description') } }];
};

interface Explained {
  readonly message: string;
  readonly suggestion: string;
  readonly inUse?: AddressesInUse;
}

const sentenceOf = (networkId: string, { count, first }: AddressesInUse): string => {
  const named = first.map(({ address, hostName }) =>
    hostName === null ? address : `${address} (${hostName})`,
  );
  const more = count > first.length ? `, and ${count - first.length} more` : '';
  const [noun, verb] = count === 1 ? ['address', 'is'] : ['addresses', 'are'];
  return `${count} ${noun} of network ${networkId} ${verb} in use: ${named.join(', ')}${more}`;
};

export const networkDecider: Decider<NetworkCommand, NetworkEvent, Network> = {
  initial: 'unknown',
  decide: (command, network) => {
    switch (command.type) {
      case 'AllocateNetwork':
        return allocate(command, network);
      case 'DescribeNetwork':
        return describe(command, network);
      case 'ReleaseNetwork':
        return release(command, network);
    }
  },
  evolve: (network, event) => {
    switch (event.type) {
      case 'NetworkAllocated': {
        const { subnet, vlanId, tenant, poolId, prefixes } = event.data;
        const blocks = prefixes?.map(({ poolId: from, prefix }) => ({ poolId: from, prefix }));
        return {
          subnet,
          vlanId,
          ...(tenant !== undefined && { tenant }),
          blocks: blocks ?? [{ poolId, prefix: subnet }],
        };
      }
      case 'NetworkAllocationRefused':
        return network === 'closed' ? 'closed' : 'refused';
      case 'NetworkReleased':
        return 'closed';
      case 'NetworkReleaseRefused':
      case 'NetworkDescribed':
        return network;
    }
  },
};

/** The stream of one network. */
export const networkStream = (networkId: string): string => `network-${networkId}`;
