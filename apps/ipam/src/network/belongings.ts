import type { RecordedEvent } from '@ferrule/event-store';
import type { NetworkEvent } from '@ferrule/ipam-contracts';
import { networkDecider } from '@ferrule/ipam-domain';
import type { DataSource } from 'typeorm';
import type { SpaceCatalog } from '../space/space-catalog.ts';
import { type Belongings, blocksOf } from './release.ts';

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
    blocks,
    addressSpaces,
    addressesInUse: await addressesIn(
      dataSource,
      addressSpaces.map(({ no }) => no),
    ),
    vlan: row && { datacenter: row.datacenter, serviceVlan: row.service_vlan },
    since: events.find(({ type }) => type === 'NetworkAllocated')?.at ?? '',
  };
};

const addressesIn = async (dataSource: DataSource, spaces: readonly number[]): Promise<number> => {
  if (spaces.length === 0) return 0;
  const [row] = await dataSource.query<{ n: number }[]>(
    `select count(*)::integer as n from held where space = any($1) and kind = 'address'
       and type = 'vm'`,
    [spaces],
  );
  return row?.n ?? 0;
};
