import type { ExportPiece, ExportQuestion } from '@ferrule/audit-contracts';
import type { Queryable } from '@ferrule/event-store';
import { isWithin, type Scope } from '@ferrule/kernel';
import {
  ENTRY_COLUMNS,
  type ExportLine,
  GENESIS,
  readEntries,
  readPublicKeys,
  readTombstones,
  type SignedCheckpoint,
  type StoredEntry,
} from '@ferrule/ledger-chain';
import { fitting } from '../ledger/ledger.view.ts';
import { entryWithin, isLimited } from '../question/entry-scope.ts';
import { addFilter, Conditions, filterIn } from '../question/filter-sql.ts';

const written = (line: ExportLine): string => JSON.stringify(line);

/** What has to be known before the first entry. */
export const headLines = async (
  db: Queryable,
  after: number,
  to: number,
  scope: Scope,
): Promise<readonly string[]> => {
  const { rows } = await db.query<{ hash: string }>({
    text: `select encode(hash, 'hex') as hash from entry where entry = $1`,
    values: [after],
  });
  const from = { entry: after, hash: rows[0]?.hash ?? GENESIS };
  const tombstones = (await readTombstones(db)).filter(({ tenant }) =>
    isWithin({ ...scope, datacenters: null }, { tenant, datacenter: null }),
  );
  return [
    written({ kind: 'ledger', format: 1, from, to, keys: await readPublicKeys(db) }),
    ...tombstones.map((tombstone) => written({ kind: 'tombstone', tombstone })),
  ];
};

/** How many entries are looked at for one piece, whether they fit the filter or not. */
const LOOK_AT = 2_000;

/** The next entries, and the checkpoints that end among them. */
export const pieceOf = async (
  db: Queryable,
  question: ExportQuestion,
  last: number,
  scope: Scope,
): Promise<ExportPiece> => {
  const { after } = question;
  const filter = filterIn(question);
  const limited = isLimited(scope);
  // Who sees little of the ledger is not led through all of it: there the next that fit are looked for.
  const until = limited ? last : Math.min(last, after + LOOK_AT);
  const conditions = new Conditions();
  conditions.add(`e.entry > ${conditions.value(after)} and e.entry <= ${conditions.value(until)}`);
  conditions.add(entryWithin(scope, (value) => conditions.value(value)));
  addFilter(conditions, filter);
  const found = await readEntries(db, {
    text: `select ${ENTRY_COLUMNS} from entry e ${conditions.joins} left join body b on b.entry = e.entry
           ${conditions.where} order by e.entry limit ${LOOK_AT}`,
    values: conditions.values,
  });
  const entries = fitting(found);
  const isCut = entries.length < found.length || found.length === LOOK_AT;
  const reached = isCut ? (entries.at(-1)?.entry.entry ?? until) : until;
  // What is left of a ledger that was filtered no checkpoint covers.
  const isPart = limited || Object.keys(filter).length > 0;
  const checkpoints = isPart ? [] : await endingBetween(db, after, reached);
  return { lines: [...merged(entries, checkpoints)], reached, last };
};

const merged = function* (
  entries: readonly StoredEntry[],
  checkpoints: readonly SignedCheckpoint[],
): Generator<string> {
  const waiting = [...checkpoints];
  for (const stored of entries) {
    yield written({ kind: 'entry', ...stored });
    for (; waiting[0]?.last === stored.entry.entry; waiting.shift())
      yield written({ kind: 'checkpoint', checkpoint: waiting[0] });
  }
};

const endingBetween = async (
  db: Queryable,
  after: number,
  reached: number,
): Promise<readonly SignedCheckpoint[]> => {
  const { rows } = await db.query<{ document: string }>({
    text: 'select document from checkpoint where last > $1 and last <= $2 order by number',
    values: [after, reached],
  });
  return rows.map(({ document }) => JSON.parse(document) as SignedCheckpoint);
};
