/**
 * The two pools and their networks, as they were until now, become spaces; and a database that has
 * none yet gets the same two. Their events say so, since streams are the truth: the networks' own
 * are there already.
 */
export const CARRY_OVER_SQL = `
insert into vrf (id, description) values ('default', 'what is routed everywhere');
insert into supernet (id, vrf_id, prefix, role, datacenter)
  select datacenter, 'default', prefix, 'production', datacenter from pool;
insert into vlan_group (id, datacenter, service_vlan, first, last)
  select datacenter, datacenter, case datacenter when 'DC2' then 1000 else 0 end,
    greatest(vlan_first, 2), vlan_last from pool;
insert into space (id, kind, vrf_id, prefix, supernet_id, datacenter, vlan_group_id)
  select id, 'pool', 'default', prefix, datacenter, datacenter, datacenter from pool;

alter table network drop constraint network_no_overlap;
alter table network drop constraint network_pool_id_fkey;
alter table network
  add column vrf_id text not null default 'default' references vrf,
  add column service_vlan integer not null default 0,
  add column ipv6 cidr,
  add column tags text[] not null default '{}',
  add column fields jsonb not null default '{}',
  add column released_at timestamptz(3);
update network n set service_vlan = g.service_vlan from vlan_group g where g.id = n.datacenter;
drop index network_vlan_once;
create unique index network_vlan_once on network (datacenter, service_vlan, vlan_id)
  where status = 'allocated';

insert into held (id, space, prefix, kind, stream, tenant, client_id, label, type, since)
  select n.id, s.no, n.subnet, 'network', 'network-' || n.id, n.tenant, n.client_id, n.description, n.type, n.allocated_at
  from network n join space s on s.id = n.pool_id where n.status = 'allocated';
insert into past (id, space, vrf_id, prefix, kind, stream, tenant, since, until)
  select n.id, s.no, 'default', n.subnet, 'network', 'network-' || n.id, n.tenant, n.allocated_at,
    (select e.at from event e where e.stream = 'network-' || n.id and e.type = 'NetworkReleased' limit 1)
  from network n join space s on s.id = n.pool_id where n.status = 'released';
update vlan v set network_id = n.id from network n
  where n.datacenter = v.datacenter and n.vlan_id = v.vlan and n.status = 'allocated';
delete from free_block;
insert into free_block (space, length, block)
  select s.no, masklen(f), f from space s cross join lateral free_of(s.no) f;

insert into event (stream, version, id, type, body, meta)
select stream, 1, gen_random_uuid(), type, body,
  '{"actor":"migration","correlationId":"carry-over","tenant":"operator"}'
from (
  select 1 as place, 'vrf-default' as stream, 'VrfCreated' as type,
    '{"description":"what is routed everywhere","vrfId":"default"}' as body
  union all
  select 2, 'supernet-' || id, 'SupernetAdded',
    format('{"datacenter":"%s","prefix":"%s","role":"production","supernetId":"%s","vrfId":"default"}',
      datacenter, prefix, id) from supernet
  union all
  select 3, 'vlan-group-' || id, 'VlanGroupCreated',
    format('{"datacenter":"%s","first":%s,"last":%s,"serviceVlan":%s,"vlanGroupId":"%s"}',
      datacenter, first, last, coalesce(nullif(service_vlan, 0)::text, 'null'), id) from vlan_group
  union all
  select 4, 'pool-' || id, 'PoolCreated',
    format('{"datacenter":"%s","policy":"lowest","poolId":"%s","prefix":"%s","quarantineSeconds":0,'
      || '"supernetId":"%s","types":[],"vlanGroupId":"%s","vrfId":"default"}',
      datacenter, id, prefix, supernet_id, vlan_group_id) from space
) seeds order by place, stream;

drop table pool;

grant select, insert, update on vrf, supernet, vlan_group, tenant, number_pool, import to ipam;
grant select, insert, update, delete on vlan to ipam;
grant select, insert, update, delete on space, held, free_block, number_free, number_held, import_line to ipam;
grant select, insert on past to ipam;
`;
