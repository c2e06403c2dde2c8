import type pg from 'pg';

export interface Discrepancy {
  readonly where: string;
  readonly what: string;
}

/**
 * What does not add up in the pools of a place and in all that lies in them; nothing, if all is well:
 * allocated, free, reserved and quarantined are all there is, the counters are what is held, the index
 * of free blocks is what is not held, nothing overlaps, who has a VLAN has a network, and the events
 * tell the same as the rows. One statement sees one moment, so it holds in the middle of things, too.
 */
const SQL = `
with mine as materialized (
  select s.* from space s join space p on p.kind = 'pool' and p.vrf_id = s.vrf_id and s.prefix <<= p.prefix
  where p.id in ($1, $1 || '-6')),
story as materialized (
  select e.stream, split_part(e.stream, '-', 1) as noun,
    bool_or(e.type in ('NetworkAllocated', 'PrefixAllocated', 'AddressAttached', 'RangeReserved')) as taken,
    bool_or(e.type in ('NetworkReleased', 'PrefixReleased', 'PrefixSplit', 'AddressReleased')) as ended,
    count(*) filter (where e.type in
      ('NetworkAllocated', 'PrefixAllocated', 'AddressAttached', 'RangeReserved')) as times,
    max(coalesce(e.body::json ->> 'subnet', e.body::json ->> 'prefix'))
      filter (where e.type in ('NetworkAllocated', 'PrefixAllocated')) as prefix
  from event e where e.stream like 'network-' || $1 || '-%'
    or e.stream like 'prefix-' || $1 || '-%' or e.stream like 'address-' || $1 || '-%'
  group by e.stream)
select s.id as where, 'the sum' as what from mine s
  left join (select space, sum(addresses(block)) as free from free_block group by 1) f on f.space = s.no
  where s.status = 'live'
    and s.allocated + s.reserved + s.quarantined + coalesce(f.free, 0) <> addresses(s.prefix)
union all
select s.id, 'the counters' from mine s cross join lateral (
    select count(*) as n, coalesce(sum(addresses(prefix)), 0) as total from held where space = s.no) h
  where s.holdings <> h.n or s.allocated + s.reserved + s.quarantined <> h.total
union all
select s.id, 'the index' from mine s where s.status = 'live' and (
  exists (select block from free_block where space = s.no except select free_of(s.no))
  or exists (select free_of(s.no) except select block from free_block where space = s.no))
union all
select a.id, 'an overlap' from mine s join held a on a.space = s.no
  join held b on a.space = b.space and a.prefix && b.prefix and (a.id, a.prefix) < (b.id, b.prefix)
union all
select n.id, 'a VLAN' from network n left join vlan v on v.network_id = n.id
  where n.datacenter = $1 and (n.status = 'allocated') <> (v.vlan is not null)
union all
select t.stream, 'taken twice' from story t where t.times > 1
union all
select t.stream, 'the events have it' from story t where t.taken and not t.ended
  and not exists (select from held h join mine s on s.no = h.space where h.stream = t.stream
    and h.kind <> 'quarantine' and (t.prefix is null or h.prefix = t.prefix::cidr))
union all
select h.id, 'the events do not have it' from mine s join held h on h.space = s.no
  left join story t on t.stream = h.stream
  where h.kind <> 'quarantine' and (t.stream is null or not t.taken or t.ended)`;

export const discrepanciesIn = async (
  database: pg.Pool | pg.ClientBase,
  place: string,
): Promise<readonly Discrepancy[]> => {
  const { rows } = await database.query<Discrepancy>(SQL, [place]);
  return rows;
};

/** Imports that came to an end with a part of their lines in place. */
export const halfImports = async (
  database: pg.Pool,
  place: string,
): Promise<readonly Discrepancy[]> => {
  const { rows } = await database.query<Discrepancy>(
    `select i.id as where, 'an import that is ' || i.status as what from import i
     join import_line l on l.import_id = i.id
     where i.id like $1 || '-%' and i.status in ('staged', 'committed', 'undone')
     group by i.id having bool_or(l.done) <> (i.status = 'committed')
       or bool_and(l.done) <> (i.status = 'committed')`,
    [place],
  );
  return rows;
};
