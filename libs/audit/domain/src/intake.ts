/** A number that was expected and did not come, up to the one before what did. */
export interface Gap {
  readonly source: string;
  readonly first: number;
  readonly last: number;
}

export type Verdict =
  /** It is the next one, or will be when those before it have come. */
  | 'held'
  /** The ledger has a number as high already. */
  | 'known'
  /** Too far ahead to be kept: its source will be asked for it. */
  | 'passed';

interface Source<Item> {
  /** The last number that was handed on. */
  taken: number;
  /** Up to here nothing is missing. */
  whole: number;
  /** How many came too early: beyond a number that is missing. */
  early: number;
  /** The highest number that is known to exist. */
  seen: number;
  readonly held: Map<number, Item>;
}

/**
 * Puts what comes in any order, twice or not at all, into the order of its source. It keeps a bounded
 * number of what came too early; whatever is missing is named, and comes by `offer` as well when it
 * was fetched.
 */
export class Intake<Item> {
  readonly #sources = new Map<string, Source<Item>>();
  readonly #most: number;

  constructor(taken: ReadonlyMap<string, number>, mostHeld = 512) {
    this.#most = mostHeld;
    for (const [source, sequence] of taken)
      this.#sources.set(source, {
        taken: sequence,
        whole: sequence,
        early: 0,
        seen: sequence,
        held: new Map(),
      });
  }

  /** It is known from elsewhere that a source has recorded so many. */
  expect(source: string, sequence: number): void {
    const known = this.#of(source);
    known.seen = Math.max(known.seen, sequence);
  }

  offer(source: string, sequence: number, item: Item): Verdict {
    const known = this.#of(source);
    known.seen = Math.max(known.seen, sequence);
    if (sequence <= known.taken) return 'known';
    if (known.held.has(sequence)) return 'known';
    const isNext = sequence === known.whole + 1;
    if (!isNext && known.early >= this.#most) return 'passed';
    known.held.set(sequence, item);
    if (isNext) advance(known);
    else known.early += 1;
    return 'held';
  }

  /** What can be written now, each source in its order, up to `limit` in all. */
  take(limit: number): readonly Item[] {
    const taken: Item[] = [];
    for (const source of this.#sources.values()) {
      for (let next = source.taken + 1; taken.length < limit; next += 1) {
        const item = source.held.get(next);
        if (item === undefined) break;
        source.held.delete(next);
        source.taken = next;
        taken.push(item);
      }
    }
    return taken;
  }

  /** Of each source that waits, the first numbers that it waits for. */
  gaps(): readonly Gap[] {
    return [...this.#sources].flatMap(([source, { whole, seen, held }]) => {
      const first = whole + 1;
      if (seen < first) return [];
      const early = [...held.keys()].filter((sequence) => sequence > whole);
      const next = early.reduce((least, one) => Math.min(least, one), seen + 1);
      return [{ source, first, last: next - 1 }];
    });
  }

  /** How many are kept here. */
  get waiting(): number {
    return [...this.#sources.values()].reduce((sum, { held }) => sum + held.size, 0);
  }

  /** Up to which number of a source nothing is missing. */
  whole(source: string): number {
    return this.#sources.get(source)?.whole ?? 0;
  }

  #of(source: string): Source<Item> {
    const known = this.#sources.get(source);
    if (known !== undefined) return known;
    const fresh: Source<Item> = { taken: 0, whole: 0, early: 0, seen: 0, held: new Map() };
    this.#sources.set(source, fresh);
    return fresh;
  }
}

/** What had come too early is in its place once what was missing has come. */
const advance = <Item>(source: Source<Item>): void => {
  source.whole += 1;
  while (source.held.has(source.whole + 1)) {
    source.whole += 1;
    source.early -= 1;
  }
};
