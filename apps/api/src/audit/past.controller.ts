import {
  AUDIT_QUERIES,
  type ChangeView,
  type HolderView,
  type MomentView,
  type SearchPage,
} from '@ferrule/audit-contracts';
import { NoQuery } from '@ferrule/http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import {
  DocumentsDiff,
  DocumentsHolders,
  DocumentsMoment,
  DocumentsTimeline,
} from './audit.document.ts';
import { readerNow } from './ledger-reader.ts';
import { HoldersQuery, MomentQuery, ThingPath, TimelineQuery } from './requests.ts';

/** What was so at some moment, and how it came about. */
@ApiTags('audit')
@Controller('api/v1/audit')
@Needs('audit')
export class PastController {
  constructor(private readonly queries: ScopedQueries) {}

  @Get('networks/:id/timeline')
  @DocumentsTimeline()
  timeline(
    @Param() { id }: ThingPath,
    @Query() { ...question }: TimelineQuery,
  ): Promise<SearchPage> {
    const reader = readerNow();
    return this.queries.ask(AUDIT_QUERIES.timeline, { ...question, network: id, reader });
  }

  @Get('networks/:id')
  @DocumentsMoment('network')
  network(@Param() { id }: ThingPath, @Query() { at }: MomentQuery): Promise<MomentView> {
    const reader = readerNow();
    return this.queries.ask(AUDIT_QUERIES.moment, { kind: 'network', id, at, reader });
  }

  @Get('routers/:id')
  @OfTheHouse()
  @DocumentsMoment('router')
  router(@Param() { id }: ThingPath, @Query() { at }: MomentQuery): Promise<MomentView> {
    const reader = readerNow();
    return this.queries.ask(AUDIT_QUERIES.moment, { kind: 'router', id, at, reader });
  }

  @Get('holders')
  @DocumentsHolders()
  async holders(
    @Query() { ...question }: HoldersQuery,
  ): Promise<{ readonly holders: readonly HolderView[] }> {
    const reader = readerNow();
    return { holders: await this.queries.ask(AUDIT_QUERIES.holders, { ...question, reader }) };
  }

  @Get('jobs/:id/diff')
  @NoQuery()
  @DocumentsDiff()
  async diff(@Param() { id }: ThingPath): Promise<{ readonly changes: readonly ChangeView[] }> {
    const reader = readerNow();
    return { changes: await this.queries.ask(AUDIT_QUERIES.diff, { jobId: id, reader }) };
  }
}
