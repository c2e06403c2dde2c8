import type { Trend } from './memory.ts';
import type { Order } from './orders.ts';

export interface Verdict {
  readonly lines: readonly string[];
  readonly isGood: boolean;
}

const percentile = (values: readonly number[], percent: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
};

const MOST_SHOWN = 5;
/** Before that a process is getting warm. */
const LEAST_MINUTES = 8;

/** What a soak has shown, for people, and whether it was good. */
export const verdictOf = (
  orders: readonly Order[],
  left: number,
  memory: ReadonlyMap<string, Trend>,
  minutes: number,
): Verdict => {
  const isLong = minutes >= LEAST_MINUTES;
  const failed = orders.filter((order) => order.failed !== undefined);
  const kinds = Map.groupBy(orders, ({ kind }) => kind);
  const share = orders.length === 0 ? 0 : (100 * failed.length) / orders.length;
  const lines = [
    `${orders.length} orders, ${failed.length} failed (${share.toFixed(2)} %)`,
    ...(left === 0 ? [] : [`${left} were not begun, because the stack was behind`]),
    ...[...kinds].map(([kind, own]) => {
      const took = own.map(({ ms }) => ms);
      const [p50, p99] = [percentile(took, 50), percentile(took, 99)].map(Math.round);
      return `  ${kind.padEnd(18)} ${String(own.length).padStart(6)}   p50 ${p50} ms   p99 ${p99} ms`;
    }),
    ...failed.slice(0, MOST_SHOWN).map(({ kind, failed: why }) => `  ! ${kind}: ${why ?? ''}`),
    'memory, MiB resident, second quarter of the time and last:',
    ...[...memory].map(
      ([name, { early, late, isFlat }]) =>
        `  ${name.padEnd(20)} ${early.toFixed(0).padStart(5)} ${late.toFixed(0).padStart(5)}   ` +
        (isFlat ? 'flat' : isLong ? 'GROWS' : 'gets warm'),
    ),
  ];
  const isFlat = !isLong || [...memory.values()].every((trend) => trend.isFlat);
  const isGood = orders.length > 0 && failed.length === 0 && isFlat;
  return { lines: [...lines, isGood ? 'Good.' : 'NOT GOOD.'], isGood };
};
