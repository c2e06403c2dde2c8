import { describe, expect, it } from '@jest/globals';
import {
  alignedWith,
  buddyOf,
  type Cidr,
  cidrAt,
  cidrOf,
  formatCidr,
  FreeBlocks,
  overlaps,
  pathOf,
  POLICIES,
  type Policy,
  sizeOf,
} from '@ferrule/ipam-domain';
import fc from 'fast-check';

const root = cidrOf('10.0.0.0/16');
const whole = (prefix: Cidr = root) => new FreeBlocks(prefix, [prefix]);
const texts = (blocks: readonly Cidr[]) => blocks.map(formatCidr).sort();
const take = (free: FreeBlocks, length: number, policy: Policy): string | undefined => {
  const block = free.best(length, policy);
  if (block === undefined) return undefined;
  free.take(block);
  return formatCidr(block);
};

describe('taking from free blocks', () => {
  it('splits the block that it takes from, and leaves the other halves', () => {
    const free = whole();
    expect(take(free, 18, 'lowest')).toBe('10.0.0.0/18');
    expect(texts(free.blocks())).toEqual(['10.0.128.0/17', '10.0.64.0/18']);
  });

  it('by "lowest" takes the lowest address that has room', () => {
    const free = whole();
    const [first, second] = [take(free, 24, 'lowest'), take(free, 24, 'lowest')];
    expect([first, second]).toEqual(['10.0.0.0/24', '10.0.1.0/24']);
    free.give(cidrOf('10.0.0.0/24'));
    expect(take(free, 20, 'lowest')).toBe('10.0.16.0/20');
    expect(take(free, 25, 'lowest')).toBe('10.0.0.0/25');
  });

  it('by "best-fit" takes the smallest block that is large enough', () => {
    const free = new FreeBlocks(root, ['10.0.0.0/20', '10.0.64.0/24', '10.0.128.0/17'].map(cidrOf));
    expect(take(free, 24, 'best-fit')).toBe('10.0.64.0/24');
    expect(take(free, 24, 'best-fit')).toBe('10.0.0.0/24');
  });

  it('by "sparse" leaves every network room to grow', () => {
    const free = whole(cidrOf('2001:db8::/32'));
    expect(Array.from({ length: 5 }, () => take(free, 48, 'sparse'))).toEqual([
      ...['2001:db8::/48', '2001:db8:8000::/48', '2001:db8:4000::/48', '2001:db8:c000::/48'],
      '2001:db8:2000::/48',
    ]);
  });

  it('takes the very block that is wanted, and no other', () => {
    const free = whole();
    free.take(cidrOf('10.0.150.0/24'));
    expect(free.isFree(cidrOf('10.0.150.0/25'))).toBe(false);
    expect(free.isFree(cidrOf('10.0.0.0/16'))).toBe(false);
    expect(free.isFree(cidrOf('10.0.151.0/24'))).toBe(true);
    expect(() => free.take(cidrOf('10.0.150.128/25'))).toThrow('10.0.150.128/25 is not free');
  });

  it('finds nothing where nothing is large enough', () => {
    const free = whole();
    free.take(cidrOf('10.0.77.0/32'));
    for (const policy of POLICIES) expect(free.best(16, policy)).toBeUndefined();
    expect(free.best(17, 'lowest')).toEqual(cidrOf('10.0.128.0/17'));
  });
});

describe('a block that is aligned with its VLAN', () => {
  it.each([
    ['172.16.0.0/16', 24, 150, '172.16.150.0/24'],
    ['172.16.0.0/16', 25, 150, '172.16.150.0/25'],
    ['172.16.0.0/16', 23, 150, '172.16.150.0/23'],
    ['172.16.0.0/16', 23, 151, undefined],
    ['172.16.0.0/16', 24, 256, undefined],
    ['172.16.0.0/24', 24, 1, undefined],
    ['2001:db8::/48', 64, 150, '2001:db8:0:96::/64'],
  ])('in %s of /%i for VLAN %i is %s', (pool, length, vlan, expected) => {
    const block = alignedWith(vlan, cidrOf(pool), length);
    expect(block && formatCidr(block)).toBe(expected);
  });
});

type Step =
  | { readonly length: number; readonly policy: Policy }
  | { readonly length: number; readonly wanted: number }
  | { readonly give: number };

/** Take a length by a policy, take a block itself, or give back one of what was taken. */
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ length: fc.integer({ min: 16, max: 28 }), policy: fc.constantFrom(...POLICIES) }),
    fc.record({ wanted: fc.nat(4095), length: fc.integer({ min: 16, max: 28 }) }),
    fc.record({ give: fc.nat() }),
  ),
  { maxLength: 60 },
);

const next = (free: FreeBlocks, taken: Cidr[], step: Step): void => {
  if ('give' in step) {
    const [block] = taken.splice(taken.length === 0 ? 0 : step.give % taken.length, 1);
    if (block) free.give(block);
    return;
  }
  const block =
    'policy' in step
      ? free.best(step.length, step.policy)
      : cidrAt(4, root.base + BigInt(step.wanted) * 16n, step.length);
  if (block === undefined || !free.isFree(block)) return;
  free.take(block);
  taken.push(block);
};

describe('free blocks, whatever is taken and given back', () => {
  it('with what is taken are all there is, and nothing is both or twice', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const [free, taken] = [whole(), [] as Cidr[]];
        for (const step of all) {
          next(free, taken, step);
          // Plain comparisons: there are hundreds of thousands of them.
          const parts = [...free.blocks(), ...taken].sort((a, b) => (a.base < b.base ? -1 : 1));
          const sum = parts.reduce((total, part) => total + sizeOf(part), 0n);
          if (sum !== sizeOf(root)) throw new Error(`${sum} of ${sizeOf(root)} are accounted for`);
          for (const [n, part] of parts.entries()) {
            const after = parts[n + 1];
            if (after && overlaps(part, after))
              throw new Error(`${formatCidr(part)} meets ${formatCidr(after)}`);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('are as large as they can be: two free halves are one whole', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const [free, taken] = [whole(), [] as Cidr[]];
        for (const step of all) next(free, taken, step);
        const keys = new Set(free.blocks().map(formatCidr));
        for (const block of free.blocks())
          expect(block.length > 16 && keys.has(formatCidr(buddyOf(block)))).toBe(false);
      }),
    );
  });

  it('are changed alike when only the part that matters was loaded', () => {
    fc.assert(
      fc.property(steps, fc.nat(4095), fc.integer({ min: 17, max: 28 }), (all, wanted, length) => {
        const [free, taken] = [whole(), [] as Cidr[]];
        for (const step of all) next(free, taken, step);
        const block = taken[0] ?? cidrAt(4, root.base + BigInt(wanted) * 16n, length);
        const path = new Set(pathOf(root, block).map(formatCidr));
        const part = new FreeBlocks(
          root,
          free.blocks().filter((one) => path.has(formatCidr(one))),
        );
        const all2 = new FreeBlocks(root, free.blocks());
        expect(part.isFree(block)).toBe(all2.isFree(block));
        for (const blocks of [part, all2])
          if (taken.length > 0) blocks.give(block);
          else if (blocks.isFree(block)) blocks.take(block);
        const changes = [part, all2].map((blocks) => blocks.change());
        const [ofPart, ofAll] = changes.map(({ added, removed }) => [texts(added), texts(removed)]);
        expect(ofPart).toEqual(ofAll);
      }),
    );
  });
});
