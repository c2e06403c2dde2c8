export * from './datacenter.ts';
export {
  BgpPayload,
  BgpPeerPayload,
  BgpPeerRules,
  BgpRules,
  DatacenterPayload,
  DatacenterRefPayload,
  DatacenterRules,
  EncapsulationPayload,
  FirewallProfilePayload,
  InternetPayload,
  ResolverPayload,
  StartDatacenterMaintenancePayload,
} from './datacenter.payloads.ts';
export { INVENTORY_EVENT_SCHEMAS } from './event-schemas.ts';
export type * from './messages.ts';
export type * from './router.ts';
export {
  ConfigureRouterPayload,
  PairPayload,
  RegisterRouterPayload,
  RotateRouterCredentialsPayload,
  RouterBecausePayload,
  RouterRefPayload,
  TlsPayload,
} from './router.payloads.ts';
export * from './subjects.ts';
export {
  DATACENTER_EXAMPLE,
  DATACENTER_SCHEMA,
  ROUTER_EXAMPLE,
  ROUTER_SCHEMA,
} from './view-schemas.ts';
