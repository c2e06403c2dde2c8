/** A pool or a container, how full it is, and what it is part of: counters, nothing is scanned. */
export interface SpaceUse {
  readonly spaceId: string;
  readonly kind: 'pool' | 'container';
  readonly vrfId: string;
  readonly prefix: string;
  /** The container or pool that it lies in; null for a pool. */
  readonly parentId: string | null;
  readonly supernetId: string | null;
  readonly datacenter: string | null;
  readonly tenant: string | null;
  /** Of addresses, as text: IPv6 has more than fit into a number. */
  readonly total: string;
  readonly allocated: string;
  readonly reserved: string;
  readonly quarantined: string;
  readonly free: string;
  /** How many things are held in it. */
  readonly holdings: number;
  /** 0 to 1: what is not free. */
  readonly utilisation: number;
}

export interface PoolView extends SpaceUse {
  readonly policy: string;
  readonly types: readonly string[];
  readonly quarantineSeconds: number;
  readonly vlanGroupId: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly status: 'live' | 'retired';
  /** The largest network that still fits: `/18`; null when it is full. */
  readonly largestFree: string | null;
  /** How much of what is free lies outside the largest block: 0 when it is one block. */
  readonly fragmentation: number;
}

export interface FreeBlockView {
  readonly prefix: string;
  readonly addresses: string;
}

/** Who holds an address or a prefix, and since when. */
export interface Holding {
  readonly id: string;
  readonly kind:
    'network' | 'prefix' | 'container' | 'reservation' | 'address' | 'range' | 'quarantine';
  readonly prefix: string;
  readonly spaceId: string;
  readonly vrfId: string;
  readonly tenant: string;
  readonly clientId: string | null;
  /** Host name or description. */
  readonly label: string | null;
  readonly mac: string | null;
  /** Of a network what it is for, of an address what has it. */
  readonly type: string | null;
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly since: string;
  /** When it was given back; null as long as it is held. */
  readonly until: string | null;
}

/** What an event says of it, for the answer to "who had it then": recorded, and not to be changed. */
export interface RecordedHolding extends Holding {
  readonly stream: string;
  readonly actor: string;
  readonly eventId: string;
}

/** One address of a network, or a range of them. */
export interface AddressView {
  /** `gateway`, `dhcp` and `unusable` are there from the beginning. */
  readonly addressId: string;
  readonly networkId: string;
  readonly kind: 'address' | 'range';
  readonly type: 'vm' | 'gateway' | 'reserved';
  /** The first of a range. */
  readonly address: string;
  /** The last of a range; null for a single address. */
  readonly last: string | null;
  readonly hostName: string | null;
  readonly mac: string | null;
  readonly description: string | null;
  readonly since: string;
}

export interface AllocationPreview {
  readonly datacenter: string;
  readonly poolId: string;
  readonly vrfId: string;
  readonly subnet: string;
  readonly ipv6: string | null;
  readonly ipv6Gateway: string | null;
  readonly vlanId: number;
  readonly serviceVlan: number | null;
  readonly gateway: string;
  readonly dhcpRange: string | null;
}

/** What is wrong with a line, and in which column. */
export interface LineReport {
  readonly line: number;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export interface ImportReport {
  readonly importId: string;
  readonly status: string;
  readonly lines: number;
  /** How many are in place: all of them when it is committed, none when it is undone. */
  readonly done: number;
  /** The first of them, by line. */
  readonly faults: readonly LineReport[];
  readonly faulty: number;
}

export interface VrfView {
  readonly vrfId: string;
  readonly description: string | null;
  readonly supernets: number;
  readonly pools: number;
}

export interface SupernetView {
  readonly supernetId: string;
  readonly vrfId: string;
  readonly prefix: string;
  readonly role: string;
  readonly datacenter: string | null;
  readonly pools: number;
}

/** How much a tenant may have, and has: counted from the first quota on. */
export interface QuotaView {
  readonly tenant: string;
  readonly maxNetworks: number | null;
  readonly maxAddresses: number | null;
  readonly networks: number;
  readonly addresses: number;
}

export interface NumberView {
  readonly numberId: string;
  readonly numberPoolId: string;
  readonly number: number;
  readonly tenant: string;
  readonly holder: string | null;
  readonly since: string;
}

export interface NumberPoolView {
  readonly numberPoolId: string;
  readonly kind: 'asn' | 'service-vlan';
  readonly datacenter: string | null;
  readonly first: number;
  readonly last: number;
  readonly held: number;
  readonly free: number;
}

export interface VlanGroupView {
  readonly vlanGroupId: string;
  readonly datacenter: string;
  readonly serviceVlan: number | null;
  readonly first: number;
  readonly last: number;
  readonly held: number;
  readonly quarantined: number;
  readonly free: number;
}
