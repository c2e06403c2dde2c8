import { AUDIT_QUERIES, type SavedSearch } from '@ferrule/audit-contracts';
import { NoQuery } from '@ferrule/http';
import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Needs } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { DocumentsSavedSearches, DocumentsSaving } from './audit.document.ts';
import { readerNow } from './ledger-reader.ts';
import { FilterBody, NamePath } from './requests.ts';

/** Searches under names, which a tenant's people share. */
@ApiTags('audit')
@Controller('api/v1/audit/searches')
@Needs('audit')
export class SavedSearchController {
  constructor(private readonly queries: ScopedQueries) {}

  @Get()
  @NoQuery()
  @DocumentsSavedSearches()
  async list(): Promise<{ readonly searches: readonly SavedSearch[] }> {
    const { tenant } = readerNow();
    return { searches: await this.queries.ask(AUDIT_QUERIES.listSearches, { tenant }) };
  }

  @Put(':name')
  @NoQuery()
  @HttpCode(204)
  @DocumentsSaving('Save a search under a name')
  async save(@Param() { name }: NamePath, @Body() filter: FilterBody): Promise<void> {
    await this.queries.ask(AUDIT_QUERIES.saveSearch, { name, filter, reader: readerNow() });
  }

  @Delete(':name')
  @NoQuery()
  @HttpCode(204)
  @DocumentsSaving('Forget a saved search')
  async remove(@Param() { name }: NamePath): Promise<void> {
    const reader = readerNow();
    await this.queries.ask(AUDIT_QUERIES.saveSearch, { name, filter: null, reader });
  }
}
