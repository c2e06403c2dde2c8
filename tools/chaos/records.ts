import type pg from 'pg';

/** A job as the saga's own events tell it. */
export interface JobRecord {
  readonly id: string;
  readonly workflow: string;
  readonly networkId: string | null;
  readonly status: string;
  readonly events: readonly { readonly type: string; readonly data: Data }[];
}
export type Data = Readonly<Record<string, unknown>>;

export interface NetworkRecord {
  readonly id: string;
  readonly datacenter: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly vlan: number;
  readonly status: string;
  readonly provisioned: boolean;
  /** Whether the addresses and the VLAN are held, by the tables that keep others from them. */
  readonly holdsPrefix: boolean;
  readonly holdsVlan: boolean;
}

export interface Records {
  readonly jobs: readonly JobRecord[];
  readonly networks: readonly NetworkRecord[];
}

/** The order of the states is that of the architecture. */
const OVER = ['COMPLETED', 'FAILED', 'CANCELLED', 'NEEDS_OPERATOR'];

export const readRecords = async (database: pg.Pool): Promise<Records> => {
  const [jobs, events, networks] = await Promise.all([
    database.query<Omit<JobRecord, 'events'>>(
      `select id, workflow, network_id as "networkId", status from provisioning.job`,
    ),
    database.query<{ stream: string; type: string; body: string }>(
      `select stream, type, body from provisioning.event where stream like 'job-%'
       order by stream, version`,
    ),
    database.query<NetworkRecord>(
      `select n.id, n.datacenter, n.subnet::text, host(n.gateway) as gateway, n.vlan_id as vlan, n.status,
         n.provisioned_at is not null as provisioned,
         exists (select from ipam.held h
                 where h.id = n.id and h.kind = 'network' and h.prefix = n.subnet) as "holdsPrefix",
         exists (select from ipam.vlan v
                 where v.network_id = n.id and v.datacenter = n.datacenter
                   and v.vlan = n.vlan_id) as "holdsVlan"
       from ipam.network n`,
    ),
  ]);
  const byStream = Map.groupBy(events.rows, ({ stream }) => stream);
  return {
    jobs: jobs.rows.map((job) => ({
      ...job,
      events: (byStream.get(job.id) ?? []).map(({ type, body }) => ({
        type,
        data: JSON.parse(body) as Data,
      })),
    })),
    networks: networks.rows,
  };
};

const STORES = ['ipam', 'provisioning', 'inventory', 'notifier', 'api', 'audit'] as const;

/** Everything that is still on its way, in a sentence each. */
export const readUnrest = async (database: pg.Pool): Promise<readonly string[]> => {
  const stores = STORES.map(
    (schema) => `
      select '${schema}: ' || n || ' events are not sealed' as what from (
        select count(*) n from ${schema}.event e
        where not exists (select from ${schema}.sealed s where s.pos = e.pos)) x where n > 0
      union all
      select '${schema}: ' || n || ' events are not published' from (
        select count(*) n from ${schema}.sealed s, ${schema}.relay r where s.seq > r.published) x
      where n > 0
      union all
      select '${schema}: ' || n || ' commands are not published' from (
        select count(*) n from ${schema}.command where published_at is null) x where n > 0
      union all
      select '${schema}: ' || n || ' events are not in the ledger' from (
        select count(*) n from ${schema}.sealed s where not exists (
          select from audit.entry l where l.source = '${schema}' and l.sequence = s.seq)) x
      where n > 0`,
  );
  const { rows } = await database.query<{ what: string }>(
    `select id || ' (' || workflow || ') is ' || status as what from provisioning.job
     where status <> all($1)
     union all
     select 'names of ' || network_id || ' are ' || status from ipam.names
     where status in ('publishing', 'withdrawing')
     union all ${stores.join(' union all ')}`,
    [OVER],
  );
  return rows.map(({ what }) => what);
};

/** What disagrees between the stores and the ledger, and within ipam's own tables. */
export const readQuarrels = async (database: pg.Pool): Promise<readonly string[]> => {
  const ledger = STORES.map(
    (schema) => `
      select '${schema}: event ' || coalesce(e.seq, l.sequence) || ' is not the one in the ledger' as what
      from (select s.seq, e.id, e.type, e.body from ${schema}.sealed s
            join ${schema}.event e using (pos)) e
      full join (select * from audit.entry join audit.body using (entry)
                 where source = '${schema}') l on l.sequence = e.seq
      where l.sequence is null or e.seq is null
        or (l.id, l.type, l.body) is distinct from (e.id::text, e.type, e.body)`,
  );
  const { rows } = await database.query<{ what: string }>(
    `${ledger.join(' union all ')}
     union all
     select 'the ledger has ' || count(*) || ' entries, and the last is number ' || max(entry)
     from audit.entry having count(*) <> max(entry)
     union all
     select 'ipam: ' || h.id || ' holds ' || h.prefix || ' and is no network that is held'
     from ipam.held h where h.kind = 'network' and not exists (
       select from ipam.network n where n.id = h.id and n.status <> 'released')
     union all
     select 'ipam: VLAN ' || v.vlan || ' of ' || v.datacenter || ' is held by ' || v.network_id ||
       ', which is no network that is held'
     from ipam.vlan v where v.network_id is not null and not exists (
       select from ipam.network n where n.id = v.network_id and n.status <> 'released')
     union all
     select 'ipam: what is free in ' || s.id || ' is not what is not held'
     from ipam.space s where s.kind = 'pool' and s.status = 'live' and exists (
       (select block from ipam.free_block f where f.space = s.no
        except select * from ipam.free_of(s.no))
       union all
       (select * from ipam.free_of(s.no)
        except select block from ipam.free_block f where f.space = s.no))`,
  );
  return rows.map(({ what }) => what);
};
