import type { RowChange } from '@ferrule/event-store';
import {
  routerPasswordPlace,
  type RouterSettings,
  type RouterStreamEvent,
} from '@ferrule/inventory-contracts';

/** How an event changes what queries and gateways read. */
export const routerRows = (event: RouterStreamEvent): RowChange[] => {
  const { routerId: id } = event.data;
  const update = (row: object): RowChange => ({
    op: 'update',
    table: 'router',
    key: ['id'],
    row: { id, ...row },
  });
  switch (event.type) {
    case 'RouterRegistered': {
      const { datacenter, user } = event.data;
      const row = { id, datacenter, user_name: user, status: 'active', ...settings(event.data) };
      return [{ op: 'insert', table: 'router', row }];
    }
    case 'RouterConfigured':
      return [update(settings(event.data))];
    case 'RouterCredentialsRotated':
      return [update({ user_name: event.data.user })];
    case 'RouterMaintenanceStarted':
      return [update({ status: 'maintenance', maintenance_reason: event.data.reason })];
    case 'RouterMaintenanceEnded':
      return [update({ status: 'active', maintenance_reason: null })];
    case 'RouterRetired':
      return [
        update({ status: 'retired', maintenance_reason: null }),
        {
          op: 'delete',
          table: 'secret',
          key: ['place'],
          row: { place: routerPasswordPlace(id) },
        },
      ];
    case 'RouterBecameReachable': {
      const { at } = event.data;
      return [update({ reachability: 'reachable', failure: null, probed_at: at, last_seen: at })];
    }
    case 'RouterBecameUnreachable': {
      const { at, failure } = event.data;
      return [update({ reachability: 'unreachable', failure, probed_at: at })];
    }
    case 'RouterIdentified': {
      const { at, version, board, identity } = event.data;
      return [update({ version, board, identity, probed_at: at, last_seen: at })];
    }
  }
};

const settings = ({ name, address, port, tls, dialect, pair }: RouterSettings) => ({
  name,
  address,
  port,
  tls,
  dialect,
  pair: pair?.name ?? null,
  pair_role: pair?.role ?? null,
});
