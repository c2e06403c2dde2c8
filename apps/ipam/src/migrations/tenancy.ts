/** Quotas, numbers that are handed out one by one, and lists that wait to be imported. */
export const TENANCY_SQL = `
-- Counted only for tenants with a quota: whoever has none waits for nobody.
create table tenant (
  id text primary key,
  max_networks integer check (max_networks >= 0),
  max_addresses bigint check (max_addresses >= 0),
  networks integer not null default 0,
  addresses bigint not null default 0
);

create table number_pool (
  id text primary key,
  kind text not null check (kind in ('asn', 'service-vlan')),
  datacenter text,
  first bigint not null,
  last bigint not null check (last >= first),
  status text not null default 'live' check (status in ('live', 'retired')),
  -- A number is that of one system in the world, and a service VLAN one in its datacenter.
  constraint number_pool_no_overlap exclude using gist
    (kind with =, (coalesce(datacenter, '')) with =, int8range(first, last, '[]') with &&)
    where (status = 'live')
);

create table number_free (
  pool_id text not null references number_pool,
  first bigint not null,
  last bigint not null check (last >= first),
  primary key (pool_id, first)
);

create table number_held (
  pool_id text not null references number_pool,
  number bigint not null,
  id text not null,
  tenant text not null,
  holder text,
  since timestamptz(3) not null default clock_timestamp(),
  constraint number_once primary key (pool_id, number),
  constraint number_held_id unique (pool_id, id)
);

create table import (
  id text primary key,
  tenant text not null,
  status text not null check (status in ('staged', 'committing', 'committed', 'undoing', 'undone')),
  actor text not null,
  reason text,
  opened_at timestamptz(3) not null default clock_timestamp()
);

create table import_line (
  import_id text not null references import,
  line integer not null,
  space integer,
  prefix cidr,
  kind text,
  id text,
  tenant text,
  vlan integer,
  -- The command that puts it in place.
  wanted jsonb,
  field text,
  code text,
  message text,
  done boolean not null default false,
  primary key (import_id, line)
);
create index import_line_faults on import_line (import_id, line) where code is not null;
create index import_line_ids on import_line (import_id, id);
create index import_line_vlans on import_line (import_id, space, vlan) where vlan is not null;
-- Where lines of one list would meet each other.
create index import_line_place on import_line using spgist (place(space, prefix) inet_ops)
  where prefix is not null;
`;
