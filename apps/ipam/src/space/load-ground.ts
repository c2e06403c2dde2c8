import type { PgEventStore } from '@ferrule/event-store';
import {
  alignedWith,
  type Cidr,
  cidrOf,
  formatCidr,
  pathOf,
  type QuotaUse,
} from '@ferrule/ipam-domain';
import type pg from 'pg';
import { type AddressSpace, Ground } from './ground.ts';
import type { Space } from './space.row.ts';
import type { Work } from './work.ts';

/** How many VLANs are looked at for one whose aligned block is free as well. */
const ALIGNED_CANDIDATES = 8;
/** How much of what has been in quarantine long enough comes back with one transaction. */
const DUE_AT_ONCE = 256;

/** Another transaction has the VLANs that are left: wait for how it ends. */
export class VlansBusy extends Error {
  override readonly name = 'VlansBusy';
}

interface Due {
  readonly id: string;
  readonly space: number;
  readonly prefix: string;
}

/** Reads what some work needs of the spaces whose locks the transaction holds. */
export const loadGround = async (
  client: pg.ClientBase,
  store: PgEventStore,
  spaces: ReadonlyMap<number, Space>,
  works: readonly Work<unknown>[],
  { locks }: { readonly locks: boolean },
): Promise<{ readonly ground: Ground; readonly due: readonly Due[] }> => {
  const due = await dueIn(client, [...spaces.keys()]);
  const vlans = await vlansFor(client, works, locks);
  const blocks = works.flatMap(({ touches }) => [...touches]).concat(aligned(spaces, works, vlans));
  const [free, events, quotas] = [
    await freeFor(client, spaces, works, blocks, due),
    await store.readStreams(
      works.flatMap(({ streams }) => streams),
      client,
    ),
    await quotasOf(client, works, locks),
  ];
  const moreDue = due.length === DUE_AT_ONCE;
  const addressSpaces = await addressSpacesFor(client, works);
  const ground = new Ground({ spaces, free, vlans, events, quotas, addressSpaces, moreDue });
  for (const { space, prefix } of due) ground.free(space).give(cidrOf(prefix));
  return { ground, due };
};

const dueIn = async (client: pg.ClientBase, spaces: readonly number[]): Promise<readonly Due[]> => {
  const { rows } = await client.query<Due>({
    name: 'ipam-due',
    text: `select id, space, prefix from held
           where kind = 'quarantine' and space = any($1) and free_from <= clock_timestamp()
           limit ${DUE_AT_ONCE}`,
    values: [spaces],
  });
  return rows;
};

const vlansFor = async (
  client: pg.ClientBase,
  works: readonly Work<unknown>[],
  locks: boolean,
): Promise<ReadonlyMap<string, readonly number[]>> => {
  const lowest = new Map<string, number>();
  const wanted: { group: string; vlan: number }[] = [];
  const preferred: { group: string; vlan: number }[] = [];
  for (const { vlans } of works) {
    if (vlans === undefined) continue;
    const { groupId, wanted: vlan, alignedIn } = vlans;
    if (vlans.preferred !== undefined) preferred.push({ group: groupId, vlan: vlans.preferred });
    if (vlan === undefined)
      lowest.set(groupId, (lowest.get(groupId) ?? 0) + (alignedIn ? ALIGNED_CANDIDATES : 1));
    else wanted.push({ group: groupId, vlan });
  }
  if (lowest.size === 0 && wanted.length === 0) return new Map();
  const named = [...wanted, ...preferred];
  const { rows } = await client.query<{ group_id: string; vlan: number }>({
    name: locks ? 'ipam-vlans-locked' : 'ipam-vlans',
    // Nobody waits for a VLAN: who takes another one is as well served.
    text: `select v.group_id, v.vlan
           from unnest($1::text[], $2::integer[]) w(group_id, n) cross join lateral (
             select f.group_id, f.vlan from vlan f
             where f.group_id = w.group_id and f.network_id is null
               and f.free_from <= clock_timestamp()
             order by f.vlan limit w.n ${locks ? 'for update skip locked' : ''}) v
           union all
           select v.group_id, v.vlan
           from unnest($3::text[], $4::integer[]) w(group_id, vlan) cross join lateral (
             select f.group_id, f.vlan from vlan f
             where f.group_id = w.group_id and f.vlan = w.vlan and f.network_id is null
               and f.free_from <= clock_timestamp() ${locks ? 'for update skip locked' : ''}) v`,
    values: [
      [...lowest.keys()],
      [...lowest.values()],
      named.map(({ group }) => group),
      named.map(({ vlan }) => vlan),
    ],
  });
  const found = new Map<string, Set<number>>();
  for (const { group_id: group, vlan } of rows) {
    const vlans = found.get(group);
    if (vlans === undefined) found.set(group, new Set([vlan]));
    else vlans.add(vlan);
  }
  if (locks) await refuseBusy(client, lowest, wanted, found);
  return new Map([...found].map(([group, set]) => [group, [...set].sort((a, b) => a - b)]));
};

