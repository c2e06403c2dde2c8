import { writeAddress } from '../menu/address.ts';
import { causeOf, pass, run, track } from './firewall.ts';
import { dropped, rejected } from './packet.ts';
import type { Cause, Ended, Judgement } from './packet.ts';
import { isTrue } from './router-tables.ts';
import type { Found } from './routes.ts';
import { isForRouter, passesReversePath, route } from './routing.ts';
import { translateDestination, translateSource } from './translation.ts';
import type { Traveller } from './traveller.ts';
import { isEnded } from './wire.ts';

export type End = Pick<Judgement, 'verdict' | 'by' | 'delivered'> &
  Partial<Pick<Judgement, 'nextHop' | 'outPorts'>>;

export const nowhere = ({ verdict, by }: Ended): End => ({ verdict, by, delivered: 'nowhere' });

/** The same for an end that no rule has told of yet. */
export const toldEnd = (packet: Traveller, ended: Ended): End => {
  packet.say(ended.why);
  return nowhere(ended);
};

const deliver = (packet: Traveller): End => {
  packet.say('for the router itself: input');
  const filtered = run(
    () => pass('mangle', 'input', packet),
    () => pass('filter', 'input', packet),
  );
  if (isEnded(filtered)) return nowhere(filtered);
  const done = translateSource(packet, 'input');
  if (isEnded(done)) return nowhere(done);
  return { verdict: 'accepted', by: causeOf(filtered), delivered: 'router' };
};

const leave = (packet: Traveller, way: Found, by: Cause): End => {
  const done = run(
    () => pass('mangle', 'postrouting', packet),
    () => translateSource(packet, 'srcnat', way),
  );
  if (isEnded(done)) return nowhere(done);
  const link = way.interface ?? '';
  const outPorts = packet.ground.wire.transmit(link, [], (text) => {
    packet.say(text);
  });
  if (outPorts.length === 0)
    return toldEnd(packet, dropped('no port', `nothing leaves through ${link}`));
  return {
    verdict: 'accepted',
    by,
    delivered: 'routed',
    outPorts,
    ...(way.nextHop !== undefined && { nextHop: writeAddress(way.nextHop) }),
  };
};

const forwards = ({ family, ground }: Traveller): boolean => {
  const value =
    family === 4
      ? ground.setting('/ip/settings', 'ip-forward')
      : ground.setting('/ipv6/settings', 'forward');
  return value === undefined || isTrue(value);
};

const forward = (packet: Traveller): End => {
  const way = route(packet);
  if (isEnded(way)) return toldEnd(packet, way);
  if (!forwards(packet))
    return toldEnd(packet, dropped('not for this router', 'the router does not forward'));
  if (packet.ttl !== undefined && packet.ttl <= 1)
    return toldEnd(packet, rejected('hop limit', 'it has made as many hops as it may'));
  packet.outInterface = way.interface;
  packet.say(`from ${packet.inInterface ?? ''} to ${way.interface ?? ''}: forward`);
  const filtered = run(
    () => pass('mangle', 'forward', packet),
    () => pass('filter', 'forward', packet),
  );
  return isEnded(filtered) ? nowhere(filtered) : leave(packet, way, causeOf(filtered));
};

export const throughRouter = (packet: Traveller, link: string): End => {
  const { ground } = packet;
  packet.inInterface = link;
  packet.vrf = ground.addresses.vrfOf(link);
  const isInVrf = ground.addresses.isVrf(packet.vrf);
  // Before routing a packet shows both names, after it only that of the VRF.
  packet.inNames = isInVrf ? [link, packet.vrf] : [link];
  packet.say(`received on ${link}${isInVrf ? ` of VRF ${packet.vrf}` : ''}`);
  if (packet.family === 6 && isTrue(ground.setting('/ipv6/settings', 'disable-ipv6')))
    return toldEnd(packet, dropped('not for this router', 'IPv6 is disabled'));
  const prerouted = run(
    () => pass('raw', 'prerouting', packet),
    () => track(packet),
    () => pass('mangle', 'prerouting', packet),
    () => translateDestination(packet, 'dstnat'),
  );
  if (isEnded(prerouted)) return nowhere(prerouted);
  if (!passesReversePath(packet))
    return toldEnd(packet, dropped('no route', 'rp-filter refuses the source'));
  if (isInVrf) packet.inNames = [packet.vrf];
  return isForRouter(packet) ? deliver(packet) : forward(packet);
};

/** Where a packet to the router itself comes back in. */
const loopback = 'lo';

export const fromRouter = (packet: Traveller): End => {
  packet.vrf = packet.packet.vrf ?? packet.vrf;
  packet.say(`the router sends ${packet.describe()}`);
  const isLocal = () => packet.ground.addresses.isLocal(packet.dst, packet.vrf);
  const first = isLocal() ? undefined : route(packet);
  if (first !== undefined && isEnded(first)) return toldEnd(packet, first);
  packet.outInterface = first?.interface ?? loopback;
  const mark = packet.routingMark;
  const filtered = run(
    () => pass('raw', 'output', packet),
    () => track(packet),
    () => pass('mangle', 'output', packet),
    () => translateDestination(packet, 'output'),
    () => pass('filter', 'output', packet),
  );
  if (isEnded(filtered)) return nowhere(filtered);
  if (isLocal()) {
    packet.inInterface = loopback;
    packet.inNames = [loopback];
    return deliver(packet);
  }
  const { dst } = packet.flow;
  const isSameWay =
    packet.routingMark === mark && dst === packet.packet.dst && packet.forcedNextHop === undefined;
  const way = isSameWay && first !== undefined ? first : route(packet);
  if (isEnded(way)) return toldEnd(packet, way);
  packet.outInterface = way.interface;
  return leave(packet, way, causeOf(filtered));
};
