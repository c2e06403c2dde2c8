import {
  AUDIT_QUERIES,
  type LedgerEntry,
  type LedgerPage,
  type LedgerQuestion,
} from '@ferrule/audit-contracts';
import { ENTRY_COLUMNS, readEntries, type StoredEntry } from '@ferrule/ledger-chain';
import type { Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { placesAfter } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { entryWithin } from '../question/entry-scope.ts';
import { ReadLog } from '../reader/read-log.ts';
import { ReadingPool } from '../reader/reading-pool.ts';
import { parsed } from './incoming.ts';

@Controller()
export class LedgerView {
  constructor(
    private readonly db: ReadingPool,
    private readonly reads: ReadLog,
  ) {}

  /** In the order of the ledger, so that a reader can follow it as it grows. */
  @Answers(AUDIT_QUERIES.listEvents)
  async list(
    @Payload() { after = 0, limit = 100, correlationId, reader, scope }: Scoped<LedgerQuestion>,
  ): Promise<LedgerPage> {
    // Whoever follows the ledger asks again and again: that he follows it is one thing to know.
    if (reader !== undefined)
      await this.reads.note(reader, 'follow', { correlationId: correlationId ?? null });
    const values: unknown[] = [after, limit, correlationId ?? null];
    const within = entryWithin(scopeOf({ scope }), placesAfter(values));
    const found = await readEntries(this.db, {
      text: `select ${ENTRY_COLUMNS} from entry e left join body b using (entry)
             where e.entry > $1 and ($3::text is null or e.correlation_id = $3) and ${within}
             order by e.entry limit $2`,
      values,
    });
    const page = fitting(found);
    const isLast = page.length === found.length && found.length < limit;
    return {
      events: page.map(ledgerEntry),
      next: isLast ? null : (page.at(-1)?.entry.entry ?? null),
    };
  }
}

/** What the bus takes in one answer. */
const MOST_BYTES = 600_000;

/** As many as fit one answer, and one at least. */
export const fitting = (found: readonly StoredEntry[]): readonly StoredEntry[] => {
  let bytes = 0;
  const end = found.findIndex(({ body }, index) => {
    bytes += Buffer.byteLength(body ?? '') + 800;
    return bytes > MOST_BYTES && index > 0;
  });
  return end === -1 ? found : found.slice(0, end);
};

export const ledgerEntry = ({ entry, hash, body }: StoredEntry): LedgerEntry => {
  const { at, bodyHash: _, ...rest } = entry;
  return { ...rest, time: at, hash, data: body === null ? null : parsed(body) };
};
