import {
  AUDIT_QUERIES,
  type Reader,
  type SavedSearch,
  type SaveSearchQuestion,
} from '@ferrule/audit-contracts';
import { PgEventStore } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';
import { ISO } from '@ferrule/ledger-chain';
import { Answers } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ReadingPool } from '../reader/reading-pool.ts';
import { savedFilter } from './saved-filter.ts';
import { addFilter, Conditions, filterIn } from './filter-sql.ts';

const NAME = /^[A-Za-z0-9_-]{1,64}$/u;

/** Searches under names, which a tenant's people share. */
@Controller()
export class SavedSearches {
  constructor(
    private readonly db: ReadingPool,
    private readonly store: PgEventStore,
  ) {}

  @Answers(AUDIT_QUERIES.listSearches)
  async list(@Payload() { tenant }: Pick<Reader, 'tenant'>): Promise<readonly SavedSearch[]> {
    const { rows } = await this.db.query<SavedSearch>({
      text: `select name, filter, saved_by as "savedBy", ${ISO('saved_at')} as "savedAt"
             from saved_search where tenant = $1 order by name`,
      values: [tenant],
    });
    return rows;
  }

  /** Saved again under its name it is replaced; without a filter it goes. */
  @Answers(AUDIT_QUERIES.saveSearch)
  async save(@Payload() { reader, name, filter }: SaveSearchQuestion): Promise<{ name: string }> {
    if (!NAME.test(name))
      throw new Rejection('VALIDATION_FAILED', 'name must be 1 to 64 letters, digits, "-" or "_"', {
        field: 'name',
      });
    if (filter === null) await savedFilter(this.db, reader.tenant, name);
    const wanted = filter === null ? null : filterIn(filter);
    // What cannot be searched for should not be saved.
    if (wanted !== null) addFilter(new Conditions(), wanted);
    const key = { tenant: reader.tenant, name };
    await this.store.append({
      stream: `search-${reader.tenant}-${name}`.slice(0, 200),
      expected: 'any',
      events: [
        wanted === null
          ? { type: 'SearchRemoved', data: { name } }
          : { type: 'SearchSaved', data: { name, filter: wanted } },
      ],
      rows: [
        wanted === null
          ? { op: 'delete', table: 'saved_search', key: ['tenant', 'name'], row: key }
          : {
              op: 'upsert',
              table: 'saved_search',
              key: ['tenant', 'name'],
              row: {
                ...key,
                filter: wanted,
                saved_by: reader.actor,
                saved_at: new Date().toISOString(),
              },
            },
      ],
      meta: { correlationId: 'ledger', ...reader },
    });
    return { name };
  }
}
