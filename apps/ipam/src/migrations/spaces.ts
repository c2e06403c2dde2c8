/**
 * What is held, what is free, and what keeps two from holding the same.
 *
 * A space is what others are allocated in: a pool, a container in a pool, or a network with its
 * addresses. Pools of a VRF do not overlap, what is held in a space lies in it, and no two things
 * that are held in a space overlap: so nothing in a VRF does.
 */
export const SPACES_SQL = `
create table vrf (
  id text primary key,
  description text,
  status text not null default 'live' check (status in ('live', 'retired'))
);

create table supernet (
  id text primary key,
  vrf_id text not null references vrf,
  prefix cidr not null,
  role text not null,
  datacenter text,
  status text not null default 'live' check (status in ('live', 'retired')),
  constraint supernet_no_overlap exclude using gist
    (vrf_id with =, prefix inet_ops with &&) where (status = 'live')
);

create table vlan_group (
  id text primary key,
  datacenter text not null,
  -- 0 where there is no outer tag: null would not be equal to itself.
  service_vlan integer not null,
  first integer not null check (first between 2 and 4094),
  last integer not null check (last between first and 4094),
  status text not null default 'live' check (status in ('live', 'retired'))
);

-- Each VLAN once within datacenter and service tag, whoever holds it.
create table vlan (
  datacenter text not null,
  service_vlan integer not null,
  vlan integer not null check (vlan between 2 and 4094),
  group_id text not null references vlan_group,
  network_id text unique,
  -- In quarantine until then.
  free_from timestamptz not null default '-infinity',
  constraint vlan_once primary key (datacenter, service_vlan, vlan)
);
create index vlan_free on vlan (group_id, vlan) where network_id is null;

create function open_vlan_group() returns trigger language plpgsql as $$
begin
  insert into vlan (datacenter, service_vlan, vlan, group_id)
    select new.datacenter, new.service_vlan, v, new.id from generate_series(new.first, new.last) v;
  return null;
end $$;
create trigger vlan_group_opened after insert on vlan_group
  for each row execute function open_vlan_group();

create function addresses(prefix cidr) returns numeric language sql immutable as
$$ select case family(prefix) when 4 then (1::bigint << (32 - masklen(prefix)))::numeric
                              else trunc(2::numeric ^ (128 - masklen(prefix))) end $$;

create table space (
  no integer generated always as identity primary key,
  id text not null,
  kind text not null check (kind in ('pool', 'container', 'network')),
  vrf_id text not null references vrf,
  prefix cidr not null,
  parent integer references space,
  supernet_id text references supernet,
  datacenter text,
  tenant text,
  policy text not null default 'lowest'
    check (policy in ('lowest', 'best-fit', 'aligned', 'sparse')),
  types text[] not null default '{}',
  quarantine_seconds integer not null default 0,
  vlan_group_id text references vlan_group,
  description text,
  tags text[] not null default '{}',
  fields jsonb not null default '{}',
  status text not null default 'live' check (status in ('live', 'retired')),
  -- Kept by a trigger, so that nobody has to count.
  allocated numeric not null default 0,
  reserved numeric not null default 0,
  quarantined numeric not null default 0,
  holdings bigint not null default 0,
  -- The key that keeps blocks apart has 96 bits for what follows the prefix of IPv6.
  check (family(prefix) = 4 or masklen(prefix) >= 32),
  check ((kind = 'pool') = (parent is null)),
  unique (id, prefix),
  constraint pool_no_overlap exclude using gist
    (vrf_id with =, prefix inet_ops with &&) where (kind = 'pool' and status = 'live')
);
create unique index space_pool on space (id) where kind <> 'network';
create index space_by_datacenter on space (datacenter) where kind = 'pool' and status = 'live';
create index space_by_parent on space (parent);

-- A place on one line for all spaces: the number of the space, then the address in it. A radix tree
-- (SP-GiST) finds what overlaps in the same time however much there is; GiST over (space, prefix)
-- takes ten times as long at 100,000 rows as at 1,000.
create function place(space integer, prefix cidr) returns inet
language sql immutable parallel safe as $$
  select case family(prefix)
    when 4 then set_masklen('::'::inet + ((space::bigint << 32) + (prefix::inet - '0.0.0.0'::inet)),
                            96 + masklen(prefix))
    else set_masklen((set_masklen(prefix::inet, 128) & '::ffff:ffff:ffff:ffff:ffff:ffff'::inet)
                     | (to_hex(space >> 16) || ':' || to_hex(space & 65535) || '::')::inet,
                     masklen(prefix)) end $$;

-- Who has what. A row of kind quarantine belongs to nobody, and becomes free space when it is due.
create table held (
  id text not null,
  space integer not null references space,
  prefix cidr not null,
  kind text not null check (kind in
    ('network', 'prefix', 'container', 'reservation', 'address', 'range', 'quarantine')),
  -- Of the event that says who holds it.
  stream text not null,
  tenant text not null,
  client_id text,
  label text,
  mac text,
  type text,
  tags text[] not null default '{}',
  fields jsonb not null default '{}',
  since timestamptz(3) not null default clock_timestamp(),
  free_from timestamptz,
  constraint held_once primary key (id, prefix),
  constraint held_no_overlap exclude using spgist (place(space, prefix) inet_ops with &&)
);
create index held_due on held (space, free_from) where kind = 'quarantine';
create index held_by_tenant on held (tenant, id);
create index held_by_tag on held using gin (tags) where tags <> '{}';

-- Who had what, and until when: written at the release.
create table past (
  id text not null,
  space integer not null,
  vrf_id text not null,
  prefix cidr not null,
  kind text not null,
  stream text not null,
  tenant text not null,
  since timestamptz(3) not null,
  until timestamptz(3) not null default clock_timestamp()
);
create index past_by_prefix on past using spgist (prefix inet_ops);

-- Free blocks as a buddy allocator keeps them: disjoint, and as large as they can be.
create table free_block (
  space integer not null references space,
  length smallint not null,
  block cidr not null,
  primary key (space, length, block),
  check (masklen(block) = length)
);

create function open_space() returns trigger language plpgsql as $$
begin
  insert into free_block (space, length, block) values (new.no, masklen(new.prefix), new.prefix);
  return null;
end $$;
-- A new space is free as a whole.
create trigger space_opened after insert on space for each row execute function open_space();

-- How much of a space is held, by what; and that what is held in a space lies in it.
create function weigh_held() returns trigger language plpgsql as $$
declare
  outside text;
begin
  if tg_op <> 'DELETE' then
    select format('%s does not lie in %s', n.prefix, s.prefix) into outside
    from new_rows n join space s on s.no = n.space where not n.prefix <<= s.prefix limit 1;
    if outside is not null then
      raise exception '%', outside using errcode = 'check_violation', constraint = 'held_inside';
    end if;
    update space s set
      allocated = s.allocated + d.allocated, reserved = s.reserved + d.reserved,
      quarantined = s.quarantined + d.quarantined, holdings = s.holdings + d.holdings
    from (select n.space, count(*) as holdings,
            coalesce(sum(addresses(prefix)) filter (where kind not in
              ('reservation', 'range', 'quarantine')), 0) as allocated,
            coalesce(sum(addresses(prefix)) filter (where kind in ('reservation', 'range')), 0) as reserved,
            coalesce(sum(addresses(prefix)) filter (where kind = 'quarantine'), 0) as quarantined
          from new_rows n group by n.space) d where d.space = s.no;
  end if;
  if tg_op <> 'INSERT' then
    update space s set
      allocated = s.allocated - d.allocated, reserved = s.reserved - d.reserved,
      quarantined = s.quarantined - d.quarantined, holdings = s.holdings - d.holdings
    from (select n.space, count(*) as holdings,
            coalesce(sum(addresses(prefix)) filter (where kind not in
              ('reservation', 'range', 'quarantine')), 0) as allocated,
            coalesce(sum(addresses(prefix)) filter (where kind in ('reservation', 'range')), 0) as reserved,
            coalesce(sum(addresses(prefix)) filter (where kind = 'quarantine'), 0) as quarantined
          from old_rows n group by n.space) d where d.space = s.no;
  end if;
  return null;
end $$;
create trigger held_added after insert on held referencing new table as new_rows
  for each statement execute function weigh_held();
create trigger held_changed after update on held
  referencing old table as old_rows new table as new_rows
  for each statement execute function weigh_held();
create trigger held_removed after delete on held referencing old table as old_rows
  for each statement execute function weigh_held();

-- What is free in a space, computed from what is held in it: to begin with, and to compare with.
create function free_of(wanted integer) returns setof cidr language sql stable as $$
  with recursive part(block, is_held) as (
    select s.prefix, exists (select from held h where h.space = s.no)
    from space s where s.no = wanted
    union all
    select half.block, exists (select from held h where h.space = wanted
        and place(h.space, h.prefix) && place(wanted, half.block))
    from part cross join lateral (values
      (set_masklen(part.block, masklen(part.block) + 1)),
      (set_masklen(broadcast(part.block)::inet, masklen(part.block) + 1)::cidr)
    ) half(block)
    where part.is_held and masklen(part.block) < case family(part.block) when 4 then 32 else 128 end
      and not exists (select from held h where h.space = wanted
        and place(h.space, h.prefix) >>= place(wanted, part.block))
  )
  select block from part where not is_held $$;
`;
