import { eventStoreSql } from '@ferrule/event-store';
import { sqlMigration } from '@ferrule/service';

export const migrations = [
  sqlMigration('EventStore1763600000000', eventStoreSql('provisioning', 'provisioning')),
  sqlMigration(
    'Jobs1763600000001',
    `
    create table job (
      id text primary key,
      network_id text not null,
      client_id text not null,
      tenant text not null,
      datacenter text not null,
      status text not null,
      started_at timestamptz(3) not null default clock_timestamp()
    );
    create index job_by_start on job (started_at desc, id desc);
    grant select, insert, update on job to provisioning;
    `,
  ),
] as const;
