import { type Cidr, formatCidr } from './cidr.ts';
import { alignedWith, type FreeBlocks, type Policy } from './free-blocks.ts';

export interface WantedBlock {
  readonly length: number;
  /** This one and no other. */
  readonly chosen?: Cidr;
}

export interface Wish {
  readonly block: WantedBlock;
  /** A second one, of IPv6. */
  readonly block6?: WantedBlock;
  readonly vlanId?: number;
}

export interface Source {
  readonly free: FreeBlocks;
  readonly policy: Policy;
}

export type Found =
  | { readonly blocks: readonly [Cidr, ...(readonly Cidr[])]; readonly vlanId: number }
  | { readonly missing: 'block' | 'block6' | 'vlan' };

const blockIn = ({ free, policy }: Source, { length, chosen }: WantedBlock): Cidr | undefined => {
  if (chosen === undefined) return free.best(length, policy);
  return free.isFree(chosen) ? chosen : undefined;
};

/** The VLAN that a block would be aligned with. */
export const vlanAlignedWith = (root: Cidr, block: Cidr): number =>
  Number((block.base - root.base) / (root.family === 4 ? 256n : 1n << 64n));

/**
 * What a network would get, of what was loaded: `vlans` ascend, and a VLAN that is wanted is among
 * them if it is free. Nothing is taken.
 */
export const findOffer = (
  wish: Wish,
  source: Source,
  source6: Source | undefined,
  vlans: readonly number[],
): Found => {
  const { block, block6, vlanId } = wish;
  const candidates = vlanId === undefined ? vlans : vlans.filter((vlan) => vlan === vlanId);
  const [lowest] = candidates;
  const second = block6 && source6 && blockIn(source6, block6);
  if (block6 !== undefined && second === undefined) return { missing: 'block6' };
  const found = (first: Cidr, vlan: number): Found => ({
    blocks: second === undefined ? [first] : [first, second],
    vlanId: vlan,
  });
  if (source.policy === 'aligned') {
    const { free } = source;
    const pair = candidates
      .map((vlan) => ({ vlan, at: alignedWith(vlan, free.root, block.length) }))
      .find(
        ({ at }) =>
          at !== undefined && (block.chosen ? same(at, block.chosen) : true) && free.isFree(at),
      );
    if (pair?.at) return found(pair.at, pair.vlan);
  }
  const first = blockIn(source, block);
  if (first === undefined) return { missing: 'block' };
  return lowest === undefined ? { missing: 'vlan' } : found(first, lowest);
};

const same = (a: Cidr, b: Cidr): boolean => formatCidr(a) === formatCidr(b);

/** How much of what is free lies outside the largest block: 0 when it is one block, or nothing. */
export const fragmentationOf = (free: bigint, largest: bigint): number =>
  free === 0n ? 0 : Math.round((1 - Number(largest) / Number(free)) * 1000) / 1000;
