import type { LedgerFilter } from '@ferrule/audit-contracts';
import type { Queryable } from '@ferrule/event-store';
import type { Scope } from '@ferrule/kernel';
import { ENTRY_COLUMNS, readEntries, type StoredEntry } from '@ferrule/ledger-chain';
import { fitting } from '../ledger/ledger.view.ts';
import type { Place } from './cursor.ts';
import { entryWithin } from './entry-scope.ts';
import { addFilter, Conditions } from './filter-sql.ts';

export interface SearchOrder {
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
  readonly after: Place | undefined;
}

export interface Found {
  readonly entries: readonly StoredEntry[];
  /** Where the next page begins; undefined when there is none. */
  readonly end: Place | undefined;
}

/** Entries in the order of their time, a page at a time. */
export const search = async (
  db: Queryable,
  filter: LedgerFilter,
  scope: Scope,
  { order, limit, after }: SearchOrder,
  more?: (conditions: Conditions) => void,
): Promise<Found> => {
  const conditions = new Conditions();
  conditions.add(entryWithin(scope, (value) => conditions.value(value)));
  addFilter(conditions, filter);
  more?.(conditions);
  const [direction, beyond] = order === 'newest' ? ['desc', '<'] : ['asc', '>'];
  if (after !== undefined)
    conditions.add(
      `(e.at, e.entry) ${beyond} (${conditions.value(after.at)}, ${conditions.value(after.entry)})`,
    );
  const found = await readEntries(db, {
    text: `select ${ENTRY_COLUMNS} from entry e ${conditions.joins} left join body b on b.entry = e.entry
           ${conditions.where} order by e.at ${direction}, e.entry ${direction}
           limit ${conditions.value(limit)}`,
    values: conditions.values,
  });
  const entries = fitting(found);
  const last = entries.at(-1)?.entry;
  const isLast = entries.length === found.length && found.length < limit;
  return { entries, end: isLast ? undefined : last && { at: last.at, entry: last.entry } };
};
