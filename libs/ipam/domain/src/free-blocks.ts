import { bitsOf, buddyOf, type Cidr, cidrAt, contains, formatCidr, sizeOf } from './cidr.ts';

/** How a block is chosen for a network of a size. */
export type Policy =
  /** The lowest address that has room. */
  | 'lowest'
  /** The smallest block that is large enough, so that large ones stay whole. */
  | 'best-fit'
  /** VLAN 150 gets 172.16.150.0/24 if it is free; otherwise the smallest that is large enough. */
  | 'aligned'
  /** The middle of the largest gap, so that every network can grow in place: for IPv6. */
  | 'sparse';

export const POLICIES: readonly Policy[] = ['lowest', 'best-fit', 'aligned', 'sparse'];

/** What the index of free blocks gains and loses. */
export interface FreeChange {
  readonly added: readonly Cidr[];
  readonly removed: readonly Cidr[];
}

/**
 * A part of a space's index of free blocks, as a buddy allocator keeps it: blocks that are disjoint
 * and as large as they can be, since two free halves are always one whole. What it is asked has to
 * lie in the part that was loaded: see `pathOf` and `shortest`.
 */
export class FreeBlocks {
  readonly root: Cidr;
  /** By length; the bases ascend. */
  readonly #byLength = new Map<number, bigint[]>();
  readonly #loaded = new Map<string, Cidr>();
  readonly #present = new Map<string, Cidr>();

  constructor(root: Cidr, blocks: Iterable<Cidr>) {
    this.root = root;
    for (const block of blocks) {
      const key = keyOf(block);
      if (this.#loaded.has(key)) continue;
      this.#loaded.set(key, block);
      this.#add(block);
    }
  }

  /** The first address of a block that a network of this length may begin at, by this policy. */
  best(length: number, policy: Policy): Cidr | undefined {
    const firsts = [...this.#byLength]
      .filter(([longest, bases]) => longest <= length && bases.length > 0)
      .map(([at, [base = 0n]]) => ({ at, base }));
    const [best] = firsts.sort(ORDER[policy]);
    return best && { family: this.root.family, base: best.base, length };
  }

  /** Whether all of it is free. */
  isFree(wanted: Cidr): boolean {
    return this.#around(wanted) !== undefined;
  }

  /** Takes all of a block, of which some free block is a part or the whole. */
  take(wanted: Cidr): void {
    const around = this.#around(wanted);
    if (around === undefined) throw new RangeError(`${formatCidr(wanted)} is not free`);
    this.#remove(around);
    for (let length = around.length + 1; length <= wanted.length; length += 1)
      this.#add(buddyOf(cidrAt(wanted.family, wanted.base, length)));
  }

  /** Gives a block back, which becomes one with its other half, and so on. */
  give(block: Cidr): void {
    let whole = block;
    while (whole.length > this.root.length && this.#present.has(keyOf(buddyOf(whole)))) {
      this.#remove(buddyOf(whole));
      whole = cidrAt(whole.family, whole.base, whole.length - 1);
    }
    this.#add(whole);
  }

  blocks(): readonly Cidr[] {
    return [...this.#present.values()];
  }

  change(): FreeChange {
    return {
      added: [...this.#present].filter(([key]) => !this.#loaded.has(key)).map(([, one]) => one),
      removed: [...this.#loaded].filter(([key]) => !this.#present.has(key)).map(([, one]) => one),
    };
  }

  #around(wanted: Cidr): Cidr | undefined {
    for (let { length } = wanted; length >= this.root.length; length -= 1) {
      const found = this.#present.get(keyOf(cidrAt(wanted.family, wanted.base, length)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #add(block: Cidr): void {
    this.#present.set(keyOf(block), block);
    const bases = this.#byLength.get(block.length);
    if (bases === undefined) this.#byLength.set(block.length, [block.base]);
    else bases.splice(placeOf(bases, block.base), 0, block.base);
  }

  #remove(block: Cidr): void {
    this.#present.delete(keyOf(block));
    const bases = this.#byLength.get(block.length) ?? [];
    bases.splice(placeOf(bases, block.base), 1);
  }
}

interface First {
  readonly at: number;
  readonly base: bigint;
}

const byBase = (a: First, b: First): number => (a.base < b.base ? -1 : 1);

const ORDER: Readonly<Record<Policy, (a: First, b: First) => number>> = {
  lowest: byBase,
  'best-fit': (a, b) => b.at - a.at,
  aligned: (a, b) => b.at - a.at,
  // The start of the largest gap is the middle of the block that the gap was split from.
  sparse: (a, b) => a.at - b.at,
};

const keyOf = ({ length, base }: Cidr): string => `${length}/${base}`;

/** Where in ascending numbers one is or would be. */
const placeOf = (ascending: readonly bigint[], one: bigint): number => {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? one) < one) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The free blocks that taking or giving back this one may meet: those around it, and the halves beside them. */
export const pathOf = (root: Cidr, block: Cidr): readonly Cidr[] => {
  const path: Cidr[] = [];
  for (let length = block.length; length >= root.length; length -= 1) {
    const around = cidrAt(block.family, block.base, length);
    path.push(around);
    if (length > root.length) path.push(buddyOf(around));
  }
  return path;
};

/**
 * Where VLAN 150 has its network: at 172.16.150.0 in 172.16.0.0/16, at the 150th /64 in IPv6.
 * Undefined where that lies outside, or a network of this length cannot begin there.
 */
export const alignedWith = (vlan: number, root: Cidr, length: number): Cidr | undefined => {
  const step = root.family === 4 ? 256n : 1n << 64n;
  const base = root.base + BigInt(vlan) * step;
  const aligned = { family: root.family, base, length };
  const fits = length <= bitsOf(root.family) && base % sizeOf(aligned) === 0n;
  return fits && contains(root, aligned) ? aligned : undefined;
};
