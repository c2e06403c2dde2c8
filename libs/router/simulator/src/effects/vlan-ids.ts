import type { Row } from '../state/row.ts';
import type { Keys, Table } from '../state/table.ts';

type Range = readonly [first: number, last: number];

const rangesOf = (text: string): readonly Range[] =>
  text.split(',').map((part) => {
    const [first = '', last = first] = part.split('-');
    return [Number(first), Number(last)];
  });

/** Each VLAN by itself, and for all ranges of a bridge one key: there are few of them, and many single ones. */
const byVlan: Keys = (values) => {
  const bridge = values.get('bridge') ?? '';
  return (values.get('vlan-ids') ?? '')
    .split(',')
    .map((part) => `${bridge} ${part.includes('-') ? 'ranges' : part}`);
};

const covers = (row: Row, [first, last]: Range) =>
  rangesOf(row.values.get('vlan-ids') ?? '').some(([from, to]) => from <= last && first <= to);

/** Rows of the bridge that speak of a VLAN, as it is or within a range. */
export const rowsWithVlan = (table: Table, bridge: string, vid: number): ReadonlySet<Row> =>
  rowsWithin(table, bridge, [vid, vid]);

const rowsWithin = (table: Table, bridge: string, [first, last]: Range): ReadonlySet<Row> => {
  const found = new Set<Row>();
  for (let vid = first; vid <= last; vid += 1)
    for (const row of table.under(byVlan, `${bridge} ${vid}`)) found.add(row);
  for (const row of table.under(byVlan, `${bridge} ranges`))
    if (covers(row, [first, last])) found.add(row);
  return found;
};

/** Rows of the bridge that speak of any of these VLANs: `10,20-30`. */
export const rowsThatOverlap = (table: Table, bridge: string, ids: string): ReadonlySet<Row> =>
  new Set(rangesOf(ids).flatMap((range) => [...rowsWithin(table, bridge, range)]));
