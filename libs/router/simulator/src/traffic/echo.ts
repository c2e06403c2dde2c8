import { contains, readAddress, writeAddress } from '../menu/address.ts';
import type { Address } from '../menu/address.ts';
import { isSame } from './address-range.ts';
import { evaluatePacket } from './evaluate-packet.ts';
import { Ground } from './ground.ts';
import type { Judgement, Packet } from './packet.ts';
import { reply } from './reply.ts';
import { CannotJudge, isEnabled } from './router-tables.ts';
import type { RouterTables } from './router-tables.ts';

export type Echo = { readonly time: string } | { readonly status: string };

export type Question = {
  readonly target: Address;
  readonly source?: string;
  readonly link?: string;
  readonly vrf?: string;
  readonly ttl?: number;
};

/** Nothing is measured: who is within the router is nearer than who is not. */
const withinRouter: Echo = { time: '50us' };
const acrossLink: Echo = { time: '400us' };
const timeout: Echo = { status: 'timeout' };

const unspecified = { 4: '0.0.0.0', 6: '::' } as const;
const protocols = { 4: 'icmp', 6: 'icmpv6' } as const;
const requests = { 4: 8, 6: 128 } as const;
const replies = { 4: 0, 6: 129 } as const;

const hopOf = ({ nextHop }: Judgement, target: Address) => readAddress(nextHop ?? '') ?? target;

/** Of the router's addresses on the way out the one that is nearest to the next hop. */
const sourceFor = (tables: RouterTables, way: Judgement, target: Address): string => {
  if (way.delivered === 'router') return writeAddress(target);
  const own = new Ground(tables).addresses.on(way.outInterface ?? '', target.family);
  const near = own.find(({ network }) => contains(network, hopOf(way, target))) ?? own[0];
  return near === undefined ? unspecified[target.family] : writeAddress(near.address);
};

/** Who has a row in `/ip/arp` is there; behind who forwards, everybody is. */
const isThere = (tables: RouterTables, way: Judgement, target: Address): boolean =>
  tables.rows('/ip/arp').some((row) => {
    const known = readAddress(row['address'] ?? '');
    return (
      known !== undefined &&
      isSame(known, hopOf(way, target)) &&
      isEnabled(row) &&
      row['interface'] === way.outInterface
    );
  });

const judged = (tables: RouterTables, { target, source, link, vrf, ttl }: Question): Echo => {
  const { family } = target;
  const question: Packet = {
    src: source ?? unspecified[family],
    dst: writeAddress(target),
    protocol: protocols[family],
    icmp: { type: requests[family], code: 0 },
    connectionState: 'new',
    ...(vrf !== undefined && { vrf }),
    ...(ttl !== undefined && { ttl }),
  };
  const way = evaluatePacket(tables, question);
  if (way.by === 'no route') return { status: 'no route to host' };
  const packet = { ...question, src: source ?? sourceFor(tables, way, target) };
  const sent = evaluatePacket(tables, packet);
  if (sent.verdict !== 'accepted') return { status: 'packet rejected' };
  if (sent.delivered === 'router') return withinRouter;
  if (link !== undefined && sent.outInterface !== link) return timeout;
  if (!isThere(tables, sent, target)) return timeout;
  const answer: Packet = { ...reply(packet, sent), icmp: { type: replies[family], code: 0 } };
  return evaluatePacket(tables, answer).delivered === 'router' ? acrossLink : timeout;
};

/** What comes back when the router asks somebody whether they are there. */
export const echo = (tables: RouterTables, question: Question): Echo => {
  try {
    return judged(tables, question);
  } catch (error) {
    if (error instanceof CannotJudge) return timeout;
    throw error;
  }
};
