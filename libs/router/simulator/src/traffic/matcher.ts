import type { Address } from '../menu/address.ts';
import { isMulticast, isSame, isWithin, readRange } from './address-range.ts';
import { protocolNumber } from './protocols.ts';
import { CannotJudge, wordsOf } from './router-tables.ts';
import type { Traveller } from './traveller.ts';

/** Whether a packet meets the value of one argument of a rule; a leading `!` is gone by then. */
export type Matcher = (value: string, packet: Traveller) => boolean;

const need = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new CannotJudge(`the packet does not tell its ${what}`);
  return value;
};

const within = (ranges: string, value: number) =>
  wordsOf(ranges).some((range) => {
    const [first = '', last = first] = range.split('-');
    return Number(first) <= value && value <= Number(last);
  });

const address =
  (of: 'src' | 'dst'): Matcher =>
  (value, packet) => {
    const range = readRange(value);
    if (range === undefined) throw new CannotJudge(`"${value}" is no range of addresses`);
    return isWithin(range, packet[of]);
  };

const addressList =
  (of: 'src' | 'dst'): Matcher =>
  (list, packet) =>
    packet.ground.addressList(packet.family, list).some((range) => isWithin(range, packet[of])) ||
    packet.listed.some((entry) => entry.list === list && isSame(entry.address, packet[of]));

const isOfType = (type: string, address_: Address, { ground, vrf }: Traveller) => {
  const broadcast = ground.addresses.isBroadcast(address_, vrf);
  switch (type) {
    case 'local':
      return ground.addresses.isLocal(address_, vrf);
    case 'broadcast':
      return broadcast;
    case 'multicast':
      return isMulticast(address_);
    case 'unicast':
      return !broadcast && !isMulticast(address_) && !ground.addresses.isLocal(address_, vrf);
    default:
      throw new CannotJudge(`address type ${type} is not modelled`);
  }
};

const addressType =
  (of: 'src' | 'dst'): Matcher =>
  (types, packet) =>
    wordsOf(types).some((type) => isOfType(type, packet[of], packet));

const isLink = (value: string, names: readonly string[], { ground: { links } }: Traveller) =>
  names.some(
    (name) =>
      name === value || (links.find(name) !== undefined && links.isOfKind(name, value) === true),
  );

const inList = (list: string, names: readonly string[], { ground: { links } }: Traveller) =>
  names.some((name) => links.membersOf(list).has(name));

const outNames = ({ outInterface }: Traveller) =>
  outInterface === undefined ? [] : [outInterface];

const bridgePort = ({ inBridgePort }: Traveller) =>
  inBridgePort === undefined ? [] : [inBridgePort];

const ports = (value: string, packet: Traveller, which: readonly ('srcPort' | 'dstPort')[]) => {
  if (!packet.hasPorts) return false;
  return which.some((one) =>
    within(value, need(packet[one], one === 'srcPort' ? 'source port' : 'destination port')),
  );
};

const mark = (value: string, own: string | undefined) =>
  value === 'no-mark' ? own === undefined : own === value;

const compared: Matcher = (value, packet) => {
  const [how, number = ''] = value.split(':');
  const ttl = need(packet.ttl, 'TTL');
  if (how === 'equal') return ttl === Number(number);
  if (how === 'not-equal') return ttl !== Number(number);
  return how === 'less-than' ? ttl < Number(number) : ttl > Number(number);
};

const icmp: Matcher = (value, packet) => {
  if (packet.protocol !== 1 && packet.protocol !== 58) return false;
  const [type, codes] = value.split(':');
  const own = need(packet.packet.icmp, 'ICMP type');
  return own.type === Number(type) && (codes === undefined || within(codes, own.code));
};

const tcpFlags: Matcher = (value, packet) => {
  if (packet.protocol !== 6) return false;
  if (value.startsWith('!,')) throw new CannotJudge('tcp-flags negated as a whole is not modelled');
  const flags = need(packet.packet.tcpFlags, 'TCP flags');
  return wordsOf(value).every((flag) =>
    flag.startsWith('!') ? !flags.includes(flag.slice(1)) : flags.includes(flag),
  );
};

