import type { Row } from '../state/row.ts';
import type { Effect } from './effect.ts';

/** Its id follows from the VRF's, so that references to it outlive a restart. */
const firstId = 0x4000_0000;

const tableOf = new WeakMap<Row, Row>();

/** A VRF brings a routing table of its name. */
export const vrfEffect: Effect = {
  added(row, { state }) {
    if (!state.has('/routing/table')) return;
    const values = new Map([
      ['name', row.values.get('name') ?? ''],
      ['fib', ''],
      ['dynamic', 'true'],
    ]);
    tableOf.set(
      row,
      state.insert(state.table('/routing/table'), values, { dynamic: true, id: firstId + row.id }),
    );
  },
  written(row, _old, { state }) {
    const table = tableOf.get(row);
    if (table?.live === true) state.write(table, [['name', row.values.get('name')]]);
  },
  removed(row, { state }) {
    const table = tableOf.get(row);
    if (table?.live === true) state.remove(table);
  },
};
