import type { RecordedEvent } from '@ferrule/event-store';
import type { AddressesInUse, NetworkEvent } from '@ferrule/ipam-contracts';
import { cidrOf, networkDecider } from '@ferrule/ipam-domain';
import type { DataSource } from 'typeorm';
import type { SpaceCatalog } from '../space/space-catalog.ts';
import { type AttachedAddress, type Belongings, blocksOf } from './release.ts';

/** What a network has, by its events; where that lies, by the tables. */
export const belongingsOf = async (
  dataSource: DataSource,
  catalog: SpaceCatalog,
  networkId: string,
  events: readonly RecordedEvent<NetworkEvent>[],
): Promise<Belongings> => {
  const state = events.reduce(
    (before, { type, data }) => networkDecider.evolve(before, { type, data } as NetworkEvent),
    networkDecider.initial,
  );
  const blocks = await Promise.all(
    blocksOf(state).map(async ({ poolId, block }) => {
      const pool = await catalog.pool(poolId);
      if (pool === undefined) throw new Error(`pool ${poolId} of network ${networkId} is gone`);
      return { pool, block };
    }),
  );
  const addressSpaces = typeof state === 'object' ? await catalog.ofNetwork(networkId) : [];
  const spaces = addressSpaces.map(({ no }) => no);
  const [row] = await dataSource.query<{ datacenter: string; service_vlan: number }[]>(
    'select datacenter, service_vlan from network where id = $1',
    [networkId],
  );
  const addresses = spaces.length === 0 ? [] : await attachedIn(dataSource, spaces);
  return {
    version: events.length,
    blocks,
    addressSpaces,
    addresses,
    hasMore: addresses.length >= AT_ONCE,
    inUse: await inUseIn(dataSource, networkId, spaces),
    vlan: row && { datacenter: row.datacenter, serviceVlan: row.service_vlan },
    since: events.find(({ type }) => type === 'NetworkAllocated')?.at ?? '',
  };
};

/** How many blocks a transaction releases, so that it is short. */
const AT_ONCE = 500;

/** Those that somebody asked for, and not what every network has; never a part of a range. */
const attachedIn = async (
  dataSource: DataSource,
  spaces: readonly number[],
): Promise<readonly AttachedAddress[]> => {
  const rows = await dataSource.query<
    { id: string; stream: string; space: number; prefix: string; type: string; since: Date }[]
  >(
    `select id, stream, space, prefix, type, since from held
     where space = any($1) and stream like 'address-%'
     order by id fetch first ${AT_ONCE} rows with ties`,
    [spaces],
  );
  return rows.map(({ prefix, since, ...row }) => ({
    ...row,
    block: cidrOf(prefix),
    since: since.toISOString(),
  }));
};

/** How many of those that a host has are named. */
const MOST_NAMED = 10;

const inUseIn = async (
  dataSource: DataSource,
  networkId: string,
  spaces: readonly number[],
): Promise<AddressesInUse> => {
  if (spaces.length === 0) return { count: 0, first: [] };
  const rows = await dataSource.query<
    { id: string; address: string; label: string | null; n: string }[]
  >(
    `select id, host(prefix) as address, label, count(*) over () as n from held
     where space = any($1) and kind = 'address' and type = 'vm'
     order by prefix limit ${MOST_NAMED}`,
    [spaces],
  );
  return {
    count: Number(rows[0]?.n ?? 0),
    first: rows.map(({ id, address, label }) => ({
      addressId: id.slice(networkId.length + 1),
      address,
      hostName: label,
    })),
  };
};
