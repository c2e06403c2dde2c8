import type { LedgerFilter, LedgerQuestion } from '@ferrule/audit-contracts';
import type { FieldNotes } from '@ferrule/kernel';
import { applyDecorators } from '@nestjs/common';
import { IsIn, IsISO8601, IsOptional, Matches } from 'class-validator';
import { WholeNumber } from '../page.ts';

const Words = (name: string): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Matches(/^[^\p{Cc}]{1,200}$/u, {
      message: `${name} must be 1 to 200 characters, none of them a control character`,
    }),
  );

const Time = (name: string): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    IsISO8601({ strict: true }, { message: `${name} must be an RFC 3339 time` }),
  );

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

const FILTER_NOTES: FieldNotes<LedgerFilter> = {
  from: { description: 'What happened at this moment or later' },
  to: { description: 'What happened before this moment' },
  actor: { description: 'Who did it', examples: ['operator:ann'] },
  tenant: { description: 'For whom' },
  source: { description: 'The service that recorded it', examples: ['ipam'] },
  type: { description: 'What happened', examples: ['NetworkAllocated'] },
  correlationId: { description: 'The job that it belongs to' },
  datacenter: { description: 'Where' },
  router: { description: 'On which router' },
  network: { description: 'With which network' },
  address: { description: 'An address or a prefix: what names it, or a prefix around it' },
  text: { description: 'What its body holds, as it stands here, in any case' },
};

/** What entries have to be like; everything that is said has to hold. */
export class FilterQuery implements LedgerFilter {
  @Time('from')
  from?: string;

  @Time('to')
  to?: string;

  @Words('actor')
  actor?: string;

  @Words('tenant')
  tenant?: string;

  @Words('source')
  source?: string;

  @Words('type')
  type?: string;

  @Words('correlationId')
  correlationId?: string;

  @Words('datacenter')
  datacenter?: string;

  @Words('router')
  router?: string;

  @Words('network')
  network?: string;

  @Words('address')
  address?: string;

  @Words('text')
  text?: string;
}

export class FilterBody extends FilterQuery {
  static readonly notes: FieldNotes<FilterBody> = FILTER_NOTES;
}

export class SearchQuery extends FilterQuery {
  static readonly notes: FieldNotes<SearchQuery> = {
    ...FILTER_NOTES,
    order: { description: 'Which come first', default: 'newest' },
    limit: { description: 'How many at most', default: 50 },
    cursor: { description: 'What the page before gave as next' },
    saved: { description: 'A saved search, to which the rest is added' },
  };

  @IsOptional()
  @IsIn(['newest', 'oldest'], { message: 'order must be newest or oldest' })
  order?: 'newest' | 'oldest';

  @WholeNumber('limit', 1, 500)
  limit?: number;

  @Words('cursor')
  cursor?: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'saved must be the name of a saved search' })
  saved?: string;
}

export class ExportQuery extends FilterQuery {
  static readonly notes: FieldNotes<ExportQuery> = {
    ...FILTER_NOTES,
    format: { description: 'ndjson can be verified; csv is for spreadsheets', default: 'ndjson' },
    after: { description: 'Entries after this one, to go on with an export', default: 0 },
    last: { description: 'Up to this entry; up to the end unless given' },
  };

  @IsOptional()
  @IsIn(['ndjson', 'csv'], { message: 'format must be ndjson or csv' })
  format?: 'ndjson' | 'csv';

  @WholeNumber('after', 0)
  after?: number;

  @WholeNumber('last', 1)
  last?: number;
}

export class TimelineQuery {
  static readonly notes: FieldNotes<TimelineQuery> = {
    limit: { description: 'How many at most', default: 100 },
    cursor: { description: 'What the page before gave as next' },
  };

  @WholeNumber('limit', 1, 500)
  limit?: number;

  @Words('cursor')
  cursor?: string;
}

export class MomentQuery {
  static readonly notes: FieldNotes<MomentQuery> = {
    at: { description: 'The moment; now unless given' },
  };

  @Time('at')
  at?: string;
}

export class HoldersQuery {
  static readonly notes: FieldNotes<HoldersQuery> = {
    address: { description: 'An address or a prefix', examples: ['172.16.150.20'] },
    at: { description: 'The moment; now unless given' },
  };

  @Matches(/^[0-9A-Fa-f.:/]{2,49}$/, { message: 'address must be an address or a prefix' })
  address!: string;

  @Time('at')
  at?: string;
}

export class CheckpointQuery {
  static readonly notes: FieldNotes<CheckpointQuery> = {
    after: { description: 'Checkpoints after this number', default: 0 },
    limit: { description: 'How many at most', default: 100 },
  };

  @WholeNumber('after', 0)
  after?: number;

  @WholeNumber('limit', 1, 1000)
  limit?: number;
}

const REF = /^[A-Za-z0-9_.:-]{1,100}$/;

export class EntryPath {
  static readonly notes: FieldNotes<EntryPath> = {
    ref: { description: 'The number of an entry, or the id of its event' },
  };

  @Matches(REF, { message: 'ref must be the number of an entry or the id of an event' })
  ref!: string;
}

export class ThingPath {
  static readonly notes: FieldNotes<ThingPath> = { id: { description: 'Its id' } };

  @Matches(REF, { message: 'id must be 1 to 100 letters, digits, ".", ":", "-" or "_"' })
  id!: string;
}

export class NamePath {
  static readonly notes: FieldNotes<NamePath> = { name: { description: 'Its name' } };

  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'name must be 1 to 64 letters, digits, "-" or "_"' })
  name!: string;
}
