import type { Link, Links } from './links.ts';
import { dropped, written } from './packet.ts';
import type { Ended, Tag } from './packet.ts';
import { CannotJudge, isEnabled, isTrue, refOf, wordsOf } from './router-tables.ts';
import type { RouterTables, TableRow } from './router-tables.ts';

/** A frame inside a bridge. Without filtering a bridge looks at no tag, and `vid` is undefined. */
export type Bridged = { readonly vid: number | undefined; readonly tags: readonly Tag[] };

const portMenu = '/interface/bridge/port';

const includes = (ranges: string | undefined, vid: number) =>
  wordsOf(ranges).some((range) => {
    const [first = '', last = first] = range.split('-');
    return Number(first) <= vid && vid <= Number(last);
  });

/** Menus that judge bridged frames one by one and that are not modelled. */
const unknownJudges = [
  '/interface/bridge/filter',
  '/interface/bridge/nat',
  '/interface/ethernet/switch/rule',
];

export class Bridge {
  readonly link: Link;
  readonly filtering: boolean;
  readonly #etherType: number;
  readonly #links: Links;
  readonly #vlans: readonly TableRow[];

  constructor(link: Link, links: Links, tables: RouterTables) {
    this.link = link;
    this.filtering = isTrue(link.row['vlan-filtering']);
    this.#etherType = Number(link.row['ether-type'] ?? '0x8100');
    this.#links = links;
    this.#vlans = tables
      .rows('/interface/bridge/vlan')
      .filter((row) => row['bridge'] === link.name && isEnabled(row));
    for (const menu of unknownJudges)
      if (tables.rows(menu).some(isEnabled))
        throw new CannotJudge(`${menu} has rules, and what they do is not modelled`);
  }

  /** How frames of the VLAN leave through a port, or reach the router where `member` is the bridge. */
  #membership(member: string, row: TableRow, vid: number): 'tagged' | 'untagged' | undefined {
    const has = (words: string | undefined) =>
      wordsOf(words).some((word) => this.#links.namesBehind(word).includes(member));
    for (const vlan of this.#vlans) {
      if (!includes(vlan['vlan-ids'], vid)) continue;
      if (has(vlan['tagged'])) return 'tagged';
      if (has(vlan['untagged'])) return 'untagged';
    }
    // A VLAN interface on the bridge brings the bridge into its VLAN.
    if (
      member === this.link.name &&
      this.#links.vlansOn(member).some((vlan) => this.#is(vlan, vid))
    )
      return 'tagged';
    if (Number(row['pvid'] ?? '1') !== vid) return undefined;
    return row['frame-types'] === 'admit-only-vlan-tagged' ? undefined : 'untagged';
  }

  #is({ row, name }: Link, vid: number) {
    return (
      this.#links.isEnabled(name) &&
      Number(row['vlan-id']) === vid &&
      isTrue(row['use-service-tag']) === (this.#etherType === 0x88a8)
    );
  }

  /** A frame that comes in through a port, or from the router where `member` is the bridge. */
  enter(member: string, tags: readonly Tag[]): Bridged | Ended {
    if (!this.filtering) return { vid: undefined, tags };
    const isPort = member !== this.link.name;
    const row = isPort ? (this.#links.portOf(member) ?? {}) : this.link.row;
    const ref = refOf(isPort ? portMenu : this.link.menu, row);
    const pvid = Number(row['pvid'] ?? '1');
    const [outer, ...inner] = tags;
    // Only the outer tag of the bridge's own kind is a tag; any other frame is untagged and keeps what it has.
    const own = outer?.tpid === this.#etherType && !isTrue(row['tag-stacking']);
    const types = row['frame-types'] ?? 'admit-all';
    const isTagged = own && outer.vid !== 0;
    if (isTagged && types === 'admit-only-untagged-and-priority-tagged')
      return dropped(ref, `${member} admits no tagged frame`);
    if (!isTagged && types === 'admit-only-vlan-tagged')
      return dropped(ref, `${member} admits only frames tagged 0x${this.#etherType.toString(16)}`);
    const vid = isTagged ? outer.vid : pvid;
    const filters = row['ingress-filtering'] === undefined || isTrue(row['ingress-filtering']);
    if (filters && this.#membership(member, row, vid) === undefined)
      return dropped('vlan not allowed', `${member} is no member of VLAN ${vid}`);
    return { vid, tags: own ? inner : tags };
  }

  /** The tags that a frame has when it leaves; undefined where it may not leave. */
  #leave(member: string, row: TableRow, { vid, tags }: Bridged): readonly Tag[] | undefined {
    if (vid === undefined) return tags;
    const membership = this.#membership(member, row, vid);
    if (membership === undefined) return undefined;
    return membership === 'tagged' ? [{ vid, tpid: this.#etherType }, ...tags] : tags;
  }

  /** What the router itself sees of the frame. */
  toRouter(frame: Bridged): readonly Tag[] | undefined {
    return this.#leave(this.link.name, this.link.row, frame);
  }

  /** The other ports that it may leave through, each with the tags that it has there. */
  toPorts(
    from: string,
    frame: Bridged,
  ): readonly (readonly [port: string, tags: readonly Tag[]])[] {
    const horizon = this.#links.portOf(from)?.['horizon'] ?? 'none';
    return this.#links.portsOf(this.link.name).flatMap(([port, row]) => {
      const split = horizon !== 'none' && row['horizon'] === horizon;
      if (port === from || split || !this.#links.isUp(port)) return [];
      const tags = this.#leave(port, row, frame);
      return tags === undefined ? [] : [[port, tags] as const];
    });
  }

  describe({ vid, tags }: Bridged) {
    const vlan = vid === undefined ? '' : ` in VLAN ${vid}`;
    return `${this.link.name}${vlan}${tags.length === 0 ? '' : ` carrying ${tags.map(written).join(' ')}`}`;
  }
}
