import type { RouterUnderTest } from './router.ts';

/** A network as its last event tells it, and where its machines are. */
export interface Attached {
  readonly vlanId: number;
  readonly gateway: string;
  readonly dhcpRange: string;
  /** The tags of its packets on the uplink, the outer one first. */
  readonly tags: readonly { readonly vid: number; readonly tpid: number }[];
}

const UPLINK = 'sfp-sfpplus1';
const INTERNET = 'ether1';
const SERVER = '198.51.100.7';

/** The way to everywhere else, which an operator has set up before. */
export const SURROUNDINGS: readonly (readonly string[])[] = [
  ['/ip/address/add', '=address=203.0.113.2/30', `=interface=${INTERNET}`],
  ['/ip/route/add', '=dst-address=0.0.0.0/0', '=gateway=203.0.113.1'],
];

export const tagsOf = (datacenter: string, vlanId: number): Attached['tags'] => [
  ...(datacenter === 'DC2' ? [{ vid: 1_000, tpid: 0x88a8 }] : []),
  { vid: vlanId, tpid: 0x8100 },
];

/** The machine that has the last address that is handed out. */
const machineOf = ({ dhcpRange }: Attached): string => dhcpRange.split('-')[1] ?? '';

const verdictOf = async (
  router: RouterUnderTest,
  packet: Readonly<Record<string, unknown>>,
): Promise<string> => {
  const { verdict, delivered } = await router.packet(packet);
  return delivered === 'router' ? 'reaches the router' : String(verdict);
};

/** What becomes of the packets of a machine in a network, one word for each. */
export const traffic = async (
  router: RouterUnderTest,
  own: Attached,
  neighbour: Attached,
): Promise<Readonly<Record<string, string>>> => {
  const from = { in: UPLINK, tags: own.tags, src: machineOf(own) };
  const tcp = { protocol: 'tcp', srcPort: 40_000, dstPort: 443 };
  const dhcp = { protocol: 'udp', srcPort: 68, dstPort: 67 };
  const outside = { in: INTERNET, src: SERVER, dst: machineOf(own), ...tcp };
  return {
    DHCP: await verdictOf(router, { ...from, src: '0.0.0.0', dst: '255.255.255.255', ...dhcp }),
    'a name': await verdictOf(router, {
      ...{ ...from, dst: own.gateway },
      ...{ protocol: 'udp', srcPort: 40_000, dstPort: 53 },
    }),
    "the router's management": await verdictOf(router, {
      ...{ ...from, dst: own.gateway },
      ...{ ...tcp, dstPort: 8_291 },
    }),
    'the Internet': await verdictOf(router, { ...from, dst: SERVER, ...tcp }),
    'from the Internet': await verdictOf(router, outside),
    'a neighbour': await verdictOf(router, { ...from, dst: machineOf(neighbour), ...tcp }),
  };
};
