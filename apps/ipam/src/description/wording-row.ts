import type { RowChange } from '@ferrule/event-store';
import type { Wording } from '@ferrule/ipam-contracts';

/** What is said of a thing, in its row; each column that nothing is said of stays as it is. */
export const wordingRow = (
  table: string,
  key: string,
  id: string | number,
  { description, tags, fields }: Wording,
  column: 'description' | 'label',
): RowChange => ({
  op: 'update',
  table,
  key: [key],
  row: {
    [key]: id,
    ...(description !== undefined && { [column]: description }),
    ...(tags !== undefined && { tags }),
    ...(fields !== undefined && { fields }),
  },
});
