import type { Entry } from './entry.ts';
import type { QueryConfig, QueryResultRow } from 'pg';
import type { Queryable } from '@ferrule/event-store';

/** An entry as it stands in the database. */
export interface StoredEntry {
  readonly entry: Entry;
  readonly hash: string;
  /** Null when it has left. */
  readonly body: string | null;
}

type Text = string | null;

/** Reads the columns of `ENTRY_COLUMNS`. As arrays of text: at a hundred thousand a second names would cost as much as the data. */
export const readEntries = async (
  db: Queryable,
  query: QueryConfig,
): Promise<readonly StoredEntry[]> => {
  const { rows } = await db.query<QueryResultRow & readonly Text[]>({
    ...query,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  } as QueryConfig);
  return rows.map(storedEntry);
};

/** `2026-01-05 10:00:00.5` is how the server writes `2026-01-05T10:00:00.500Z`. */
const iso = (text: string): string => {
  const full = text.length === 19 ? `${text}.000` : text.padEnd(23, '0');
  return `${full.slice(0, 10)}T${full.slice(11)}Z`;
};

/** `\\x5f1b` */
const hex = (text: string): string => text.slice(2);

/** Of the columns of `ENTRY_COLUMNS`, as text. */
export const storedEntry = (row: readonly Text[]): StoredEntry => {
  const text = (index: number): string => row[index] ?? '';
  const maybe = (index: number): string | null => row[index] ?? null;
  return {
    entry: {
      entry: Number(text(0)),
      source: text(1),
      sequence: Number(text(2)),
      id: text(3),
      type: text(4),
      schemaVersion: Number(text(5)),
      stream: text(6),
      at: iso(text(7)),
      recordedAt: iso(text(8)),
      actor: text(9),
      tenant: text(10),
      reason: maybe(11),
      ticket: maybe(12),
      correlationId: text(13),
      causationId: maybe(14),
      datacenter: maybe(15),
      router: maybe(16),
      network: maybe(17),
      bodyHash: hex(text(18)),
    },
    hash: hex(text(19)),
    body: maybe(20),
  };
};
