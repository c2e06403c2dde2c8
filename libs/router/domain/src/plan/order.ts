import type { Attributes, Place } from '@ferrule/router-contracts';
import type { MenuFacts } from '../menu/menu-facts.ts';
import { anchorOf } from '../menu/row.ts';
import type { Drafted } from './changes.ts';
import { longestRising } from './stay.ts';

/** A row in its order: who it is, by its id or by the change that makes it, and what it says. */
interface Standing {
  readonly who: string | Drafted;
  image: Attributes;
}

const whoIs = (draft: Drafted): string | Drafted => draft.row?.['.id'] ?? draft;
const standsOf = ({ match }: Drafted) => match?.resource.stands;
const chainOf = (image: Attributes | null | undefined): string => image?.['chain'] ?? '';

/** Rows of ours that have to stand together, in the order in which they have to. */
interface Group {
  readonly stands: 'first' | 'last';
  readonly chain: string;
  readonly members: readonly Drafted[];
}

const groupsOf = (wanted: readonly Drafted[]): readonly Group[] => {
  const groups = new Map<string, { stands: 'first' | 'last'; chain: string; members: Drafted[] }>();
  for (const draft of wanted) {
    const stands = standsOf(draft);
    if (stands === undefined) continue;
    const chain = chainOf(draft.match?.resource.attributes);
    const key = `${stands} ${chain}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { stands, chain, members: [draft] });
    else group.members.push(draft);
  }
  return [...groups.values()];
};

/** Simulates the order of one menu while the changes of a plan are carried out, and says where each row goes. */
export class MenuOrder {
  readonly #menu: MenuFacts;
  readonly #rows: Standing[];
  readonly #groups: readonly Group[];
  readonly #strays: ReadonlySet<string | Drafted>;
  /** Members of groups that stand where they have to. */
  readonly #settled = new Set<Drafted>();

  constructor(
    menu: MenuFacts,
    rows: readonly Attributes[],
    wanted: readonly Drafted[],
    removal: readonly Drafted[],
  ) {
    this.#menu = menu;
    this.#rows = rows.map((image) => ({ who: image['.id'] ?? '', image }));
    this.#groups = groupsOf(wanted);
    this.#strays = new Set(removal.map(whoIs));
    for (const group of this.#groups) this.#settle(group);
  }

  /** The same change with the place that it comes from and goes to; to be asked in the order of the plan. */
  place(draft: Drafted): Drafted {
    const { change } = draft;
    if (change.after === null) return this.#remove(draft);
    const group = this.#groups.find(({ members }) => members.includes(draft));
    if (change.before !== null && (group === undefined || this.#settled.has(draft))) {
      const standing = this.#rows.find(({ who }) => who === whoIs(draft));
      if (standing !== undefined) standing.image = { ...standing.image, ...change.after };
      return draft;
    }
    const from = change.before === null ? 'last' : this.#take(draft);
    const before = group === undefined ? undefined : this.#anchor(draft, group);
    const standing = { who: whoIs(draft), image: { ...draft.row, ...change.after } };
    const at = before === undefined ? this.#rows.length : this.#rows.indexOf(before);
    this.#rows.splice(at, 0, standing);
    if (group === undefined) return draft;
    this.#settled.add(draft);
    return { ...draft, change: { ...change, moved: { from, to: this.#place(before) } } };
  }

  #remove(draft: Drafted): Drafted {
    return {
      ...draft,
      change: { ...draft.change, moved: { from: this.#take(draft), to: 'last' } },
    };
  }

  #place(before: Standing | undefined): Place {
    return before === undefined ? 'last' : { before: anchorOf(this.#menu, before.image) };
  }

  #take(draft: Drafted): Place {
    const at = this.#rows.findIndex(({ who }) => who === whoIs(draft));
    if (at < 0) return 'last';
    this.#rows.splice(at, 1);
    return this.#place(this.#rows[at]);
  }

  #anchor(draft: Drafted, { members, stands, chain }: Group): Standing | undefined {
    const next = members
      .slice(members.indexOf(draft) + 1)
      .find((other) => this.#settled.has(other));
    if (next !== undefined) return this.#rows.find(({ who }) => who === whoIs(next));
    if (stands === 'last') return undefined;
    const ours = new Set(members.map(whoIs));
    return this.#inChain(chain).find(({ who }) => !ours.has(who));
  }

  #inChain(chain: string): readonly Standing[] {
    return this.#rows.filter(
      ({ who, image }) => chainOf(image) === chain && !this.#strays.has(who),
    );
  }

  #settle({ members, stands, chain }: Group): void {
    const rows = this.#inChain(chain);
    const places = new Map(rows.map(({ who }, at) => [who, at]));
    const ours = new Set(members.map(whoIs));
    const others = rows.flatMap(({ who }, at) => (ours.has(who) ? [] : [at]));
    const isOnItsSide = (at: number): boolean =>
      stands === 'first' ? at < (others[0] ?? rows.length) : at > (others.at(-1) ?? -1);
    const there = members.flatMap((member) => {
      const at = places.get(whoIs(member));
      return at !== undefined && isOnItsSide(at) ? [{ member, at }] : [];
    });
    const staying = longestRising(there.map(({ at }) => at));
    for (const [at, { member }] of there.entries()) if (staying.has(at)) this.#settled.add(member);
  }
}
