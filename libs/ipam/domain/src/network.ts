import type {
  AllocateNetwork,
  IpamEvent,
  NetworkAllocationRefusedData,
  ReleaseNetwork,
} from '@ferrule/ipam-contracts';
import type { Decider } from '@ferrule/kernel';
import { dhcpRangeOf, gatewayOf, parseCidr } from './cidr.ts';

/** What a pool has to give at the moment; the database refuses it when somebody was faster. */
export type Offer =
  { readonly poolId: string; readonly subnet: string; readonly vlanId: number } | Shortage;

export type Shortage = Pick<
  NetworkAllocationRefusedData,
  | 'code'
  | 'field'
  | 'message'
  | 'suggestion'
  | 'resource'
  | 'current'
  | 'maximum'
  | 'rangeStart'
  | 'rangeEnd'
>;

/** An allocation is decided on an offer: the free space of a pool is no network's own state. */
export type NetworkCommand = (AllocateNetwork & { readonly offer: Offer }) | ReleaseNetwork;

/** A network id is used once: it holds addresses, or it is closed for good. */
export type Network =
  'unknown' | 'refused' | 'closed' | { readonly subnet: string; readonly vlanId: number };

const CLOSED: Shortage = {
  code: 'NETWORK_CLOSED',
  field: 'networkId',
  message: 'this network was released before it was allocated',
  suggestion: 'ask again with a new id',
  resource: null,
  current: null,
  maximum: null,
  rangeStart: null,
  rangeEnd: null,
};

const allocate = (
  { data, offer }: AllocateNetwork & { readonly offer: Offer },
  network: Network,
): readonly IpamEvent[] => {
  // Redelivered: the answer is in the log already.
  if (network !== 'unknown' && network !== 'closed') return [];
  const answer = network === 'closed' ? CLOSED : offer;
  if ('code' in answer) return [{ type: 'NetworkAllocationRefused', data: { ...data, ...answer } }];
  const cidr = parseCidr(answer.subnet);
  if (cidr === undefined) throw new TypeError(`pool ${answer.poolId} offered ${answer.subnet}`);
  return [
    {
      type: 'NetworkAllocated',
      data: {
        ...data,
        ...answer,
        gateway: gatewayOf(cidr),
        dhcpRange: data.enableDHCP ? dhcpRangeOf(cidr) : null,
      },
    },
  ];
};

const release = ({ data }: ReleaseNetwork, network: Network): readonly IpamEvent[] => {
  switch (network) {
    case 'closed':
    case 'refused':
      return [];
    case 'unknown':
      // An undo can overtake its allocation: the id is closed, so that the late one finds it closed.
      return [{ type: 'NetworkReleased', data: { ...data, subnet: null, vlanId: null } }];
    default:
      return [{ type: 'NetworkReleased', data: { ...data, ...network } }];
  }
};

export const networkDecider: Decider<NetworkCommand, IpamEvent, Network> = {
  initial: 'unknown',
  decide: (command, network) =>
    command.type === 'AllocateNetwork' ? allocate(command, network) : release(command, network),
  evolve: (network, event) => {
    switch (event.type) {
      case 'NetworkAllocated':
        return { subnet: event.data.subnet, vlanId: event.data.vlanId };
      case 'NetworkAllocationRefused':
        return network === 'closed' ? 'closed' : 'refused';
      case 'NetworkReleased':
        return 'closed';
    }
  },
};

/** The stream of one network. */
export const networkStream = (networkId: string): string => `network-${networkId}`;
