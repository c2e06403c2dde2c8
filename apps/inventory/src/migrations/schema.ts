import { eventStoreSql } from '@ferrule/event-store';
import { sqlMigration } from '@ferrule/service';

export const migrations = [
  sqlMigration('EventStore1763600000000', eventStoreSql('inventory', 'inventory')),
  sqlMigration(
    'Inventory1763600000001',
    `
    create table datacenter (
      id text primary key,
      name text not null,
      -- What an operator says of it, as its last event has it.
      settings jsonb not null,
      maintenance_reason text,
      registered_at timestamptz(3) not null default clock_timestamp()
    );
    create unique index datacenter_name_once on datacenter (lower(name));

    create table router (
      id text primary key,
      datacenter text not null constraint router_in_datacenter references datacenter,
      name text not null,
      address text not null,
      port integer not null check (port between 1 and 65535),
      tls jsonb,
      dialect text,
      pair text,
      pair_role text check (pair_role in ('primary', 'standby')),
      user_name text not null,
      status text not null check (status in ('active', 'maintenance', 'retired')),
      maintenance_reason text,
      reachability text not null default 'unknown'
        check (reachability in ('unknown', 'reachable', 'unreachable')),
      failure text,
      version text,
      board text,
      identity text,
      -- Every probe moves these two, and most of them nothing else: no event comes of it.
      probed_at timestamptz(3),
      last_seen timestamptz(3),
      registered_at timestamptz(3) not null default clock_timestamp()
    );
    create unique index router_name_once on router (lower(name)) where status <> 'retired';
    -- Two ids for one box would be two writers on it.
    create unique index router_address_once on router (datacenter, lower(address), port)
      where status <> 'retired';
    create unique index router_pair_once on router (datacenter, pair, pair_role)
      where status <> 'retired' and pair is not null;

    -- Sealed, and here alone: events are kept for ever and read by many.
    create table secret (
      place text primary key,
      sealed text not null check (sealed like 'sealed:%')
    );

    -- What provisioning said of networks: which of them live, and on which router.
    create table network (
      id text primary key,
      router text,
      lives boolean not null,
      sequence bigint not null
    );
    create index network_by_router on network (router) where lives;

    grant select, insert, update on datacenter, router, network to inventory;
    grant select, insert, update, delete on secret to inventory;
    `,
  ),
] as const;
