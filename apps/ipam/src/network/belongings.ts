import type { RecordedEvent } from '@ferrule/event-store';
import type { NetworkEvent } from '@ferrule/ipam-contracts';
import { cidrOf, networkDecider } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import type { DataSource } from 'typeorm';
import type { SpaceCatalog } from '../space/space-catalog.ts';
import type { Space } from '../space/space.row.ts';
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
  const [row] = await dataSource.query<{ datacenter: string; service_vlan: number }[]>(
    'select datacenter, service_vlan from network where id = $1',
    [networkId],
  );
  return {
    version: events.length,
    blocks,
    addressSpaces,
    addresses: await attachedIn(dataSource, addressSpaces),
    vlan: row && { datacenter: row.datacenter, serviceVlan: row.service_vlan },
    since: events.find(({ type }) => type === 'NetworkAllocated')?.at ?? '',
  };
};

/** More than this many are released one by one first: a transaction is short. */
const MOST = 500;

/** Those that somebody asked for, and not what every network has. */
const attachedIn = async (
  dataSource: DataSource,
  spaces: readonly Space[],
): Promise<readonly AttachedAddress[]> => {
  if (spaces.length === 0) return [];
  const rows = await dataSource.query<
    { id: string; stream: string; space: number; prefix: string; type: string; since: Date }[]
  >(
    `select id, stream, space, prefix, type, since from held
     where space = any($1) and stream like 'address-%' order by id, prefix limit ${MOST + 1}`,
    [spaces.map(({ no }) => no)],
  );
  if (rows.length > MOST)
    throw new Rejection('ADDRESSES_IN_USE', `more than ${MOST} addresses are held in the network`, {
      field: 'networkId',
      suggestion: 'release addresses first',
    });
  return rows.map(({ prefix, since, ...row }) => ({
    ...row,
    block: cidrOf(prefix),
    since: since.toISOString(),
  }));
};
