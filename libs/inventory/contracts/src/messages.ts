import type { Command, Event } from '@ferrule/kernel';
import type { DatacenterOrder, DatacenterSettings } from './datacenter.ts';
import type { RouterOrder, RouterSettings } from './router.ts';

export interface DatacenterRef {
  /** Opaque: `DC1`. It is part of subjects and of the name of a bucket. */
  readonly datacenterId: string;
}

export interface RouterRef {
  /** Opaque, and used once: `dc1-r1`. It is part of subjects. */
  readonly routerId: string;
}

interface Because {
  readonly reason: string;
}

export interface Credentials {
  readonly user: string;
  /** Sealed by whoever sends it, with `routerPasswordPlace` as its context. */
  readonly password: string;
}

export type RegisterDatacenter = Command<'RegisterDatacenter', DatacenterRef & DatacenterOrder>;
/** Says anew everything that an operator says of it. */
export type ConfigureDatacenter = Command<'ConfigureDatacenter', DatacenterRef & DatacenterOrder>;
export type StartDatacenterMaintenance = Command<
  'StartDatacenterMaintenance',
  DatacenterRef & Because
>;
export type EndDatacenterMaintenance = Command<'EndDatacenterMaintenance', DatacenterRef>;

export type RegisterRouter = Command<
  'RegisterRouter',
  RouterRef & RouterOrder & Credentials & { readonly datacenter: string }
>;
/** Says anew everything but its credentials and where it is. */
export type ConfigureRouter = Command<'ConfigureRouter', RouterRef & RouterOrder>;
export type RotateRouterCredentials = Command<'RotateRouterCredentials', RouterRef & Credentials>;
/** Its commands wait. */
export type StartRouterMaintenance = Command<'StartRouterMaintenance', RouterRef & Because>;
export type EndRouterMaintenance = Command<'EndRouterMaintenance', RouterRef>;
/** For good: its id is not used again. */
export type RetireRouter = Command<'RetireRouter', RouterRef & Because>;

export type DatacenterCommand =
  RegisterDatacenter | ConfigureDatacenter | StartDatacenterMaintenance | EndDatacenterMaintenance;
export type RouterCommand =
  | RegisterRouter
  | ConfigureRouter
  | RotateRouterCredentials
  | StartRouterMaintenance
  | EndRouterMaintenance
  | RetireRouter;
export type InventoryCommand = DatacenterCommand | RouterCommand;
export type InventoryCommandType = InventoryCommand['type'];

export type DatacenterRegistered = Event<
  'DatacenterRegistered',
  DatacenterRef & DatacenterSettings
>;
export type DatacenterConfigured = Event<
  'DatacenterConfigured',
  DatacenterRef & DatacenterSettings
>;
export type DatacenterMaintenanceStarted = Event<
  'DatacenterMaintenanceStarted',
  DatacenterRef & Because
>;
export type DatacenterMaintenanceEnded = Event<'DatacenterMaintenanceEnded', DatacenterRef>;

export type RouterRegistered = Event<
  'RouterRegistered',
  RouterRef & RouterSettings & { readonly datacenter: string; readonly user: string }
>;
export type RouterConfigured = Event<'RouterConfigured', RouterRef & RouterSettings>;
export type RouterCredentialsRotated = Event<
  'RouterCredentialsRotated',
  RouterRef & { readonly user: string }
>;
export type RouterMaintenanceStarted = Event<'RouterMaintenanceStarted', RouterRef & Because>;
export type RouterMaintenanceEnded = Event<'RouterMaintenanceEnded', RouterRef>;
export type RouterRetired = Event<'RouterRetired', RouterRef & Because>;

/** What a probe found, recorded when it differs from what the one before found. */
interface Found extends RouterRef {
  readonly at: string;
}
export type RouterBecameReachable = Event<'RouterBecameReachable', Found>;
export type RouterBecameUnreachable = Event<
  'RouterBecameUnreachable',
  Found & { readonly failure: string | null }
>;
export type RouterIdentified = Event<
  'RouterIdentified',
  Found & {
    readonly version: string | null;
    readonly board: string | null;
    readonly identity: string | null;
  }
>;

/** The answer to a command that should not have been sent. Its `causationId` is the command's id. */
export type InventoryCommandRejected = Event<
  'InventoryCommandRejected',
  {
    readonly command: string;
    readonly code: string;
    readonly field: string | null;
    readonly message: string;
    readonly suggestion: string | null;
  }
>;

export type DatacenterEvent =
  | DatacenterRegistered
  | DatacenterConfigured
  | DatacenterMaintenanceStarted
  | DatacenterMaintenanceEnded;
export type RouterStreamEvent =
  | RouterRegistered
  | RouterConfigured
  | RouterCredentialsRotated
  | RouterMaintenanceStarted
  | RouterMaintenanceEnded
  | RouterRetired
  | RouterBecameReachable
  | RouterBecameUnreachable
  | RouterIdentified;
export type InventoryEvent = DatacenterEvent | RouterStreamEvent | InventoryCommandRejected;
export type InventoryEventType = InventoryEvent['type'];
