import {
  AUDIT_QUERIES,
  type EntryProof,
  type LedgerEntry,
  type LedgerPage,
  type SearchPage,
  type SignedCheckpointData,
} from '@ferrule/audit-contracts';
import { NoQuery } from '@ferrule/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Needs } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import {
  DocumentsCheckpoints,
  DocumentsEntry,
  DocumentsEvents,
  DocumentsKeys,
  DocumentsProof,
  DocumentsSearch,
} from './audit.document.ts';
import { readerNow } from './ledger-reader.ts';
import { CheckpointQuery, EntryPath, LedgerQuery, SearchQuery } from './requests.ts';

/** What happened, and how anybody can see that it is all of it. */
@ApiTags('audit')
@Controller('api/v1/audit')
@Needs('audit')
export class AuditController {
  constructor(private readonly queries: ScopedQueries) {}

  @Get('events')
  @DocumentsEvents()
  list(@Query() { ...question }: LedgerQuery): Promise<LedgerPage> {
    return this.queries.ask(AUDIT_QUERIES.listEvents, { ...question, reader: readerNow() });
  }

  @Get('search')
  @DocumentsSearch()
  search(@Query() { ...question }: SearchQuery): Promise<SearchPage> {
    return this.queries.ask(AUDIT_QUERIES.search, { ...question, reader: readerNow() });
  }

  @Get('events/:ref')
  @NoQuery()
  @DocumentsEntry()
  get(@Param() { ref }: EntryPath): Promise<LedgerEntry> {
    return this.queries.ask(AUDIT_QUERIES.getEvent, { ref, reader: readerNow() });
  }

  @Get('events/:ref/proof')
  @NoQuery()
  @DocumentsProof()
  prove(@Param() { ref }: EntryPath): Promise<EntryProof> {
    return this.queries.ask(AUDIT_QUERIES.prove, { ref, reader: readerNow() });
  }

  /** Checkpoints say nothing that may not be known: whoever keeps them keeps the ledger honest. */
  @Get('checkpoints')
  @DocumentsCheckpoints()
  async checkpoints(
    @Query() question: CheckpointQuery,
  ): Promise<{ readonly checkpoints: readonly SignedCheckpointData[] }> {
    return { checkpoints: await this.queries.ask(AUDIT_QUERIES.checkpoints, question) };
  }

  @Get('keys')
  @NoQuery()
  @DocumentsKeys()
  keys(): Promise<{ readonly keys: string }> {
    return this.queries.ask(AUDIT_QUERIES.publicKeys, {});
  }
}
