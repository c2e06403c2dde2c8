import { contains } from '../menu/address.ts';
import { isMulticast } from './address-range.ts';
import { Ground } from './ground.ts';
import { written } from './packet.ts';
import type { Judgement, OutPort, Packet } from './packet.ts';
import { CannotJudge, isTrue } from './router-tables.ts';
import type { RouterTables } from './router-tables.ts';
import { fromRouter, throughRouter, toldEnd } from './through-router.ts';
import type { End } from './through-router.ts';
import { Traveller } from './traveller.ts';
import { isEnded } from './wire.ts';

/** A host sends to the router's MAC address what is for the router or beyond the host's own network. */
const isWanted = (packet: Traveller, link: string): boolean => {
  const { ground, dst, family, packet: asked } = packet;
  if (asked.addressedTo !== undefined) return asked.addressedTo === 'router';
  const vrf = ground.addresses.vrfOf(link);
  if (ground.addresses.isLocal(dst, vrf) || isMulticast(dst)) return true;
  if (ground.addresses.isBroadcast(dst, vrf)) return true;
  const own = ground.addresses.on(link, family);
  return own.length > 0 && !own.some(({ network }) => contains(network, dst));
};

const bridged = (packet: Traveller, outPorts: readonly OutPort[]): End => {
  if (isTrue(packet.ground.setting('/interface/bridge/settings', 'use-ip-firewall')))
    throw new CannotJudge('use-ip-firewall of bridges is not modelled');
  return { verdict: 'accepted', by: 'no rule', delivered: 'bridged', outPorts };
};

const fromWire = (packet: Traveller, port: string): End => {
  const { tags = [] } = packet.packet;
  packet.say(`${port} receives ${[...tags.map(written), ''].join(' ')}${packet.describe()}`);
  const arrival = packet.ground.wire.receive(
    port,
    tags,
    (link) => isWanted(packet, link),
    (text) => {
      packet.say(text);
    },
  );
  if (isEnded(arrival)) return toldEnd(packet, arrival);
  if (arrival.at === 'bridge') return bridged(packet, arrival.outPorts);
  if (arrival.port !== arrival.interface) packet.inBridgePort = arrival.port;
  return throughRouter(packet, arrival.interface);
};

const judgementOf = (packet: Traveller, end: End): Judgement => {
  const outPorts = end.outPorts ?? [];
  packet.say(
    [end.verdict, ...outPorts.map(({ port, tags }) => [port, ...tags.map(written)].join(' '))].join(
      ' ',
    ),
  );
  return {
    ...end,
    path: packet.path,
    outPorts,
    vlanTagsOut: outPorts[0]?.tags ?? [],
    translated: packet.flow,
    connection: packet.connection,
    vrf: packet.vrf,
    ...(packet.inInterface !== undefined && { inInterface: packet.inInterface }),
    ...(end.delivered === 'routed' &&
      packet.outInterface !== undefined && { outInterface: packet.outInterface }),
  };
};

/** Reads the rows once, for any number of packets; of changes made later it knows nothing. */
export const packetEvaluator = (tables: RouterTables): ((packet: Packet) => Judgement) => {
  const ground = new Ground(tables);
  return (packet) => {
    const traveller = new Traveller(packet, ground);
    const end = packet.in === undefined ? fromRouter(traveller) : fromWire(traveller, packet.in);
    return judgementOf(traveller, end);
  };
};

/** What the router would do with the packet. Throws `CannotJudge` where only a guess could tell. */
export const evaluatePacket = (tables: RouterTables, packet: Packet): Judgement =>
  packetEvaluator(tables)(packet);
