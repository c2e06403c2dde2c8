import type { ClientBase } from 'pg';
import { copyEntries } from './copied-entries.ts';
import type { PublicKeys } from './keys.ts';
import { readCheckpoints, readTombstones } from './pg-ledger.ts';
import { LedgerWalk, Misfit, type Walked, type Witness } from './walk.ts';

export interface VerifyOptions {
  readonly publicKeys: PublicKeys;
  /** Checkpoints that were kept outside the database. */
  readonly outside?: readonly Witness[];
  /** Later than this, RFC 3339, an entry need not be covered by a checkpoint yet. */
  readonly coveredBefore: string;
  readonly progress?: (entries: number) => void;
}

/** Walks the ledger in a database, in one snapshot that the caller holds; throws `Misfit`. */
export const verifyLedger = async (
  db: ClientBase,
  { publicKeys, outside = [], coveredBefore, progress }: VerifyOptions,
): Promise<Walked> => {
  const walk = new LedgerWalk({
    publicKeys,
    tombstones: await readTombstones(db),
    witnesses: [{ name: 'the database', checkpoints: await readCheckpoints(db) }, ...outside],
  });
  let entries = 0;
  for await (const some of copyEntries(db)) {
    for (const { entry, hash, body } of some) walk.entry(entry, hash, body);
    entries += some.length;
    progress?.(entries);
  }
  const walked = walk.end();
  await refuseUncovered(db, walked.last - walked.uncovered, coveredBefore);
  return walked;
};

/** Who removes the checkpoints too leaves entries that none covers, though they are old. */
const refuseUncovered = async (db: ClientBase, covered: number, before: string): Promise<void> => {
  const { rows } = await db.query<{ entry: string }>({
    // A checkpoint is an event as well, and no reason for another one.
    text: `select entry from entry where entry > $1 and recorded_at < $2
             and type <> 'CheckpointSigned' order by entry limit 1`,
    values: [covered, before],
  });
  const [first] = rows;
  if (first !== undefined)
    throw new Misfit(
      Number(first.entry),
      `no checkpoint covers it, though it is older than ${before}`,
    );
};
