import {
  AUDIT_QUERIES,
  type EntryProof,
  type EntryQuestion,
  type ExportPiece,
  type ExportQuestion,
  type SignedCheckpointData,
} from '@ferrule/audit-contracts';
import { Rejection, type Scoped } from '@ferrule/kernel';
import {
  GENESIS,
  proofOf,
  readCheckpoints,
  readPublicKeys,
  type SignedCheckpoint,
} from '@ferrule/ledger-chain';
import { Answers } from '@ferrule/messaging';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { findEntry } from '../question/find-entry.ts';
import { ReadLog } from '../reader/read-log.ts';
import { ReadingPool } from '../reader/reading-pool.ts';
import { headLines, pieceOf } from './export-piece.ts';

/** What others need to see for themselves that nothing was changed. */
@Controller()
export class ProofView {
  constructor(
    private readonly db: ReadingPool,
    private readonly reads: ReadLog,
  ) {}

  @Answers(AUDIT_QUERIES.prove)
  async prove(@Payload() { reader, ref, scope }: Scoped<EntryQuestion>): Promise<EntryProof> {
    await this.reads.note(reader, 'prove', { ref });
    const { entry, body } = await findEntry(this.db, ref, scopeOf({ scope }));
    const checkpoint = await this.#covering(entry.entry);
    if (checkpoint === undefined)
      throw new Rejection('NOT_COVERED_YET', `no checkpoint covers entry ${entry.entry} yet`, {
        field: 'ref',
        suggestion: 'ask again in a minute',
      });
    const { rows } = await this.db.query<{ hash: string }>({
      text: `select encode(hash, 'hex') as hash from entry where entry between $1 and $2 order by entry`,
      values: [checkpoint.first - 1, checkpoint.last],
    });
    const found = rows.map(({ hash }) => hash);
    // Before the first entry of all there is none.
    const hashes = checkpoint.first === 1 ? [GENESIS, ...found] : found;
    const previous = hashes[entry.entry - checkpoint.first] ?? GENESIS;
    const covered = hashes.slice(1);
    const proof = proofOf(entry, body, previous, covered, checkpoint);
    return { ...proof, entry: { ...proof.entry } };
  }

  @Answers(AUDIT_QUERIES.checkpoints)
  async checkpoints(
    @Payload() { after = 0, limit = 100 }: { after?: number; limit?: number },
  ): Promise<readonly SignedCheckpointData[]> {
    return readCheckpoints(this.db, after, limit);
  }

  @Answers(AUDIT_QUERIES.publicKeys)
  async publicKeys(): Promise<{ readonly keys: string }> {
    return { keys: await readPublicKeys(this.db) };
  }

  @Answers(AUDIT_QUERIES.export)
  async piece(@Payload() { scope, ...question }: Scoped<ExportQuestion>): Promise<ExportPiece> {
    const allowed = scopeOf({ scope });
    const { reader, after, head = false } = question;
    if (reader !== undefined) {
      const { reader: _, head: __, ...about } = question;
      await this.reads.note(reader, 'export', about);
    }
    const end = (
      await this.db.query<{ last: string | null }>({
        text: 'select max(entry) as last from entry',
      })
    ).rows[0]?.last;
    const last = Math.min(question.last ?? Infinity, Number(end ?? 0));
    if (after > last && head)
      throw new Rejection('VALIDATION_FAILED', `after must not be later than ${last}`, {
        field: 'after',
      });
    if (head)
      return { lines: await headLines(this.db, after, last, allowed), reached: after, last };
    return pieceOf(this.db, question, last, allowed);
  }

  async #covering(entry: number): Promise<SignedCheckpoint | undefined> {
    const { rows } = await this.db.query<{ document: string }>({
      text: 'select document from checkpoint where last >= $1 order by last limit 1',
      values: [entry],
    });
    const [found] = rows;
    return found && (JSON.parse(found.document) as SignedCheckpoint);
  }
}
