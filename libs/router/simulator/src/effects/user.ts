import { failure } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import { writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import type { Effect } from './effect.ts';

const isFull = (group: string | undefined, { state }: Router) => {
  const full = state.rowByName('/user/group', 'full');
  return full !== undefined && group === writeId(full.id);
};

const hasAllRights = (values: ReadonlyMap<string, string>, router: Router) =>
  values.get('disabled') !== 'true' && isFull(values.get('group'), router);

const isLast = (row: Row, router: Router): boolean => {
  if (!hasAllRights(row.values, router)) return false;
  for (const other of row.table)
    if (other !== row && hasAllRights(other.values, router)) return false;
  return true;
};

const needed = () => failure('there must be at least one user with full access');

/** Somebody must always be able to do everything. */
export const userEffect: Effect = {
  prepare({ row, values }, router) {
    if (row !== undefined && !hasAllRights(values, router) && isLast(row, router)) throw needed();
  },
  keep(row, router) {
    if (isLast(row, router)) throw needed();
  },
};
