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
    /** A sealed secret: TCP-MD5. */
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
