import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';
import type { Effect } from './effect.ts';

/** Their ids follow from the VRF's, so that references to them outlive a restart. */
const firstId = 0x4000_0000;

const broughtBy = new WeakMap<Row, readonly Row[]>();

const alive = (row: Row): readonly Row[] => (broughtBy.get(row) ?? []).filter(({ live }) => live);

const bring = (path: string, values: Record<string, string>, id: number, { state }: Router) =>
  state.has(path)
    ? [
        state.insert(
          state.table(path),
          new Map([...Object.entries(values), ['dynamic', 'true']] as const),
          { dynamic: true, id },
        ),
      ]
    : [];

/** A VRF brings a routing table of its name, and an interface that firewall rules can name. */
export const vrfEffect: Effect = {
  added(row, router) {
    if (row.values.get('builtin') === 'true') return;
    const name = row.values.get('name') ?? '';
    const id = firstId + row.id;
    broughtBy.set(row, [
      ...bring('/routing/table', { name, fib: '' }, id, router),
      ...bring('/interface', { name, type: 'vrf' }, id, router),
    ]);
  },
  written(row, _old, { state }) {
    for (const brought of alive(row)) state.write(brought, [['name', row.values.get('name')]]);
  },
  removed(row, { state }) {
    for (const brought of alive(row)) state.remove(brought);
  },
};
