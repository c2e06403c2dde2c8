export interface Compared {
  readonly ours: number;
  readonly reference: number;
  /** The median of the rounds' own ratios: what slows the machine for a while slows both sides. */
  readonly ratio: number;
  readonly rounds: { readonly ours: readonly number[]; readonly reference: readonly number[] };
}

export type Measure = (this: void, round: number) => Promise<number>;

export const median = (figures: readonly number[]): number => percentile(figures, 50);

export const percentile = (figures: readonly number[], percent: number): number => {
  const sorted = [...figures].sort((a, b) => a - b);
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? NaN;
};

/** Turn by turn, and the first one in turn as well: a machine gets slower or faster while it runs. */
export const compare = async (
  count: number,
  sides: { readonly ours: Measure; readonly reference: Measure },
): Promise<Compared> => {
  const ours: number[] = [];
  const reference: number[] = [];
  for (let round = 0; round < count; round += 1) {
    if (round % 2 === 0) reference.push(await sides.reference(round));
    ours.push(await sides.ours(round));
    if (round % 2 === 1) reference.push(await sides.reference(round));
  }
  return {
    ours: median(ours),
    reference: median(reference),
    ratio: median(ours.map((figure, round) => figure / (reference[round] ?? NaN))),
    rounds: { ours, reference },
  };
};

/** Callers that each wait for their answer before they ask again; how many answers a second. */
export const closedLoop = async (
  callers: number,
  ms: number,
  call: (caller: number, n: number) => Promise<unknown>,
): Promise<number> => {
  const start = performance.now();
  let answered = 0;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let n = 0; performance.now() - start < ms; n += 1) {
        await call(caller, n);
        answered += 1;
      }
    }),
  );
  return answered / ((performance.now() - start) / 1000);
};
