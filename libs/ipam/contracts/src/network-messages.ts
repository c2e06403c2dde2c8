import type { Command, Event } from '@ferrule/kernel';

export interface NetworkRef {
  /** Drawn by whoever asks, before the first step; asking again with it gives the same network. */
  readonly networkId: string;
}

/** What people write to find a thing again; ipam itself reads nothing into it. */
export interface Labels {
  readonly tags?: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
}

/** What is to be said of a thing from now on; what is left out stays as it is. */
export interface Wording extends Labels {
  /** Null: nothing. */
  readonly description?: string | null;
}

export interface AllocateNetworkData extends NetworkRef, Labels {
  readonly clientId: string;
  readonly type: string;
  readonly datacenter: string;
  /** A prefix length as people write it: `/24`; from `/40` on it is one of IPv6. */
  readonly size: string;
  readonly enableDHCP: boolean;
  readonly description?: string;
  /** A second prefix, of IPv6, for a network of both. */
  readonly ipv6Size?: string;
  /** Out of a pool of this VRF. */
  readonly vrfId?: string;
  /** Out of this pool; otherwise out of one of the datacenter that serves the type. */
  readonly poolId?: string;
  /** This prefix and no other. */
  readonly subnet?: string;
  readonly vlanId?: number;
}

export type AllocateNetwork = Command<'AllocateNetwork', AllocateNetworkData>;
export type ReleaseNetwork = Command<
  'ReleaseNetwork',
  NetworkRef & {
    readonly reason: string;
    /** Also when addresses are attached, which are released with it. */
    readonly force?: boolean;
  }
>;
export type DescribeNetwork = Command<'DescribeNetwork', NetworkRef & Wording>;
export type NetworkCommandMessage = AllocateNetwork | ReleaseNetwork | DescribeNetwork;

export interface NetworkPrefix {
  readonly poolId: string;
  readonly prefix: string;
  readonly gateway: string;
}

export interface NetworkAllocatedData extends AllocateNetworkData {
  readonly poolId: string;
  readonly vlanId: number;
  /** `172.16.150.0/24` */
  readonly subnet: string;
  readonly gateway: string;
  /** `172.16.150.100-172.16.150.200`; null without DHCP. */
  readonly dhcpRange: string | null;
  /** What follows is absent in networks that are older than it. */
  readonly tenant?: string;
  readonly vrfId?: string;
  /** The outer tag of Q-in-Q; null without. */
  readonly serviceVlan?: number | null;
  /** The first is `subnet`; the second, if any, is of IPv6. */
  readonly prefixes?: readonly NetworkPrefix[];
}

export type AllocationRefusal =
  | 'DATACENTER_NOT_FOUND'
  | 'POOL_NOT_FOUND'
  | 'PREFIX_EXHAUSTED'
  | 'PREFIX_OUTSIDE_POOL'
  | 'PREFIX_NOT_FREE'
  | 'PREFIX_SIZE_MISMATCH'
  | 'VLAN_EXHAUSTED'
  | 'VLAN_OUTSIDE_GROUP'
  | 'VLAN_NOT_FREE'
  | 'QUOTA_EXCEEDED'
  | 'NETWORK_CLOSED';

export interface NetworkAllocationRefusedData extends AllocateNetworkData {
  readonly code: AllocationRefusal;
  readonly field:
    | 'datacenter'
    | 'size'
    | 'ipv6Size'
    | 'networkId'
    | 'vrfId'
    | 'poolId'
    | 'subnet'
    | 'vlanId'
    | 'clientId';
  readonly message: string;
  readonly suggestion: string;
  /** What ran out, where something did. */
  readonly resource: string | null;
  readonly current: number | null;
  readonly maximum: number | null;
  readonly rangeStart: string | null;
  readonly rangeEnd: string | null;
  /** Of the pool that ran out: the largest size that still fits, such as `/26`. */
  readonly largestFree?: string | null;
  /** How much of what is free lies outside the largest block: 0 when it is one block. */
  readonly fragmentation?: number | null;
  /** Addresses that wait to be used again, and when the first of them will be. */
  readonly quarantined?: number | null;
  readonly freeAt?: string | null;
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
    /** How long nobody else gets them. */
    readonly quarantineSeconds?: number;
  }
>;
export type NetworkReleaseRefused = Event<
  'NetworkReleaseRefused',
  NetworkRef & {
    readonly reason: string;
    /** `ADDRESSES_IN_USE` in events that are older than `inUse`. */
    readonly code: 'NOT_THE_OWNER' | 'NETWORK_IN_USE' | 'ADDRESSES_IN_USE';
    readonly message: string;
    readonly suggestion: string;
    readonly inUse?: AddressesInUse;
  }
>;

/** What hosts are attached to: how many addresses, and the first of them. */
export interface AddressesInUse {
  readonly count: number;
  readonly first: readonly {
    readonly addressId: string;
    readonly address: string;
    readonly hostName: string | null;
  }[];
}
export type NetworkDescribed = Event<'NetworkDescribed', NetworkRef & Wording>;
export type NetworkEvent =
  | NetworkAllocated
  | NetworkAllocationRefused
  | NetworkReleased
  | NetworkReleaseRefused
  | NetworkDescribed;

/** What `listNetworks` is asked for: everything that is said has to hold. */
export interface NetworkListQuestion {
  /** The last network of the page before. */
  readonly after?: string;
  readonly limit?: number;
  readonly datacenter?: string;
  readonly clientId?: string;
  readonly type?: string;
  readonly tag?: string;
  readonly status?: NetworkView['status'];
}

/** A network as queries show it. */
export interface NetworkView {
  readonly networkId: string;
  readonly clientId: string;
  readonly tenant: string;
  readonly type: string;
  readonly datacenter: string;
  readonly size: string;
  readonly vlanId: number;
  readonly serviceVlan: number | null;
  readonly poolId: string;
  readonly vrfId: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly dhcpRange: string | null;
  /** The prefix of IPv6 of a network of both. */
  readonly ipv6: string | null;
  /** The first /64 of it, which its VLAN carries, and the first host there. */
  readonly ipv6Subnet: string | null;
  readonly ipv6Gateway: string | null;
  /** Where its names are, as provisioning says. */
  readonly dnsZone: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  /** `provisioned` once a router carries it, `deprovisioning` while it is taken off. */
  readonly status: 'allocated' | 'provisioned' | 'deprovisioning' | 'released';
  readonly allocatedAt: string;
  readonly releasedAt: string | null;
}
