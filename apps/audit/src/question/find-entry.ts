import type { Queryable } from '@ferrule/event-store';
import { Rejection, type Scope } from '@ferrule/kernel';
import { ENTRY_COLUMNS, readEntries, type StoredEntry } from '@ferrule/ledger-chain';
import { placesAfter } from '@ferrule/service';
import { entryWithin } from './entry-scope.ts';

/** By its number, or by the id of its event. */
export const findEntry = async (db: Queryable, ref: string, scope: Scope): Promise<StoredEntry> => {
  const values: unknown[] = [ref];
  const within = entryWithin(scope, placesAfter(values));
  const isNumber = /^\d{1,15}$/u.test(ref);
  const [found] = await readEntries(db, {
    text: `select ${ENTRY_COLUMNS} from entry e left join body b using (entry)
           where ${isNumber ? 'e.entry = $1::bigint' : 'e.id = $1'} and ${within}`,
    values,
  });
  if (found === undefined)
    throw new Rejection('ENTRY_UNKNOWN', `there is no entry ${ref}`, { field: 'ref' });
  return found;
};
