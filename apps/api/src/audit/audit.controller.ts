import {
  AUDIT_QUERIES,
  LEDGER_PAGE_EXAMPLE,
  type LedgerPage,
  type LedgerQuestion,
} from '@ferrule/audit-contracts';
import { AnswersWith, FailsWith } from '@ferrule/http';
import type { FieldNotes } from '@ferrule/kernel';
import { QueryClient } from '@ferrule/messaging';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { unavailable, wrongQuery } from '../failures.ts';
import { WholeNumber } from '../page.ts';

export class LedgerQuery implements LedgerQuestion {
  static readonly notes: FieldNotes<LedgerQuery> = {
    after: { description: 'Events after this entry of the ledger', default: 0 },
    limit: { description: 'How many at most', default: 100 },
    correlationId: { description: 'Everything that belongs to one job' },
  };

  @WholeNumber('after', 0)
  after?: number;

  @WholeNumber('limit', 1, 1000)
  limit?: number;

  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,100}$/, { message: 'correlationId must be the id of a job' })
  correlationId?: string;
}

const PATH = '/api/v1/audit/events';

@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly queries: QueryClient) {}

  @Get('events')
  @ApiOperation({
    summary: 'List the events of every service',
    description: 'In the order of the ledger, so that a reader can follow it as it grows.',
  })
  @AnswersWith({
    status: 200,
    description: 'A page of the ledger',
    schema: 'LedgerPage',
    example: LEDGER_PAGE_EXAMPLE,
  })
  @FailsWith(wrongQuery(PATH), ...unavailable(PATH))
  async list(@Query() question: LedgerQuery): Promise<LedgerPage> {
    return this.queries.ask(AUDIT_QUERIES.listEvents, question);
  }
}
