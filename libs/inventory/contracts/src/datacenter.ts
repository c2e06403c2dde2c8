/** A datacenter as its routers are configured for it. */
export interface DatacenterProfile {
  readonly id: string;
  /** The port towards the switches, and what VLANs are made on unless `bridge` is given. */
  readonly uplink: string;
  /** A bridge with VLAN filtering that carries the customer VLANs in place of the uplink itself. */
  readonly bridge: string | null;
  readonly encapsulation:
    | { readonly kind: 'vlan' }
    | {
        readonly kind: 'qinq';
        readonly serviceVlan: number;
        /** 0x88a8 is a service tag; 0x8100 a second customer tag. */
        readonly etherType: '0x88a8' | '0x8100';
      };
  /** Prefixes that may reach every client network and the routers themselves. */
  readonly management: readonly string[];
  /** What all client networks of the datacenter are part of. */
  readonly supernets: readonly string[];
  readonly resolver: { readonly servers: readonly string[]; readonly cacheKiB: number } | null;
  /** Where the Internet is: what translates addresses on the way out. */
  readonly internet: { readonly interface: string } | null;
  readonly bgp: BgpProfile | null;
  readonly firewallProfiles: readonly FirewallProfile[];
}

export interface BgpProfile {
  readonly as: number;
  readonly routerId: string;
  readonly peers: readonly {
    readonly name: string;
    readonly address: string;
    readonly as: number;
    /** A sealed secret, with `md5KeyPlace` as its context: TCP-MD5. */
    readonly md5Key?: string;
  }[];
}

/** What a client network may do. Two profiles are three rules, however many networks have them. */
export interface FirewallProfile {
  readonly name: string;
  /** Whether its clients may open connections outwards. */
  readonly opens: boolean;
  /** What may be opened towards its clients from outside: nothing, everything, or some ports. */
  readonly accepts:
    | 'nothing'
    | 'everything'
    | readonly { readonly protocol: 'tcp' | 'udp'; readonly ports: string }[];
}

export const FIREWALL_PROFILES: readonly FirewallProfile[] = [
  { name: 'standard', opens: true, accepts: 'nothing' },
  { name: 'isolated', opens: false, accepts: 'nothing' },
  { name: 'open', opens: true, accepts: 'everything' },
];

/** What a datacenter's networks can be for, unless it says otherwise. */
export const NETWORK_TYPES: readonly string[] = [
  'production',
  'staging',
  'development',
  'management',
  'storage',
  'kubernetes',
];

/** What an operator says of a datacenter. Whether a BGP peer has a key is said, the key is not. */
export interface DatacenterSettings extends Omit<DatacenterProfile, 'id' | 'bgp'> {
  /** For people, and unique. */
  readonly name: string;
  readonly bgp: BgpSettings | null;
  /** The zones that names of its networks go into, the first one by default. */
  readonly dnsZones: readonly string[];
  readonly networkTypes: readonly string[];
  /** Such as `Europe/Paris`. */
  readonly timeZone: string;
}

export interface BgpSettings extends Omit<BgpProfile, 'peers'> {
  readonly peers: readonly (Omit<BgpProfile['peers'][number], 'md5Key'> & {
    readonly md5: boolean;
  })[];
}

/** The same as its sender writes it: what is left out has a default. */
export interface DatacenterOrder {
  readonly name: string;
  readonly uplink: string;
  readonly bridge?: string;
  readonly encapsulation: {
    readonly kind: 'vlan' | 'qinq';
    readonly serviceVlan?: number;
    readonly etherType?: '0x88a8' | '0x8100';
  };
  readonly management: readonly string[];
  readonly supernets: readonly string[];
  readonly dnsZones?: readonly string[];
  readonly resolver?: { readonly servers: readonly string[]; readonly cacheKiB?: number };
  readonly internet?: { readonly interface: string };
  readonly bgp?: {
    readonly as: number;
    readonly routerId: string;
    readonly peers: readonly {
      readonly name: string;
      readonly address: string;
      readonly as: number;
      /** True keeps the key that is stored, false forgets it. */
      readonly md5?: boolean;
      /** A sealed secret: a new key. */
      readonly md5Key?: string;
    }[];
  };
  /** Beside standard, isolated and open, or in the place of one of them. */
  readonly firewallProfiles?: readonly FirewallProfile[];
  readonly networkTypes?: readonly string[];
  readonly timeZone?: string;
}

/** A datacenter as queries show it. */
export interface DatacenterView extends DatacenterSettings {
  readonly datacenterId: string;
  /** Null unless work is done in it. */
  readonly maintenanceReason: string | null;
  readonly registeredAt: string;
}