const mac: Matcher = (value, { packet }) => {
  if (value.includes('/')) throw new CannotJudge('a MAC address with a mask is not modelled');
  return need(packet.srcMac, 'MAC address').toUpperCase() === value.toUpperCase();
};

const ipsec: Matcher = (value, { packet: { ipsec: policies } }) => {
  const [direction, policy] = value.split(',');
  const met = (direction === 'in' ? policies?.in : policies?.out) ?? false;
  return met === (policy === 'ipsec');
};

/** Counters of one packet on a router that is otherwise at rest: under every limit, over none. */
const atRest =
  (answer: boolean, name: string): Matcher =>
  (value, packet) => {
    packet.say(`${name}=${value} is judged as for one packet on a router at rest`);
    return answer;
  };

const fromNothing =
  (name: string): Matcher =>
  (value, packet) =>
    Number.parseInt(value, 10) === 0 && atRest(true, name)(value, packet);

export const matchers: Readonly<Record<string, Matcher>> = {
  'src-address': address('src'),
  'dst-address': address('dst'),
  'src-address-list': addressList('src'),
  'dst-address-list': addressList('dst'),
  'src-address-type': addressType('src'),
  'dst-address-type': addressType('dst'),
  'src-mac-address': mac,
  'in-interface': (value, packet) => isLink(value, packet.inNames, packet),
  'out-interface': (value, packet) => isLink(value, outNames(packet), packet),
  'in-interface-list': (list, packet) => inList(list, packet.inNames, packet),
  'out-interface-list': (list, packet) => inList(list, outNames(packet), packet),
  'in-bridge-port': (value, packet) => isLink(value, bridgePort(packet), packet),
  'in-bridge-port-list': (list, packet) => inList(list, bridgePort(packet), packet),
  protocol: (value, packet) => {
    const number = protocolNumber(value);
    if (number === undefined) throw new CannotJudge(`protocol ${value} is not known`);
    return number === packet.protocol;
  },
  'src-port': (value, packet) => ports(value, packet, ['srcPort']),
  'dst-port': (value, packet) => ports(value, packet, ['dstPort']),
  port: (value, packet) => ports(value, packet, ['srcPort', 'dstPort']),
  'icmp-options': icmp,
  'tcp-flags': tcpFlags,
  'packet-size': (value, { packet }) => within(value, need(packet.size, 'size')),
  dscp: (value, packet) => need(packet.dscp, 'DSCP') === Number(value),
  ttl: compared,
  'hop-limit': compared,
  fragment: (value, { packet }) =>
    (packet.fragment ?? false) === (value === 'true' || value === 'yes'),
  'connection-state': (value, { state }) => wordsOf(value).includes(state),
  'connection-nat-state': (value, { natStates }) =>
    wordsOf(value).some((state) => natStates.has(state)),
  'connection-mark': (value, { connectionMark }) => mark(value, connectionMark),
  'packet-mark': (value, { packetMark }) => mark(value, packetMark),
  'routing-mark': (value, { routingMark }) =>
    value === 'main' ? routingMark === undefined || routingMark === value : routingMark === value,
  'ipsec-policy': ipsec,
  limit: atRest(true, 'limit'),
  'dst-limit': atRest(true, 'dst-limit'),
  'connection-limit': atRest(false, 'connection-limit'),
  psd: atRest(false, 'psd'),
  'connection-bytes': fromNothing('connection-bytes'),
  'connection-rate': fromNothing('connection-rate'),
};

/** Their words carry their own negations. */
export const negatesWithin = new Set(['tcp-flags']);

/** Matchers that name an interface or a list of them; one that is gone makes the rule invalid. */
export const namesLinks: Readonly<Record<string, 'link' | 'list'>> = {
  'in-interface': 'link',
  'out-interface': 'link',
  'in-bridge-port': 'link',
  'in-interface-list': 'list',
  'out-interface-list': 'list',
  'in-bridge-port-list': 'list',
};
