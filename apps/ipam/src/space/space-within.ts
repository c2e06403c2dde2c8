import { EVERYTHING, Rejection, type Scope } from '@ferrule/kernel';
import { placesAfter, withinScope } from '@ferrule/service';
import type { DataSource } from 'typeorm';

/** A pool is its datacenter's, and everybody's unless it is for one tenant; a container is its holder's. */
const POOL = { tenant: 's.tenant', datacenter: 's.datacenter' };
const CONTAINER = { tenant: 'h.tenant', datacenter: 's.datacenter' };

/** Refuses a pool or container that is not there, or that whoever asks may not know of. */
export const checkSpace = async (
  dataSource: Pick<DataSource, 'query'>,
  spaceId: string,
  scope: Scope = EVERYTHING,
): Promise<void> => {
  const values: unknown[] = [spaceId];
  const place = placesAfter(values);
  const { datacenters } = scope;
  const rows = await dataSource.query<unknown[]>(
    `select from space s where s.id = $1 and s.kind <> 'network' and s.status = 'live' and (
       (s.kind = 'pool' and (
         (s.tenant is null and ${withinScope({ tenants: null, datacenters }, POOL, place)})
         or (${withinScope(scope, POOL, place)})))
       or exists (select from held h where h.id = s.id and h.kind = 'container'
         and ${withinScope(scope, CONTAINER, place)}))`,
    values,
  );
  if (rows.length === 0)
    throw new Rejection('SPACE_NOT_FOUND', `there is no pool and no container ${spaceId}`, {
      field: 'spaceId',
    });
};
