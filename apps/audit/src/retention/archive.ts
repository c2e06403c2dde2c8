import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Queryable } from '@ferrule/event-store';
import {
  ENTRY_COLUMNS,
  GENESIS,
  proofOf,
  readEntries,
  type SignedCheckpoint,
  sha256,
  type StoredEntry,
} from '@ferrule/ledger-chain';

/** Entries with their bodies, each a proof by itself: an archive needs nothing but the public keys. */
export const archiveLines = async (
  db: Queryable,
  entries: readonly number[],
): Promise<readonly string[]> => {
  const stored = await readEntries(db, {
    text: `select ${ENTRY_COLUMNS} from entry e left join body b using (entry)
           where e.entry = any($1::bigint[]) order by e.entry`,
    values: [entries],
  });
  const lines: string[] = [];
  let covering: Covering | undefined;
  for (const one of stored) {
    const { entry } = one.entry;
    if (covering === undefined || entry > covering.checkpoint.last)
      covering = await coveringOf(db, entry);
    lines.push(proofLine(one, covering));
  }
  return lines;
};

interface Covering {
  readonly checkpoint: SignedCheckpoint;
  /** The hash before its first entry, and those of all its entries. */
  readonly hashes: readonly string[];
}

const coveringOf = async (db: Queryable, entry: number): Promise<Covering> => {
  const { rows } = await db.query<{ document: string }>({
    text: 'select document from checkpoint where last >= $1 order by last limit 1',
    values: [entry],
  });
  const checkpoint = JSON.parse(rows[0]?.document ?? 'null') as SignedCheckpoint | null;
  if (checkpoint === null) throw new Error(`no checkpoint covers entry ${entry}`);
  const found = await db.query<{ hash: string }>({
    text: `select encode(hash, 'hex') as hash from entry where entry between $1 and $2 order by entry`,
    values: [checkpoint.first - 1, checkpoint.last],
  });
  const hashes = found.rows.map(({ hash }) => hash);
  return { checkpoint, hashes: checkpoint.first === 1 ? [GENESIS, ...hashes] : hashes };
};

const proofLine = ({ entry, body }: StoredEntry, { checkpoint, hashes }: Covering): string => {
  const previous = hashes[entry.entry - checkpoint.first] ?? GENESIS;
  return JSON.stringify(proofOf(entry, body, previous, hashes.slice(1), checkpoint));
};

/** Written whole or not at all; its SHA-256. */
export const writeArchive = async (
  folder: string,
  name: string,
  lines: readonly string[],
): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  const text = `${lines.join('\n')}\n`;
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return sha256(text);
};
