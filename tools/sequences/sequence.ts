import fc from 'fast-check';

/** One thing that somebody asks for. Numbers name what was asked for before, or will be. */
export type Step =
  | { readonly network: number; readonly length: number; readonly both: boolean }
  | { readonly prefix: number; readonly length: number; readonly container: boolean }
  | { readonly inside: number; readonly of: number; readonly length: number }
  | { readonly chosen: number; readonly at: number; readonly reserved: boolean }
  | { readonly address: number; readonly of: number; readonly type: 'vm' | 'reserved' }
  | { readonly range: number; readonly of: number; readonly from: number }
  | { readonly split: number; readonly length: number }
  | { readonly release: 'network' | 'prefix'; readonly n: number; readonly force: boolean }
  | { readonly detach: number; readonly of: number }
  | { readonly list: number }
  | { readonly undo: number }
  /** Every quarantine of the pool is over. */
  | { readonly tick: true };

/** How a command reaches the service, and how often. */
export type Way = 'asked' | 'sent' | 'asked twice' | 'sent twice' | 'asked and sent';

export interface Move {
  readonly step: Step;
  readonly way: Way;
}

export interface Sequence {
  readonly policy: 'lowest' | 'best-fit' | 'aligned' | 'sparse';
  readonly quarantineSeconds: number;
  /** Those of one turn are under way together, in no order. */
  readonly turns: readonly (readonly Move[])[];
}

const id = fc.nat(1_000);
const length = fc.integer({ min: 25, max: 30 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ network: id, length, both: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ prefix: id, length, container: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ inside: id, of: id, length: fc.integer({ min: 27, max: 32 }) }),
  },
  { weight: 2, arbitrary: fc.record({ chosen: id, at: fc.nat(63), reserved: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ address: fc.nat(1), of: id, type: fc.constantFrom('vm', 'reserved') }),
  },
  { weight: 2, arbitrary: fc.record({ range: fc.nat(1), of: id, from: fc.nat(31) }) },
  { weight: 2, arbitrary: fc.record({ detach: fc.nat(1), of: id }) },
  { weight: 4, arbitrary: fc.record({ split: id, length: fc.constantFrom(28, 30, 32) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      release: fc.constantFrom('network', 'prefix'),
      n: id,
      force: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ list: fc.nat(1_000_000) }) },
  fc.record({ undo: fc.nat(20) }),
  fc.constant({ tick: true as const }),
);

const way: fc.Arbitrary<Way> = fc.constantFrom(
  ...(['asked', 'sent', 'asked twice', 'sent twice', 'asked and sent'] as const),
);

const sequence: fc.Arbitrary<Sequence> = fc.record({
  policy: fc.constantFrom('lowest', 'best-fit', 'aligned', 'sparse'),
  quarantineSeconds: fc.constantFrom(0, 1, 3_600),
  turns: fc.array(fc.array(fc.record({ step, way }), { minLength: 1, maxLength: 4 }), {
    minLength: 4,
    maxLength: 9,
  }),
});

/** Names instead of any numbers: something new, now and then again, or what a step before was about. */
const named = ({ turns, ...rest }: Sequence): Sequence => {
  const asked = { network: 0, prefix: 0 };
  const fresh = (kind: 'network' | 'prefix', n: number): number => {
    if (n % 8 === 0 && asked[kind] > 0) return n % asked[kind];
    asked[kind] += 1;
    return asked[kind] - 1;
  };
  // The next that will be asked for, too: what is said of it comes before it.
  const known = (kind: 'network' | 'prefix', n: number): number => n % (asked[kind] + 1);
  const name = (wanted: Step): Step => {
    if ('network' in wanted) return { ...wanted, network: fresh('network', wanted.network) };
    if ('prefix' in wanted) return { ...wanted, prefix: fresh('prefix', wanted.prefix) };
    if ('chosen' in wanted) return { ...wanted, chosen: fresh('prefix', wanted.chosen) };
    if ('inside' in wanted) return { ...wanted, of: known('prefix', wanted.of) };
    if ('split' in wanted) return { ...wanted, split: known('prefix', wanted.split) };
    if ('release' in wanted) return { ...wanted, n: known(wanted.release, wanted.n) };
    return 'of' in wanted ? { ...wanted, of: known('network', wanted.of) } : wanted;
  };
  const namedTurns = turns.map((moves) =>
    moves.map((move) => ({ ...move, step: name(move.step) })),
  );
  return { ...rest, turns: namedTurns };
};

/** Always the same for the same seed. */
export const sequenceOf = (seed: number): Sequence => {
  const [one] = fc.sample(sequence, { seed, numRuns: 1 });
  if (one === undefined) throw new Error('no sequence');
  return named(one);
};
