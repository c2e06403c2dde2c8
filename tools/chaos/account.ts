import type { Outcome } from './storm.ts';

const MOST_SHOWN = 40;

const countsOf = ({ counts }: Outcome): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');

/** One seed, for whoever watches; everything that disagrees, for whoever has to find out why. */
export const tellOutcome = (outcome: Outcome, logs: string): string => {
  const { seed, blows, seconds, restSeconds, faults } = outcome;
  const head = `seed ${seed}: ${faults.length === 0 ? 'balanced' : 'NOT BALANCED'}`;
  const time = `${seconds.toFixed(1)} s, ${restSeconds.toFixed(1)} s of it until quiet`;
  const lines = [`${head} (${countsOf(outcome)}; ${time})`, ...blows.map((blow) => `    ${blow}`)];
  if (faults.length === 0) return lines.join('\n');
  return [
    ...lines,
    ...faults.slice(0, MOST_SHOWN).map((fault) => `  ! ${fault}`),
    ...(faults.length > MOST_SHOWN ? [`  ! and ${faults.length - MOST_SHOWN} more`] : []),
    `  logs: ${logs}`,
    `  again: npm run chaos -- --seed ${seed}`,
  ].join('\n');
};

export const tellAll = (outcomes: readonly Outcome[], seconds: number): string => {
  const failed = outcomes.filter(({ faults }) => faults.length > 0).map(({ seed }) => seed);
  const sum = (what: string) =>
    outcomes.reduce((total, { counts }) => total + (counts[what] ?? 0), 0);
  const blows = outcomes.reduce((total, outcome) => total + outcome.blows.length, 0);
  const slowest = outcomes.toSorted((one, other) => other.seconds - one.seconds)[0];
  return [
    `${outcomes.length} seeds in ${Math.round(seconds)} s: ${sum('asked for')} networks asked for, ` +
      `${sum('removal accepted')} removals, ${blows} blows; the slowest was seed ` +
      `${slowest?.seed ?? '?'} with ${(slowest?.seconds ?? 0).toFixed(0)} s`,
    failed.length === 0
      ? 'All books are balanced.'
      : `Not balanced: ${failed.map((seed) => `seed ${seed}`).join(', ')}`,
  ].join('\n');
};
