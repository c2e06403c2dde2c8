export interface DemoDatacenter {
  readonly id: string;
  /** Each has one. */
  readonly router: string;
  /** As the inventory's seed file has them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * The two datacenters of the demo, as the inventory's seed file has them. DC1 has switches of its
 * own and carries plain VLANs; the provider of DC2 gives one service VLAN and tunnels the customers'.
 */
export const DATACENTERS: readonly DemoDatacenter[] = [
  {
    id: 'DC1',
    router: 'dc1-r1',
    settings: {
      name: 'Datacenter 1',
      uplink: 'sfp-sfpplus1',
      encapsulation: { kind: 'vlan' },
      management: ['10.254.1.0/24'],
      supernets: ['172.16.0.0/16'],
      resolver: { servers: ['9.9.9.9', '149.112.112.112'], cacheKiB: 4_096 },
      internet: { interface: 'ether1' },
    },
  },
  {
    id: 'DC2',
    router: 'dc2-r1',
    settings: {
      name: 'Datacenter 2',
      uplink: 'sfp-sfpplus1',
      encapsulation: { kind: 'qinq', serviceVlan: 1_000, etherType: '0x88a8' },
      management: ['10.254.2.0/24'],
      supernets: ['172.20.0.0/16'],
      resolver: { servers: ['9.9.9.9', '149.112.112.112'], cacheKiB: 4_096 },
      internet: { interface: 'ether1' },
    },
  },
];
