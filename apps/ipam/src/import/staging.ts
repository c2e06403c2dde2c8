import { formatCidr } from '@ferrule/ipam-domain';
import type pg from 'pg';
import type { CheckedLine } from './line-checks.ts';

/** Lines as rows; what is wrong with them goes with them. */
export const stage = async (
  client: pg.ClientBase,
  importId: string,
  lines: readonly CheckedLine[],
): Promise<void> => {
  const rows = lines.map(({ line, wanted, space, fault }) => ({
    line,
    space: fault ? null : (space?.no ?? null),
    prefix: wanted && !fault ? formatCidr(wanted.prefix) : null,
    kind: wanted?.kind ?? null,
    id: wanted?.id ?? null,
    tenant: wanted?.tenant ?? null,
    vlan: wanted?.vlanId ?? null,
    wanted: wanted?.network
      ? { ...wanted.network, datacenter: space?.datacenter }
      : wanted?.plain && { ...wanted.plain, spaceId: space?.id },
    ...(fault ?? { field: null, code: null, message: null }),
  }));
  await client.query({
    name: 'ipam-stage',
    text: `insert into import_line
             (import_id, line, space, prefix, kind, id, tenant, vlan, wanted, field, code, message)
           select $1, r.line, r.space, r.prefix, r.kind, r.id, r.tenant, r.vlan, r.wanted, r.field,
             r.code, r.message
           from json_to_recordset($2) as r(line integer, space integer, prefix cidr, kind text,
             id text, tenant text, vlan integer, wanted jsonb, field text, code text, message text)
           on conflict (import_id, line) do update set space = excluded.space,
             prefix = excluded.prefix, kind = excluded.kind, id = excluded.id,
             tenant = excluded.tenant, vlan = excluded.vlan, wanted = excluded.wanted,
             field = excluded.field, code = excluded.code, message = excluded.message`,
    values: [importId, JSON.stringify(rows)],
  });
};

/**
 * What only the others can tell of these lines: what is held already, and what another line of the
 * list wants as well. The first thing found is what is reported.
 */
const CHECKS: readonly string[] = [
  `select l.line, 'prefix' as field, 'PREFIX_NOT_FREE' as code,
     format('%s meets %s, which is held as %s', l.prefix, h.prefix, h.kind) as message
   from mine l cross join lateral (select h.prefix, h.kind from held h
     where place(h.space, h.prefix) && place(l.space, l.prefix) limit 1) h
   where l.prefix is not null`,
  `select l.line, 'prefix', 'PREFIX_TWICE',
     format('%s meets %s of line %s', l.prefix, o.prefix, o.line)
   from mine l cross join lateral (select * from import_line o where o.prefix is not null
       and place(o.space, o.prefix) && place(l.space, l.prefix) offset 0) o
   where l.prefix is not null and o.import_id = l.import_id and o.line <> l.line
     and (o.line < l.line or o.line < $2 or o.line > $3)`,
  `select l.line, 'id', 'ID_TWICE', format('line %s has the same id', o.line)
   from mine l cross join lateral (select o.line from import_line o
     where o.import_id = l.import_id and o.id = l.id and o.line <> l.line
       and (o.line < l.line or o.line < $2 or o.line > $3) limit 1) o`,
  `select l.line, 'id', 'ID_TAKEN', format('%s is the id of something else', l.id)
   from mine l where exists (select from event e where e.stream =
     case l.kind when 'network' then 'network-' else 'prefix-' end || l.id)`,
  `select l.line, 'vlan', 'VLAN_NOT_FREE', format('VLAN %s is not free in the pool', l.vlan)
   from mine l join space s on s.no = l.space
   where l.vlan is not null and not exists (select from vlan v where v.group_id = s.vlan_group_id
     and v.vlan = l.vlan and v.network_id is null and v.free_from <= clock_timestamp())`,
  `select l.line, 'vlan', 'VLAN_TWICE', format('line %s has the same VLAN', o.line)
   from mine l cross join lateral (select o.line from import_line o
     where o.import_id = l.import_id and o.vlan = l.vlan and o.space = l.space
       and o.line < l.line limit 1) o where l.vlan is not null`,
  `select l.line, 'tenant', 'TENANT_UNKNOWN', format('no tenant %s is known', l.tenant)
   from mine l where l.tenant <> $4 and not exists (select from tenant t where t.id = l.tenant)
     and not exists (select from held h where h.tenant = l.tenant)`,
];

/** Writes what is wrong beside the lines from one to another. */
export const checkStaged = async (
  client: pg.ClientBase,
  importId: string,
  [first, last]: readonly [number, number],
  tenant: string,
): Promise<void> => {
  // The table was filled a moment ago, and the planner has no figures yet that speak for an index.
  await client.query('set local enable_seqscan = off');
  for (const check of CHECKS)
    await client.query({
      // Without a name: a plan that was kept from a shorter list would not fit a longer one.
      text: `with mine as materialized (select * from import_line
               where import_id = $1 and line between $2 and $3 and code is null
                 and $4::text is not null),
             found as materialized (select distinct on (line) * from (${check}) f(line, field, code, message)
               order by line)
             update import_line l set field = f.field, code = f.code, message = f.message
             from found f where l.import_id = $1 and l.line = f.line`,
      values: [importId, first, last, tenant],
    });
};
