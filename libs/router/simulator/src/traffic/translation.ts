import { maskOf, readAddress, readPrefix, writeAddress } from '../menu/address.ts';
import type { Address } from '../menu/address.ts';
import { readRange } from './address-range.ts';
import { passChain, unknownAction } from './chain.ts';
import type { Act, Passed } from './chain.ts';
import { baseOf } from './ground.ts';
import { dropped } from './packet.ts';
import type { Ended } from './packet.ts';
import { CannotJudge, nameOf } from './router-tables.ts';
import type { TableRow } from './router-tables.ts';
import type { Found } from './routes.ts';
import type { Traveller } from './traveller.ts';

const targetOf = (rule: TableRow) => rule['to-addresses'] ?? rule['to-address'] ?? '';

/** Of a range the first one: which one a router takes depends on what it gave to others. */
const firstOf = (rule: TableRow): Address | undefined => {
  const text = targetOf(rule);
  if (text === '') return undefined;
  const range = readRange(text);
  if (range === undefined) throw new CannotJudge(`"${text}" is no range of addresses`);
  return { family: range.family, bits: range.first };
};

/** The same host in another network. */
const mapped = (rule: TableRow, address: Address): Address => {
  const prefix = readPrefix(targetOf(rule));
  if (prefix?.family !== address.family)
    throw new CannotJudge(`netmap needs a prefix to map to, not "${targetOf(rule)}"`);
  const mask = maskOf(prefix);
  return { family: address.family, bits: (prefix.bits & mask) | (address.bits & ~mask) };
};

/** The port stays where the protocol has none, or where it lies within the wanted ones. */
const portOf = (rule: TableRow, own: number | undefined): number | undefined => {
  const text = rule['to-ports'];
  if (text === undefined || text === '' || own === undefined) return own;
  const [first = 0, last = first] = text.split('-').map(Number);
  return first <= own && own <= last ? own : first;
};

const toDestination: Act = (action, rule, packet, ref) => {
  const port = portOf(rule, packet.dstPort);
  switch (action) {
    case 'dst-nat':
      packet.translateDestination(firstOf(rule) ?? packet.dst, port);
      break;
    case 'netmap':
      packet.translateDestination(mapped(rule, packet.dst), port);
      break;
    case 'redirect': {
      const { inInterface, family, ground } = packet;
      const own =
        inInterface === undefined
          ? readAddress(family === 4 ? '127.0.0.1' : '::1')
          : ground.addresses.on(inInterface, family)[0]?.address;
      if (own === undefined)
        return dropped(ref, `${nameOf(ref)} finds no address on ${inInterface ?? ''}`);
      packet.translateDestination(own, port);
      break;
    }
    default:
      return unknownAction(action, ref);
  }
  packet.natStates.add('dstnat');
  packet.say(`destination is now ${writeAddress(packet.dst)}:${packet.dstPort ?? ''}`);
  return 'accept';
};

/** The address that the router would send from itself. */
const ownSource = (packet: Traveller, way: Found | undefined): Address | undefined => {
  const { outInterface, family, ground } = packet;
  if (way?.prefSrc !== undefined) return way.prefSrc;
  const own = ground.addresses.on(outInterface ?? '', family);
  const target = way?.nextHop ?? packet.dst;
  const near = own.find(({ network }) => {
    const mask = maskOf(network);
    return ((network.bits ^ target.bits) & mask) === 0n;
  });
  return (near ?? own[0])?.address;
};

const toSource =
  (way: Found | undefined): Act =>
  (action, rule, packet, ref) => {
    const port = portOf(rule, packet.srcPort);
    switch (action) {
      case 'src-nat':
      case 'same':
        packet.translateSource(firstOf(rule) ?? packet.src, port);
        break;
      case 'netmap':
        packet.translateSource(mapped(rule, packet.src), port);
        break;
      case 'masquerade': {
        const own = ownSource(packet, way);
        if (own === undefined)
          return dropped(ref, `${nameOf(ref)} finds no address on ${packet.outInterface ?? ''}`);
        packet.translateSource(own, port);
        break;
      }
      default:
        return unknownAction(action, ref);
    }
    packet.natStates.add('srcnat');
    packet.say(`source is now ${writeAddress(packet.src)}:${packet.srcPort ?? ''}`);
    return 'accept';
  };

const menuOf = ({ family }: Traveller) => `${baseOf(family)}/firewall/nat`;

const remembered = (text: string) => {
  const address = readAddress(text);
  if (address === undefined) throw new CannotJudge(`"${text}" is no address`);
  return address;
};

/** Rules decide for the first packet of a connection; the others are treated as it was. */
export const translateDestination = (packet: Traveller, chain: string): Ended | Passed => {
  if (packet.remembered !== undefined) {
    const { dst, dstPort } = packet.remembered;
    packet.translateDestination(remembered(dst), dstPort);
    return { by: undefined };
  }
  if (packet.state !== 'new') return { by: undefined };
  return passChain(menuOf(packet), chain, packet, toDestination);
};

export const translateSource = (packet: Traveller, chain: string, way?: Found): Ended | Passed => {
  if (packet.remembered !== undefined) {
    const { src, srcPort } = packet.remembered;
    packet.translateSource(remembered(src), srcPort);
    return { by: undefined };
  }
  if (packet.state !== 'new') return { by: undefined };
  return passChain(menuOf(packet), chain, packet, toSource(way));
};
