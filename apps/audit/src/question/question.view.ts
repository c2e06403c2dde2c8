import {
  AUDIT_QUERIES,
  type EntryQuestion,
  type LedgerEntry,
  type SearchPage,
  type SearchQuestion,
  type TimelineQuestion,
} from '@ferrule/audit-contracts';
import type { Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ledgerEntry } from '../ledger/ledger.view.ts';
import { ReadLog } from '../reader/read-log.ts';
import { ReadingPool } from '../reader/reading-pool.ts';
import { savedFilter } from './saved-filter.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { filterIn } from './filter-sql.ts';
import { findEntry } from './find-entry.ts';
import { type Found, search } from './search.ts';

const page = ({ entries, end }: Found): SearchPage => ({
  events: entries.map(ledgerEntry),
  next: end === undefined ? null : writeCursor(end),
});

@Controller()
export class QuestionView {
  constructor(
    private readonly db: ReadingPool,
    private readonly reads: ReadLog,
  ) {}

  @Answers(AUDIT_QUERIES.search)
  async search(@Payload() { scope, ...question }: Scoped<SearchQuestion>): Promise<SearchPage> {
    const { reader, order = 'newest', limit = 50, cursor, saved } = question;
    const before = saved === undefined ? {} : await savedFilter(this.db, reader.tenant, saved);
    const filter = { ...before, ...filterIn(question) };
    const after = readCursor(cursor);
    await this.reads.note(reader, 'search', { ...filter });
    return page(await search(this.db, filter, scopeOf({ scope }), { order, limit, after }));
  }

  @Answers(AUDIT_QUERIES.getEvent)
  async get(@Payload() { reader, ref, scope }: Scoped<EntryQuestion>): Promise<LedgerEntry> {
    await this.reads.note(reader, 'show', { ref });
    return ledgerEntry(await findEntry(this.db, ref, scopeOf({ scope })));
  }

  /** One network's whole life: its own events, and those of every job that had to do with it. */
  @Answers(AUDIT_QUERIES.timeline)
  async timeline(
    @Payload() { reader, network, limit = 100, cursor, scope }: Scoped<TimelineQuestion>,
  ): Promise<SearchPage> {
    const after = readCursor(cursor);
    await this.reads.note(reader, 'timeline', { network });
    const wanted = { order: 'oldest', limit, after } as const;
    const found = await search(this.db, {}, scopeOf({ scope }), wanted, (conditions) => {
      const named = conditions.value(network);
      conditions.add(`e.entry in (
        select entry from entry where network = ${named}
        union select j.entry from entry j where j.correlation_id in (
          select correlation_id from entry where network = ${named} and correlation_id <> 'ledger'))`);
    });
    return page(found);
  }
}
