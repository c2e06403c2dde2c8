import {
  CHECKPOINT_EXAMPLE,
  LEDGER_PAGE_EXAMPLE,
  MOMENT_EXAMPLE,
  PROOF_EXAMPLE,
} from '@ferrule/audit-contracts';
import { AnswersWith, type DocumentedAnswer, FailsWith } from '@ferrule/http';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { unavailable, wrongQuery } from '../failures.ts';

const [event] = LEDGER_PAGE_EXAMPLE.events;

const reads = (
  summary: string,
  {
    description = '',
    ...answer
  }: Omit<DocumentedAnswer, 'status' | 'description'> & {
    readonly description?: string;
  },
): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, ...(description !== '' && { description }) }),
    AnswersWith({ status: 200, description: summary, ...answer }),
  );

const PATH = '/api/v1/audit/events';

export const DocumentsEvents = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the events of every service',
      description:
        'In the order of the ledger, so that a reader can follow it as it grows: a consumer that was away longer than the bus keeps events catches up here, from the last entry that it has seen.',
    }),
    AnswersWith({
      status: 200,
      description: 'A page of the ledger',
      schema: 'LedgerPage',
      example: LEDGER_PAGE_EXAMPLE,
    }),
    FailsWith(wrongQuery(PATH), ...unavailable(PATH)),
  );

export const DocumentsSearch = (): MethodDecorator =>
  reads('Search the ledger', {
    description: 'In the order of time. Everything that is said has to hold.',
    schema: 'LedgerSearchPage',
    example: { ...LEDGER_PAGE_EXAMPLE, next: '1767607200500_4' },
  });

export const DocumentsEntry = (): MethodDecorator =>
  reads('Show one entry', { schema: 'LedgerEntry', example: event ?? {} });

export const DocumentsProof = (): MethodDecorator =>
  reads('Prove that one entry is in the ledger', {
    description:
      'All that somebody needs to check it, but the public key. 409 until a checkpoint covers it, a minute at the longest.',
    schema: 'LedgerProof',
    example: PROOF_EXAMPLE,
  });

export const DocumentsCheckpoints = (): MethodDecorator =>
  reads('List checkpoints', {
    schema: 'LedgerCheckpoints',
    example: { checkpoints: [CHECKPOINT_EXAMPLE] },
  });

export const DocumentsKeys = (): MethodDecorator =>
  reads('List the public keys of checkpoints', {
    description: 'As the ledger knows them. Keep a copy elsewhere: that one nobody can exchange.',
    schema: 'LedgerKeys',
    example: { keys: '2026:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=' },
  });

export const DocumentsTimeline = (): MethodDecorator =>
  reads("Tell a network's whole life", {
    description: 'Its own events, and those of every job that had to do with it, oldest first.',
    schema: 'LedgerSearchPage',
    example: LEDGER_PAGE_EXAMPLE,
  });

export const DocumentsMoment = (kind: 'network' | 'router'): MethodDecorator =>
  reads(`Show what a ${kind} looked like at a moment`, {
    schema: 'LedgerMoment',
    example: { ...MOMENT_EXAMPLE, kind },
  });

export const DocumentsHolders = (): MethodDecorator =>
  reads('Tell who had an address at a moment', {
    schema: 'LedgerHolders',
    example: { holders: [] },
  });

export const DocumentsDiff = (): MethodDecorator =>
  reads('Show what a job changed, before and after', {
    schema: 'LedgerChanges',
    example: { changes: [] },
  });

export const DocumentsSavedSearches = (): MethodDecorator =>
  reads('List saved searches', {
    schema: 'SavedSearches',
    example: { searches: [] },
  });

export const DocumentsSaving = (summary: string): MethodDecorator =>
  applyDecorators(ApiOperation({ summary }), ApiResponse({ status: 204, description: 'Done' }));

export const DocumentsExport = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Export the ledger',
      description:
        'Line by line, as fast as it is taken. NDJSON ends with a line that says so: without it the export was cut off, and goes on with `after`. Without a filter it can be verified from itself alone.',
    }),
    ApiResponse({
      status: 200,
      description: 'The lines',
      content: {
        'application/x-ndjson': { schema: { type: 'string' } },
        'text/csv': { schema: { type: 'string' } },
      },
    }),
  );

export const DocumentsRetention = (): MethodDecorator =>
  reads('List how long tenants keep bodies', {
    schema: 'RetentionList',
    example: { retention: [{ tenant: 'acme', days: 365 }] },
  });

export const DocumentsSettingRetention = (): MethodDecorator =>
  reads('Set how long a tenant keeps bodies', {
    description:
      'An older body leaves for an archive that still verifies; its entry stays, and a signed tombstone says where it went.',
    schema: 'Retention',
    example: { tenant: 'acme', days: 365 },
  });
