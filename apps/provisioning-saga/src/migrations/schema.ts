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
    create index job_of_tenant on job (tenant, started_at desc, id desc);
    grant select, insert, update on job to provisioning;
    `,
  ),
  sqlMigration(
    'Workflows1763700000000',
    `
    alter table job
      add column workflow text not null default 'network.provision',
      alter column network_id drop not null,
      alter column client_id drop not null;

    -- When a job is woken although nobody answers; one row while it waits for something.
    create table timer (
      job_id text primary key,
      due timestamptz(3) not null
    );
    create index timer_by_due on timer (due);
    grant select, insert, update, delete on timer to provisioning;
    `,
  ),
  sqlMigration(
    'JobLists1763800000000',
    `
    create index job_by_network on job (network_id, started_at desc, id desc);
    -- Nearly all jobs are completed; whoever asks for others must not read through those.
    create index job_not_completed on job (status, started_at desc, id desc)
      where status <> 'COMPLETED';
    `,
  ),
  sqlMigration(
    'JobKeys1763900000000',
    `
    alter table job
      add column definition_version integer not null default 1,
      add column parent_id text,
      -- What only one job at a time may work on: the one that does, and those that wait for it.
      add column key text,
      add column waits_for text;
    update job set definition_version = (e.body::json->>'definitionVersion')::integer
      from event e where e.stream = job.id and e.version = 1;
    update job set key = 'network ' || network_id
      where network_id is not null and status not in ('COMPLETED', 'FAILED', 'CANCELLED');
    create unique index job_by_key on job (key);
    create index job_waiting on job (waits_for, started_at) where waits_for is not null;
    create index job_by_parent on job (parent_id) where parent_id is not null;

    -- A router that answers again wakes those that wait for it.
    alter table timer add column router text;
    create index timer_by_router on timer (router) where router is not null;
    `,
  ),
] as const;
