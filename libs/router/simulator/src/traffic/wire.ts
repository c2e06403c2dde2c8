import { Bridge } from './bridge.ts';
import type { Link, Links } from './links.ts';
import { dropped, written } from './packet.ts';
import type { Ended, OutPort, Tag } from './packet.ts';
import { CannotJudge, isTrue } from './router-tables.ts';
import type { RouterTables } from './router-tables.ts';

export type Arrival =
  | { readonly at: 'interface'; readonly interface: string; readonly port: string }
  | { readonly at: 'bridge'; readonly outPorts: readonly OutPort[] };

export const isEnded = (value: object): value is Ended => 'verdict' in value && 'why' in value;

const tpidOf = ({ row }: Link) => (isTrue(row['use-service-tag']) ? 0x88a8 : 0x8100);

const vidOf = ({ row }: Link) => Number(row['vlan-id']);

/** Frames between the ports and the interfaces that have addresses: VLANs, bridges and bonds. */
export class Wire {
  readonly #links: Links;
  readonly #tables: RouterTables;
  readonly #bridges = new Map<string, Bridge>();

  constructor(links: Links, tables: RouterTables) {
    this.#links = links;
    this.#tables = tables;
  }

  /** `wanted` says whether the sender means the router, seen on that interface. */
  receive(
    name: string,
    tags: readonly Tag[],
    wanted: (name: string) => boolean,
    say: (text: string) => void,
    port = name,
  ): Arrival | Ended {
    const down = this.#links.whyDown(name);
    if (down !== undefined) return dropped(down.by, down.why);
    const bond = this.#links.bondOf(name);
    if (bond !== undefined) {
      say(`${name} is a slave of ${bond.name}`);
      return this.receive(bond.name, tags, wanted, say);
    }
    const bridge = this.#links.portOf(name)?.['bridge'];
    // A port belongs to its bridge whole: a VLAN on top of it never sees a frame.
    if (bridge !== undefined) return this.#intoBridge(name, bridge, tags, wanted, say);
    return this.#untag(name, tags, wanted, say, port);
  }

  #untag(
    name: string,
    tags: readonly Tag[],
    wanted: (name: string) => boolean,
    say: (text: string) => void,
    port: string,
  ): Arrival | Ended {
    const [outer, ...inner] = tags;
    if (outer === undefined) return { at: 'interface', interface: name, port };
    // VLAN 0 is a priority without a VLAN.
    if (outer.vid === 0) return this.#untag(name, inner, wanted, say, port);
    const vlan = this.#links
      .vlansOn(name)
      .find((candidate) => vidOf(candidate) === outer.vid && tpidOf(candidate) === outer.tpid);
    if (vlan === undefined)
      return dropped('no such vlan', `nothing on ${name} takes the tag ${written(outer)}`);
    say(`${name} gives the tag ${written(outer)} to ${vlan.name}`);
    // Behind a bridge the port is still the one through which the bridge got the frame.
    return this.receive(vlan.name, inner, wanted, say, port === name ? vlan.name : port);
  }

  #intoBridge(
    name: string,
    bridgeName: string,
    tags: readonly Tag[],
    wanted: (name: string) => boolean,
    say: (text: string) => void,
  ): Arrival | Ended {
    const down = this.#links.whyDown(bridgeName);
    if (down !== undefined) return dropped(down.by, down.why);
    const bridge = this.#bridge(bridgeName);
    const frame = bridge.enter(name, tags);
    if (isEnded(frame)) return frame;
    say(`${name} is a port of ${bridge.describe(frame)}`);
    const seen = bridge.toRouter(frame);
    const up =
      seen === undefined
        ? dropped('vlan not allowed', `${bridgeName} itself is no member of VLAN ${frame.vid ?? 0}`)
        : this.#untag(bridgeName, seen, wanted, say, name);
    if (!isEnded(up) && (up.at === 'bridge' || wanted(up.interface))) return up;
    if (isEnded(up)) say(`not for the router: ${up.why}`);
    const outPorts = bridge
      .toPorts(name, frame)
      .flatMap(([port, outTags]) => this.transmit(port, outTags, say));
    if (outPorts.length > 0) return { at: 'bridge', outPorts };
    return isEnded(up) ? up : dropped('no port', `${bridgeName} has no other port for it`);
  }

  /** Where a frame that leaves through the interface comes out; nowhere when something on the way is down. */
  transmit(name: string, tags: readonly Tag[], say: (text: string) => void): readonly OutPort[] {
    const down = this.#links.whyDown(name);
    if (down !== undefined) {
      say(down.why);
      return [];
    }
    // A VLAN of a bridge that is a port of the same bridge would wrap the frame for ever.
    if (tags.length > 8) throw new CannotJudge(`frames go in a circle through ${name}`);
    const link = this.#links.get(name);
    if (link.menu === '/interface/vlan') {
      const tag = { vid: vidOf(link), tpid: tpidOf(link) };
      const parent = link.row['interface'] ?? '';
      say(`${name} adds the tag ${written(tag)} and leaves through ${parent}`);
      return this.transmit(parent, [tag, ...tags], say);
    }
    if (link.menu !== '/interface/bridge') return [{ port: name, tags }];
    const bridge = this.#bridge(name);
    const frame = bridge.enter(name, tags);
    if (isEnded(frame)) {
      say(frame.why);
      return [];
    }
    say(`out through ${bridge.describe(frame)}`);
    return bridge
      .toPorts(name, frame)
      .flatMap(([port, outTags]) => this.transmit(port, outTags, say));
  }

  #bridge(name: string): Bridge {
    let bridge = this.#bridges.get(name);
    if (bridge === undefined) {
      bridge = new Bridge(this.#links.get(name), this.#links, this.#tables);
      this.#bridges.set(name, bridge);
    }
    return bridge;
  }
}
