import type { InventoryCommandType, InventoryEventType } from './messages.ts';

const COMMANDS: Record<InventoryCommandType, string> = {
  RegisterDatacenter: 'datacenter.register',
  ConfigureDatacenter: 'datacenter.configure',
  StartDatacenterMaintenance: 'datacenter.start-maintenance',
  EndDatacenterMaintenance: 'datacenter.end-maintenance',
  RegisterRouter: 'router.register',
  ConfigureRouter: 'router.configure',
  RotateRouterCredentials: 'router.rotate-credentials',
  StartRouterMaintenance: 'router.start-maintenance',
  EndRouterMaintenance: 'router.end-maintenance',
  RetireRouter: 'router.retire',
};

const EVENTS: Record<InventoryEventType, string> = {
  DatacenterRegistered: 'datacenter.registered',
  DatacenterConfigured: 'datacenter.configured',
  DatacenterMaintenanceStarted: 'datacenter.maintenance-started',
  DatacenterMaintenanceEnded: 'datacenter.maintenance-ended',
  RouterRegistered: 'router.registered',
  RouterConfigured: 'router.configured',
  RouterCredentialsRotated: 'router.credentials-rotated',
  RouterMaintenanceStarted: 'router.maintenance-started',
  RouterMaintenanceEnded: 'router.maintenance-ended',
  RouterRetired: 'router.retired',
  RouterBecameReachable: 'router.became-reachable',
  RouterBecameUnreachable: 'router.became-unreachable',
  RouterIdentified: 'router.identified',
  InventoryCommandRejected: 'command.rejected',
};

export const inventoryCommandSubject = (type: InventoryCommandType): string =>
  `cmd.inventory.${COMMANDS[type]}`;

export const inventoryEventSubject = (type: InventoryEventType, version = 1): string =>
  `evt.inventory.${EVENTS[type]}.v${version}`;

export const isInventoryEvent = (type: string): type is InventoryEventType =>
  Object.hasOwn(EVENTS, type);

/** The work queue of inventory's commands. */
export const INVENTORY_COMMANDS = { stream: 'CMD_INVENTORY', subjects: 'cmd.inventory.>' } as const;

/** Everything that inventory says. */
export const INVENTORY_EVENTS = 'evt.inventory.>';

export const INVENTORY_QUERIES = {
  getDatacenter: 'qry.inventory.datacenter.get',
  listDatacenters: 'qry.inventory.datacenter.list',
  getRouter: 'qry.inventory.router.get',
  listRouters: 'qry.inventory.router.list',
} as const;

const ID = /^[A-Za-z0-9_-]{1,32}$/;

const id = (what: string, value: string): string => {
  if (!ID.test(value))
    throw new TypeError(`${value} is no ${what}: 1 to 32 letters, digits, "-" or "_"`);
  return value;
};

/** The bucket through which a datacenter's gateway learns what it has to know. */
export const gatewayBucket = (datacenterId: string): string =>
  `inventory_${id('datacenter', datacenterId)}`;

/** Under this key stands the `DatacenterProfile`, as JSON. */
export const DATACENTER_KEY = 'datacenter';

/** Under this key stands a `RouterEntry`, as JSON. */
export const routerKey = (routerId: string): string => `router.${id('router', routerId)}`;

/** The router that a key of the bucket is about. */
export const routerOfKey = (key: string): string | undefined => /^router\.(.+)$/.exec(key)?.[1];

/** What a router's password is sealed for: it opens nowhere else. */
export const routerPasswordPlace = (routerId: string): string => `router/${routerId}/password`;

/** What a BGP peer's TCP-MD5 key is sealed for. */
export const md5KeyPlace = (datacenterId: string, peer: string): string =>
  `datacenter/${datacenterId}/bgp/${peer}`;
