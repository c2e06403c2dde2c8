import { readAddress, writeAddress } from '../menu/address.ts';
import type { Address, Family } from '../menu/address.ts';
import { isSame } from './address-range.ts';
import type { Ground } from './ground.ts';
import type { Connection, ConnectionState, Flow, Packet } from './packet.ts';
import { hasPorts, protocolNumber } from './protocols.ts';
import { CannotJudge } from './router-tables.ts';

const address = (text: string): Address => {
  const read = readAddress(text);
  if (read === undefined) throw new CannotJudge(`"${text}" is no address`);
  return read;
};

const connectionOf = (packet: Packet): Connection | undefined => {
  if (packet.connection === undefined || packet.connectionState === 'new') return undefined;
  return packet.connection;
};

const isFlow = (packet: Flow, flow: Flow) =>
  isSame(address(packet.src), address(flow.src)) &&
  isSame(address(packet.dst), address(flow.dst)) &&
  packet.srcPort === flow.srcPort &&
  packet.dstPort === flow.dstPort;

export const turned = ({ src, dst, srcPort, dstPort }: Flow): Flow => ({
  src: dst,
  dst: src,
  ...(dstPort !== undefined && { srcPort: dstPort }),
  ...(srcPort !== undefined && { dstPort: srcPort }),
});

/** A packet on its way through the router: what rules see of it, and what they have done to it so far. */
export class Traveller {
  readonly packet: Packet;
  readonly ground: Ground;
  readonly family: Family;
  readonly protocol: number;
  readonly path: string[] = [];
  src: Address;
  dst: Address;
  srcPort: number | undefined;
  dstPort: number | undefined;
  state: ConnectionState;
  dscp: number | undefined;
  ttl: number | undefined;
  inInterface: string | undefined;
  outInterface: string | undefined;
  inBridgePort: string | undefined;
  /** The names that `in-interface` has at this point: behind a VRF, the VRF's. */
  inNames: readonly string[] = [];
  vrf = 'main';
  packetMark: string | undefined;
  connectionMark: string | undefined;
  routingMark: string | undefined;
  /** Set by mangle's `route`. */
  forcedNextHop: Address | undefined;
  readonly natStates = new Set<string>();
  /** What the packet itself has put into address lists on its way. */
  readonly listed: { readonly list: string; readonly address: Address }[] = [];
  /** The translation that connection tracking repeats for it; undefined for the first packet of a connection. */
  readonly remembered: Flow | undefined;

  constructor(packet: Packet, ground: Ground) {
    this.packet = packet;
    this.ground = ground;
    this.src = address(packet.src);
    this.dst = address(packet.dst);
    if (this.src.family !== this.dst.family)
      throw new CannotJudge(`${packet.src} cannot send to ${packet.dst}`);
    this.family = this.src.family;
    const protocol = protocolNumber(packet.protocol);
    if (protocol === undefined) throw new CannotJudge(`there is no protocol ${packet.protocol}`);
    this.protocol = protocol;
    this.srcPort = packet.srcPort;
    this.dstPort = packet.dstPort;
    this.state = packet.connectionState;
    this.dscp = packet.dscp;
    this.ttl = packet.ttl;
    const connection = connectionOf(packet);
    this.connectionMark = connection?.mark;
    this.remembered = connection === undefined ? undefined : this.#recall(connection);
  }

  #recall({ original, translated }: Connection): Flow {
    if (!isSame(address(original.src), address(translated.src))) this.natStates.add('srcnat');
    if (!isSame(address(original.dst), address(translated.dst))) this.natStates.add('dstnat');
    if (original.srcPort !== translated.srcPort) this.natStates.add('srcnat');
    if (original.dstPort !== translated.dstPort) this.natStates.add('dstnat');
    if (isFlow(this.packet, original)) return translated;
    if (isFlow(this.packet, turned(translated))) return turned(original);
    throw new CannotJudge('the packet is of no direction of its connection');
  }

  say(text: string): void {
    this.path.push(text);
  }

  get hasPorts() {
    return hasPorts(this.protocol);
  }

  translateSource(src: Address, port = this.srcPort): void {
    this.src = src;
    this.srcPort = port;
  }

  translateDestination(dst: Address, port = this.dstPort): void {
    this.dst = dst;
    this.dstPort = port;
  }

  get flow(): Flow {
    return {
      src: writeAddress(this.src),
      dst: writeAddress(this.dst),
      ...(this.srcPort !== undefined && { srcPort: this.srcPort }),
      ...(this.dstPort !== undefined && { dstPort: this.dstPort }),
    };
  }

  get connection(): Connection {
    if (this.remembered !== undefined && this.packet.connection !== undefined) {
      const { original, translated } = this.packet.connection;
      return { original, translated, ...this.#mark };
    }
    const { src, dst, srcPort, dstPort } = this.packet;
    return {
      original: {
        src,
        dst,
        ...(srcPort !== undefined && { srcPort }),
        ...(dstPort !== undefined && { dstPort }),
      },
      translated: this.flow,
      ...this.#mark,
    };
  }

  get #mark() {
    return this.connectionMark === undefined ? {} : { mark: this.connectionMark };
  }

  describe(): string {
    const end = (bits: Address, port: number | undefined) =>
      `${this.family === 6 && port !== undefined ? `[${writeAddress(bits)}]` : writeAddress(bits)}${
        port === undefined ? '' : `:${port}`
      }`;
    return `${end(this.src, this.srcPort)} to ${end(this.dst, this.dstPort)}, ${this.packet.protocol}, ${this.state}`;
  }
}
