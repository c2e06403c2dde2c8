import { eventStoreSql } from '@ferrule/event-store';
import { sqlMigration } from '@ferrule/service';
import { CARRY_OVER_SQL } from './carry-over.ts';
import { NAMES_SQL } from './names.ts';
import { SEARCH_SQL } from './search.ts';
import { SPACES_SQL } from './spaces.ts';
import { TENANCY_SQL } from './tenancy.ts';

export const migrations = [
  sqlMigration('EventStore1763600000000', eventStoreSql('ipam', 'ipam')),
  sqlMigration(
    'Networks1763600000001',
    `
    create table pool (
      id text primary key,
      datacenter text not null unique,
      prefix cidr not null,
      vlan_first integer not null check (vlan_first between 1 and 4094),
      vlan_last integer not null check (vlan_last between vlan_first and 4094)
    );

    create table network (
      id text primary key,
      pool_id text not null references pool,
      client_id text not null,
      tenant text not null,
      type text not null,
      datacenter text not null,
      size text not null,
      subnet cidr not null,
      vlan_id integer not null,
      gateway inet not null,
      dhcp_range text,
      description text,
      status text not null check (status in ('allocated', 'released')),
      allocated_at timestamptz(3) not null default clock_timestamp(),
      -- Whatever the code does: no address and no VLAN of a datacenter is held twice.
      constraint network_no_overlap exclude using gist
        (datacenter with =, subnet inet_ops with &&) where (status = 'allocated')
    );
    create unique index network_vlan_once on network (datacenter, vlan_id)
      where status = 'allocated';
    create index network_by_client on network (tenant, client_id);
    -- A tenant's own, page by page.
    create index network_by_tenant on network (tenant, id);

    grant select on pool to ipam;
    grant select, insert, update on network to ipam;

    insert into pool (id, datacenter, prefix, vlan_first, vlan_last) values
      ('DC1-production', 'DC1', '172.16.0.0/16', 100, 2000),
      ('DC2-production', 'DC2', '172.20.0.0/16', 100, 2000);
    `,
  ),
  sqlMigration('Spaces1763600000002', `${SPACES_SQL}${TENANCY_SQL}${CARRY_OVER_SQL}`),
  // Every line is changed once, when it is in place: room for that on its own page spares its indexes.
  sqlMigration('ImportLines1763600000003', 'alter table import_line set (fillfactor = 60)'),
  sqlMigration(
    'Provisioned1763600000004',
    'alter table network add column provisioned_at timestamptz(3)',
  ),
  sqlMigration(
    'Removed1763600000005',
    `alter table network
      add column removal_begun_at timestamptz(3),
      add column removal_failed_at timestamptz(3),
      add column dns_zone text`,
  ),
  // What is held in a space, without looking at what is held elsewhere.
  sqlMigration('HeldInSpace1763600000010', 'create index held_in_space on held (space, prefix)'),
  sqlMigration('Names1763600000020', NAMES_SQL),
  sqlMigration('Search1763600000030', SEARCH_SQL),
] as const;
