import type {
  RouterCommand,
  RouterOrder,
  RouterRef,
  RouterSettings,
  RouterStatus,
  RouterStreamEvent,
} from '@ferrule/inventory-contracts';
import { type Command, type Decider, Rejection } from '@ferrule/kernel';
import { findingsOf, type NoteProbe, type Seen, UNSEEN } from './probe.ts';
import { isSame } from './same.ts';
import { routerSettings } from './router-settings.ts';

/** Retirement is decided on what the inventory heard of networks: they are no router's own state. */
export type Retire = Command<
  'RetireRouter',
  RouterRef & { readonly reason: string; readonly networks: readonly string[] }
>;
export type RouterDecision = Exclude<RouterCommand, { type: 'RetireRouter' }> | Retire | NoteProbe;

export interface KnownRouter {
  readonly settings: RouterSettings;
  readonly user: string;
  readonly status: RouterStatus;
  readonly seen: Seen;
}
export type Router = 'unknown' | KnownRouter;

export const routerStream = (routerId: string): string => `router-${routerId}`;

const retired = (routerId: string): Rejection =>
  new Rejection('ROUTER_RETIRED', `router ${routerId} is retired`, {
    field: 'routerId',
    suggestion: 'register it anew under another id',
  });

const configure = (
  data: RouterRef & RouterOrder,
  { settings: before }: KnownRouter,
): readonly RouterStreamEvent[] => {
  const { routerId } = data;
  const settings = routerSettings(data);
  if (isSame(settings, before)) return [];
  return [{ type: 'RouterConfigured', data: { routerId, ...settings } }];
};

const MOST_NAMED = 5;

const retire = (
  { routerId, reason, networks }: Retire['data'],
  { status }: KnownRouter,
): readonly RouterStreamEvent[] => {
  if (status === 'retired') return [];
  if (networks.length > 0) {
    const named = networks.slice(0, MOST_NAMED).join(', ');
    const more = networks.length > MOST_NAMED ? ', …' : '';
    const live = networks.length === 1 ? '1 network lives' : `${networks.length} networks live`;
    throw new Rejection('ROUTER_IN_USE', `${live} on router ${routerId}: ${named}${more}`, {
      field: 'routerId',
      suggestion: 'remove them first',
    });
  }
  return [{ type: 'RouterRetired', data: { routerId, reason } }];
};

const decideKnown = (
  { type, data }: Exclude<RouterDecision, { type: 'RegisterRouter' }>,
  router: KnownRouter,
): readonly RouterStreamEvent[] => {
  const { routerId } = data;
  if (type === 'RetireRouter') return retire(data, router);
  if (type === 'NoteProbe') return router.status === 'retired' ? [] : findingsOf(data, router.seen);
  if (router.status === 'retired') throw retired(routerId);
  switch (type) {
    case 'ConfigureRouter':
      return configure(data, router);
    case 'RotateRouterCredentials':
      // Two seals of one password differ: whether it is new, nobody here can tell.
      return [{ type: 'RouterCredentialsRotated', data: { routerId, user: data.user } }];
    case 'StartRouterMaintenance':
      return router.status === 'maintenance' ? [] : [{ type: 'RouterMaintenanceStarted', data }];
    case 'EndRouterMaintenance':
      return router.status === 'active' ? [] : [{ type: 'RouterMaintenanceEnded', data }];
  }
};

const decide = (command: RouterDecision, router: Router): readonly RouterStreamEvent[] => {
  const { routerId } = command.data;
  if (command.type === 'RegisterRouter') {
    if (router !== 'unknown')
      throw new Rejection('ROUTER_EXISTS', `there is or was a router ${routerId} already`, {
        field: 'routerId',
        suggestion: 'take another id',
      });
    const { datacenter, user } = command.data;
    const settings = routerSettings(command.data);
    return [{ type: 'RouterRegistered', data: { routerId, datacenter, user, ...settings } }];
  }
  if (router !== 'unknown') return decideKnown(command, router);
  // A gateway may know more routers than we do; it need not be answered.
  if (command.type === 'NoteProbe') return [];
  throw new Rejection('ROUTER_NOT_FOUND', `there is no router ${routerId}`, { field: 'routerId' });
};

const evolveKnown = (
  router: KnownRouter,
  event: Exclude<RouterStreamEvent, { type: 'RouterRegistered' }>,
): KnownRouter => {
  switch (event.type) {
    case 'RouterConfigured': {
      const { routerId: _, ...settings } = event.data;
      return { ...router, settings };
    }
    case 'RouterCredentialsRotated':
      return { ...router, user: event.data.user };
    case 'RouterMaintenanceStarted':
      return { ...router, status: 'maintenance' };
    case 'RouterMaintenanceEnded':
      return { ...router, status: 'active' };
    case 'RouterRetired':
      return { ...router, status: 'retired' };
    case 'RouterBecameReachable':
      return { ...router, seen: { ...router.seen, at: event.data.at, reachability: 'reachable' } };
    case 'RouterBecameUnreachable':
      return {
        ...router,
        seen: { ...router.seen, at: event.data.at, reachability: 'unreachable' },
      };
    case 'RouterIdentified': {
      const { at, version, board, identity } = event.data;
      return { ...router, seen: { ...router.seen, at, version, board, identity } };
    }
  }
};

export const routerDecider: Decider<RouterDecision, RouterStreamEvent, Router> = {
  initial: 'unknown',
  decide,
  evolve: (router, event) => {
    if (event.type === 'RouterRegistered') {
      const { routerId: _, datacenter: __, user, ...settings } = event.data;
      return { settings, user, status: 'active', seen: UNSEEN };
    }
    return router === 'unknown' ? router : evolveKnown(router, event);
  },
};
