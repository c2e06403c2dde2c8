import type { Router } from '../router.ts';
import type { Row } from './row.ts';
import type { Table } from './table.ts';
import { toText } from './text.ts';

export type SnapshotRow = Readonly<Record<string, string>>;

/** What was configured, as an operator would write it: names instead of ids, no defaults, nothing that the router derived. */
export type Snapshot = Readonly<Record<string, readonly SnapshotRow[]>>;

const rowOf = ({ table, values }: Row, { state }: Router): SnapshotRow =>
  Object.fromEntries(
    [...table.menu.args.entries()].flatMap(([name, { type, default: usual }]) => {
      const stored = values.get(name);
      if (stored === undefined) return [];
      const text = type.format?.(stored, state) ?? stored;
      return text === usual ? [] : [[name, toText(text)]];
    }),
  );

const rowsOf = (table: Table, router: Router): readonly SnapshotRow[] =>
  [...table].filter(({ dynamic }) => !dynamic).map((row) => rowOf(row, router));

export const takeSnapshot = (router: Router): Snapshot =>
  Object.fromEntries(
    [...router.state.tables]
      .map((table) => [table.menu.path, rowsOf(table, router)] as const)
      .filter(([, rows]) => rows.some((row) => Object.keys(row).length > 0))
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );

export interface Difference {
  readonly path: string;
  /** Rows of the first that the second has not. */
  readonly missing: readonly SnapshotRow[];
  /** Rows of the second that the first has not. */
  readonly extra: readonly SnapshotRow[];
  /** The same rows in another order, in a menu whose order means something. */
  readonly reordered: boolean;
}

const keyOf = (row: SnapshotRow) =>
  JSON.stringify(Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1)));

const without = (rows: readonly SnapshotRow[], others: readonly SnapshotRow[]) => {
  const counts = new Map<string, number>();
  for (const row of others) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return rows.filter((row) => {
    const left = counts.get(keyOf(row)) ?? 0;
    if (left > 0) counts.set(keyOf(row), left - 1);
    return left === 0;
  });
};

/** Empty when both hold the same. `isOrdered` says for which menus the order counts. */
export const compareSnapshots = (
  first: Snapshot,
  second: Snapshot,
  isOrdered: (path: string) => boolean,
): readonly Difference[] =>
  [...new Set([...Object.keys(first), ...Object.keys(second)])].sort().flatMap((path) => {
    const before = first[path] ?? [];
    const after = second[path] ?? [];
    const missing = without(before, after);
    const extra = without(after, before);
    const reordered =
      missing.length + extra.length === 0 &&
      isOrdered(path) &&
      before.map(keyOf).join('\n') !== after.map(keyOf).join('\n');
    return missing.length + extra.length > 0 || reordered
      ? [{ path, missing, extra, reordered }]
      : [];
  });
