import type { Queryable } from '@ferrule/event-store';
import type { SignedCheckpoint, SignedTombstone } from './checkpoint.ts';
import { ENTRY_COLUMNS } from './entry-columns.ts';
import { readEntries, type StoredEntry } from './stored-entry.ts';

/** Entries after one, in the order of the ledger. */
export const readLedger = (
  db: Queryable,
  after: number,
  limit: number,
): Promise<readonly StoredEntry[]> =>
  readEntries(db, {
    name: 'ledger-page',
    text: `select ${ENTRY_COLUMNS} from entry e left join body b using (entry)
           where e.entry > $1 order by e.entry limit $2`,
    values: [after, limit],
  });

const documents = async <T>(
  db: Queryable,
  text: string,
  values: unknown[],
): Promise<readonly T[]> => {
  const { rows } = await db.query<{ document: string }>({ text, values });
  return rows.map(({ document }) => JSON.parse(document) as T);
};

export const readCheckpoints = (
  db: Queryable,
  after = 0,
  limit?: number,
): Promise<readonly SignedCheckpoint[]> =>
  documents(db, 'select document from checkpoint where number > $1 order by number limit $2', [
    after,
    limit ?? null,
  ]);

export const readTombstones = (
  db: Queryable,
  after = 0,
  limit?: number,
): Promise<readonly SignedTombstone[]> =>
  documents(db, 'select document from tombstone where number > $1 order by number limit $2', [
    after,
    limit ?? null,
  ]);

/** `2026:<base64>,2025:<base64>`, as the ledger itself knows them. */
export const readPublicKeys = async (db: Queryable): Promise<string> => {
  const { rows } = await db.query<{ id: string; public: string }>({
    text: 'select id, public from signing_key order by since desc, id',
  });
  return rows.map((row) => `${row.id}:${row.public}`).join(',');
};
