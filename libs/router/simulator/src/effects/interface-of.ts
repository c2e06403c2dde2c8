import type { Router } from '../router.ts';
import { readId } from '../state/row.ts';
import type { Row } from '../state/row.ts';

/** The row that a stored reference to an interface means; undefined when it dangles. */
export const interfaceOf = (stored: string | undefined, { state }: Router): Row | undefined => {
  const id = stored === undefined ? undefined : readId(stored);
  if (id === undefined) return undefined;
  return state.space(state.table('/interface').menu).rows.get(id);
};
