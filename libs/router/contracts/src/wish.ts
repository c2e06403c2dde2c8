/** What a network wishes of a router. How the datacenter carries it, tagged once or twice, it does not know. */
export interface NetworkWish {
  readonly networkId: string;
  /** The customer VLAN, 1 to 4094. */
  readonly vlanId: number;
  /** `172.16.150.0/24` */
  readonly subnet: string;
  readonly gateway: string;
  /** `172.16.150.100-172.16.150.200`; null without DHCP. */
  readonly dhcpRange: string | null;
  /** Name servers that DHCP hands out; none: the gateway itself. */
  readonly dnsServers: readonly string[];
  readonly dnsDomain: string | null;
  readonly leaseSeconds: number;
  /** Further DHCP options, by their number, in RouterOS' notation of values. */
  readonly dhcpOptions: readonly { readonly code: number; readonly value: string }[];
  readonly firewallProfile: string;
  /** Whether addresses are translated on their way out. */
  readonly nat: boolean;
  /** The routing table of its own that it lives in; null for the main one. */
  readonly vrf: string | null;
  readonly routes: readonly { readonly destination: string; readonly gateway: string }[];
  /** Whether the prefix is announced. */
  readonly bgpEnabled: boolean;
  /** Names that the router itself resolves. */
  readonly dnsRecords: readonly { readonly name: string; readonly address: string }[];
  readonly ipv6: {
    /** `2001:db8:150::/64` */
    readonly subnet: string;
    readonly gateway: string;
  } | null;
  readonly mtu: number;
}

export type Wish =
  | { readonly kind: 'network'; readonly network: NetworkWish }
  /** The base configuration of the router's datacenter, which the gateway knows. */
  | { readonly kind: 'datacenter' };
