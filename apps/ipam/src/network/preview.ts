import type { PgEventStore } from '@ferrule/event-store';
import type { Found, Shortage } from '@ferrule/ipam-domain';
import { poolOf } from '@ferrule/service';
import type { DataSource } from 'typeorm';
import { loadGround } from '../space/load-ground.ts';
import { withConnection } from '../transaction.ts';
import { needsOf, offered, type Pools, quotaShortage, quotaSize } from './allocation.ts';
import type { NetworkWish } from './network-wish.ts';

/** The same reading and the same choice as an allocation's, without a lock and without a trace. */
export const previewIn = async (
  dataSource: DataSource,
  store: PgEventStore,
  wish: NetworkWish,
  pools: Pools,
  tenant: string,
): Promise<Found | Shortage> => {
  const spaces = new Map([[pools.pool.no, pools.pool]]);
  if (pools.pool6) spaces.set(pools.pool6.no, pools.pool6);
  return withConnection(poolOf(dataSource), async (client) => {
    const work = {
      ...needsOf(wish, pools),
      streams: [],
      tenant,
      decide: () => ({ appends: [], answer: undefined }),
    };
    const { ground } = await loadGround(client, store, spaces, [work], { locks: false });
    const found = offered(wish, pools, ground);
    if ('missing' in found) return found;
    const fault = ground.quotaFault(tenant, { networks: 1, addresses: quotaSize(found.blocks) });
    return fault === undefined ? found : quotaShortage(fault);
  });
};
