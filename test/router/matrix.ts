import type { Judgement, Packet, Tag } from '@ferrule/router-simulator-core';
import { CannotJudge, reply } from '@ferrule/router-simulator-core';
import { INSIDE, INTERNET, UPLINK } from './traffic-ground.ts';

/** Somebody who sends, or is sent to, as the router sees them. */
export interface Place {
  readonly name: string;
  readonly port: string;
  readonly tags: readonly Tag[];
  readonly address: string;
  /** The router's own address on that side. */
  readonly router: string;
}

const outside = (
  name: string,
  port: string,
  v4: readonly [string, string],
  v6: readonly [string, string],
  family: 4 | 6,
): Place => {
  const [address, router] = family === 4 ? v4 : v6;
  return { name, port, tags: [], address, router };
};

export const MANAGEMENT = 'management';
export const THE_INTERNET = 'the Internet';
export const OTHER = 'the other datacenter';

export const outsiders = (family: 4 | 6): readonly Place[] => [
  outside(
    MANAGEMENT,
    INSIDE.management,
    ['172.16.10.5', '172.16.10.1'],
    ['2001:db8:1:10::5', '2001:db8:1:10::1'],
    family,
  ),
  outside(
    THE_INTERNET,
    INTERNET,
    ['198.51.100.7', '203.0.113.2'],
    ['2001:db8:cafe::7', '2001:db8:ffff::2'],
    family,
  ),
  outside(
    OTHER,
    INSIDE.link,
    ['172.20.150.9', '10.255.255.1'],
    ['2001:db8:2:150::9', '2001:db8:ff::1'],
    family,
  ),
];

export const client = (
  name: string,
  vlanId: number,
  family: 4 | 6,
  outer: readonly Tag[] = [],
): Place => ({
  name,
  port: UPLINK,
  tags: [...outer, { vid: vlanId, tpid: 0x8100 }],
  address: family === 4 ? `172.16.${vlanId}.20` : `2001:db8:1:${vlanId}::20`,
  router: family === 4 ? `172.16.${vlanId}.1` : `2001:db8:1:${vlanId}::1`,
});

export interface Service {
  readonly name: string;
  readonly protocol: string;
  readonly dstPort?: number;
}

const tcp = (name: string, dstPort: number): Service => ({ name, protocol: 'tcp', dstPort });

/** Two services: what one profile accepts, and what it does not. */
export const SERVICES = { web: tcp('443', 443), other: tcp('22', 22) } as const;

export const routerServices = (family: 4 | 6): readonly Service[] => [
  { name: 'DHCP', protocol: 'udp', dstPort: 67 },
  { name: 'DNS', protocol: 'udp', dstPort: 53 },
  { name: 'ICMP', protocol: family === 4 ? 'icmp' : 'icmpv6' },
  tcp('another port', 8291),
];

type Judge = (packet: Packet) => Judgement;

export const opening = (from: Place, address: string, { protocol, dstPort }: Service): Packet => ({
  in: from.port,
  tags: from.tags,
  src: from.address,
  dst: address,
  protocol,
  connectionState: 'new',
  ...(dstPort === undefined
    ? { icmp: { type: protocol === 'icmp' ? 8 : 128, code: 0 } }
    : { srcPort: 40_000, dstPort }),
});

const isAt = ({ verdict, outPorts }: Judgement, { port, tags }: Place): boolean =>
  verdict === 'accepted' &&
  outPorts.some((out) => out.port === port && JSON.stringify(out.tags) === JSON.stringify(tags));

/** Whether one may open a connection to the other, and hears its answers. */
export const opens = (judge: Judge, from: Place, to: Place, service: Service): boolean => {
  const packet = opening(from, to.address, service);
  const judged = judge(packet);
  if (!isAt(judged, to)) return false;
  const answer = reply(packet, judged);
  const answered = judge({ ...answer, in: to.port, tags: to.tags });
  if (!isAt(answered, from)) throw new Error(`${from.name} gets no answers of ${to.name}`);
  return true;
};

/** Whether a packet that only pretends to belong to a connection gets there. */
export const slips = (judge: Judge, from: Place, to: Place, service: Service): boolean => {
  try {
    return isAt(judge({ ...opening(from, to.address, service), connectionState: 'invalid' }), to);
  } catch (error) {
    if (error instanceof CannotJudge) return false;
    throw error;
  }
};

export const reachesRouter = (judge: Judge, from: Place, service: Service): boolean => {
  const packet = opening(from, from.router, service);
  const judged = judge(packet);
  if (judged.delivered !== 'router') return false;
  const { in: _, tags: __, ...answer } = reply(packet, judged);
  return isAt(judge(answer), from);
};

/** Everything that anybody may open, as one line for each, so that two moments can be compared. */
export const openings = (judge: Judge, places: readonly Place[]): ReadonlySet<string> =>
  new Set(
    places.flatMap((from) => [
      ...places
        .filter((to) => to !== from)
        .flatMap((to) =>
          Object.values(SERVICES)
            .filter((service) => opens(judge, from, to, service))
            .map(({ name }) => `${from.name} opens ${name} of ${to.name}`),
        ),
      ...routerServices(from.address.includes(':') ? 6 : 4)
        .filter((service) => reachesRouter(judge, from, service))
        .map(({ name }) => `${from.name} opens ${name} of the router`),
    ]),
  );
