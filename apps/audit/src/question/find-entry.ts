import type { Queryable } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';
import { ENTRY_COLUMNS, readEntries, type StoredEntry } from '@ferrule/ledger-chain';

/** By its number, or by the id of its event. */
export const findEntry = async (db: Queryable, ref: string): Promise<StoredEntry> => {
  const isNumber = /^\d{1,15}$/u.test(ref);
  const [found] = await readEntries(db, {
    text: `select ${ENTRY_COLUMNS} from entry e left join body b using (entry)
           where ${isNumber ? 'e.entry = $1::bigint' : 'e.id = $1'}`,
    values: [ref],
  });
  if (found === undefined)
    throw new Rejection('ENTRY_UNKNOWN', `there is no entry ${ref}`, { field: 'ref' });
  return found;
};
