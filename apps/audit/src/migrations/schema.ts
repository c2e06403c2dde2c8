import { eventStoreSql } from '@ferrule/event-store';
import { sqlMigration } from '@ferrule/service';
import { CHAINED_LEDGER } from './chained-ledger.ts';
import { CHECKPOINT_OUTLETS } from './checkpoint-outlets.ts';
import { RETENTION } from './retention.ts';
import { SAVED_SEARCHES } from './saved-searches.ts';

export const migrations = [
  sqlMigration('EventStore1763600000000', eventStoreSql('audit', 'audit')),
  sqlMigration(
    'Ledger1763600000001',
    `
    create table ledger (
      entry bigint generated always as identity primary key,
      source text not null,
      sequence bigint not null check (sequence >= 1),
      id uuid not null unique,
      type text not null,
      schema_version integer not null,
      stream text not null,
      at timestamptz(3) not null,
      actor text not null,
      tenant text not null,
      correlation_id text not null,
      causation_id text,
      body text not null,
      unique (source, sequence)
    );
    create index ledger_by_correlation on ledger (correlation_id, entry);

    create trigger ledger_unchanged before update or delete on ledger
      for each row execute function refuse_change();
    create trigger ledger_kept before truncate on ledger
      for each statement execute function refuse_change();
    alter table ledger enable always trigger ledger_unchanged;
    alter table ledger enable always trigger ledger_kept;
    grant select, insert on ledger to audit;
    `,
  ),
  sqlMigration('ChainedLedger1763600000002', CHAINED_LEDGER),
  sqlMigration('CheckpointOutlets1763600000003', CHECKPOINT_OUTLETS),
  sqlMigration('SavedSearches1763600000004', SAVED_SEARCHES),
  sqlMigration('Retention1763600000005', RETENTION),
] as const;