/** What is missing may be locked by another transaction, and that is not the same as taken. */
const refuseBusy = async (
  client: pg.ClientBase,
  lowest: ReadonlyMap<string, number>,
  wanted: readonly { readonly group: string; readonly vlan: number }[],
  found: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<void> => {
  const empty = [...lowest.keys()].filter((group) => found.get(group) === undefined);
  const missing = wanted.filter(({ group, vlan }) => found.get(group)?.has(vlan) !== true);
  if (empty.length === 0 && missing.length === 0) return;
  const { rows } = await client.query(
    `select 1 from vlan where network_id is null and free_from <= clock_timestamp()
       and (group_id = any($1) or (group_id, vlan) in (select * from unnest($2::text[], $3::integer[])))
     limit 1`,
    [empty, missing.map(({ group }) => group), missing.map(({ vlan }) => vlan)],
  );
  if (rows.length > 0) throw new VlansBusy('the VLANs that are left are being taken');
};

/** The blocks that the VLANs at hand would have. */
const aligned = (
  spaces: ReadonlyMap<number, Space>,
  works: readonly Work<unknown>[],
  vlans: ReadonlyMap<string, readonly number[]>,
): { readonly space: number; readonly block: Cidr }[] =>
  works.flatMap(({ vlans: need }) => {
    const space = need?.alignedIn && spaces.get(need.alignedIn.space);
    if (need?.alignedIn === undefined || space === undefined) return [];
    const { length } = need.alignedIn;
    return (vlans.get(need.groupId) ?? []).flatMap((vlan) => {
      const block = alignedWith(vlan, space.prefix, length);
      return block ? [{ space: space.no, block }] : [];
    });
  });

const freeFor = async (
  client: pg.ClientBase,
  spaces: ReadonlyMap<number, Space>,
  works: readonly Work<unknown>[],
  touches: readonly { readonly space: number; readonly block: Cidr }[],
  due: readonly Due[],
): Promise<readonly { readonly space: number; readonly block: string }[]> => {
  const takes = new Map<string, { space: number; shortest: number; length: number; n: number }>();
  for (const { space, length } of works.flatMap((work) => work.takes)) {
    const shortest = spaces.get(space)?.prefix.length;
    if (shortest === undefined) continue;
    const take = takes.get(`${space}`);
    takes.set(`${space}`, {
      space,
      shortest,
      length: Math.max(length, take?.length ?? 0),
      n: (take?.n ?? 0) + 1,
    });
  }
  const paths = new Map<string, { space: number; block: string }>();
  const all = [...touches, ...due.map(({ space, prefix }) => ({ space, block: cidrOf(prefix) }))];
  for (const { space, block } of all) {
    const root = spaces.get(space)?.prefix;
    if (root === undefined) continue;
    for (const one of pathOf(root, block)) {
      const text = formatCidr(one);
      paths.set(`${space} ${text}`, { space, block: text });
    }
  }
  if (takes.size === 0 && paths.size === 0) return [];
  const wanted = [...takes.values()];
  const keys = [...paths.values()];
  const { rows } = await client.query<{ space: number; block: string }>({
    name: 'ipam-free',
    text: `select f.space, f.block
           from unnest($1::integer[], $2::integer[], $3::integer[], $4::integer[])
             w(space, shortest, length, n)
           cross join lateral generate_series(w.shortest, w.length) at
           cross join lateral (select f.space, f.block from free_block f
             where f.space = w.space and f.length = at::smallint
             order by f.block limit w.n) f
           union all
           select f.space, f.block from unnest($5::integer[], $6::cidr[]) k(space, block)
           join free_block f on f.space = k.space and f.length = masklen(k.block)::smallint
             and f.block = k.block`,
    values: [
      wanted.map(({ space }) => space),
      wanted.map(({ shortest }) => shortest),
      wanted.map(({ length }) => length),
      wanted.map(({ n }) => n),
      keys.map(({ space }) => space),
      keys.map(({ block }) => block),
    ],
  });
  return rows;
};

const addressSpacesFor = async (
  client: pg.ClientBase,
  works: readonly Work<unknown>[],
): Promise<readonly AddressSpace[]> => {
  const networks = works.flatMap(({ addressesOf }) =>
    addressesOf === undefined ? [] : [addressesOf],
  );
  if (networks.length === 0) return [];
  const { rows } = await client.query<{ no: number; id: string; holdings: string }>({
    name: 'ipam-address-spaces',
    text: `select no, id, holdings from space where kind = 'network' and id = any($1) order by no`,
    values: [networks],
  });
  return rows.map(({ no, id, holdings }) => ({ no, id, holdings: Number(holdings) }));
};

const quotasOf = async (
  client: pg.ClientBase,
  works: readonly Work<unknown>[],
  locks: boolean,
): Promise<ReadonlyMap<string, QuotaUse>> => {
  const tenants = [
    ...new Set(works.flatMap(({ tenant }) => (tenant === undefined ? [] : [tenant]))),
  ];
  if (tenants.length === 0) return new Map();
  const { rows } = await client.query<{
    id: string;
    max_networks: number | null;
    max_addresses: string | null;
    networks: number;
    addresses: string;
  }>({
    name: locks ? 'ipam-quotas-locked' : 'ipam-quotas',
    // In one order, after the spaces: two transactions never wait for each other in a ring.
    text: `select id, max_networks, max_addresses, networks, addresses from tenant
           where id = any($1) and (max_networks is not null or max_addresses is not null)
           order by id ${locks ? 'for update' : ''}`,
    values: [tenants],
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        tenant: row.id,
        maxNetworks: row.max_networks,
        maxAddresses: row.max_addresses === null ? null : Number(row.max_addresses),
        networks: row.networks,
        addresses: Number(row.addresses),
      },
    ]),
  );
};
