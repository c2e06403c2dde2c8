import type { Command, Event } from '@ferrule/kernel';

export interface NetworkRef {
  /** Drawn by whoever asks, before the first step; asking again with it gives the same network. */
  readonly networkId: string;
}

export interface AllocateNetworkData extends NetworkRef {
  readonly clientId: string;
  readonly type: string;
  readonly datacenter: string;
  /** A prefix length as people write it: `/24`. */
  readonly size: string;
  readonly enableDHCP: boolean;
  readonly description?: string;
}

export type AllocateNetwork = Command<'AllocateNetwork', AllocateNetworkData>;
export type ReleaseNetwork = Command<'ReleaseNetwork', NetworkRef & { readonly reason: string }>;
export type IpamCommand = AllocateNetwork | ReleaseNetwork;
export type IpamCommandType = IpamCommand['type'];

export interface NetworkAllocatedData extends AllocateNetworkData {
  readonly poolId: string;
  readonly vlanId: number;
  /** `172.16.150.0/24` */
  readonly subnet: string;
  readonly gateway: string;
  /** `172.16.150.100-172.16.150.200`; null without DHCP. */
  readonly dhcpRange: string | null;
}

export interface NetworkAllocationRefusedData extends AllocateNetworkData {
  readonly code: 'DATACENTER_NOT_FOUND' | 'PREFIX_EXHAUSTED' | 'VLAN_EXHAUSTED' | 'NETWORK_CLOSED';
  readonly field: 'datacenter' | 'size' | 'networkId';
  readonly message: string;
  readonly suggestion: string;
  /** What ran out, where something did. */
  readonly resource: string | null;
  readonly current: number | null;
  readonly maximum: number | null;
  readonly rangeStart: string | null;
  readonly rangeEnd: string | null;
}

export type NetworkAllocated = Event<'NetworkAllocated', NetworkAllocatedData>;
export type NetworkAllocationRefused = Event<
  'NetworkAllocationRefused',
  NetworkAllocationRefusedData
>;
export type NetworkReleased = Event<
  'NetworkReleased',
  NetworkRef & {
    readonly reason: string;
    /** Null when the release came before the allocation, which then finds the id closed. */
    readonly subnet: string | null;
    readonly vlanId: number | null;
  }
>;
export type IpamEvent = NetworkAllocated | NetworkAllocationRefused | NetworkReleased;
export type IpamEventType = IpamEvent['type'];

/** A network as queries show it. */
export interface NetworkView {
  readonly networkId: string;
  readonly clientId: string;
  readonly tenant: string;
  readonly type: string;
  readonly datacenter: string;
  readonly size: string;
  readonly vlanId: number;
  readonly subnet: string;
  readonly gateway: string;
  readonly dhcpRange: string | null;
  readonly description: string | null;
  readonly status: 'allocated' | 'released';
  readonly allocatedAt: string;
}
