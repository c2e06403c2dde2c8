export type {
  AllocateNetwork,
  AllocateNetworkData,
  IpamCommand,
  IpamCommandType,
  IpamEvent,
  IpamEventType,
  NetworkAllocated,
  NetworkAllocatedData,
  NetworkAllocationRefused,
  NetworkAllocationRefusedData,
  NetworkReleased,
  NetworkView,
  ReleaseNetwork,
} from './messages.ts';
export { IPAM_EVENT_SCHEMAS, NETWORK_EXAMPLE, NETWORK_SCHEMA } from './network-schemas.ts';
export { AllocateNetworkPayload, ReleaseNetworkPayload } from './network.payloads.ts';
export {
  IPAM_COMMANDS,
  IPAM_EVENTS,
  IPAM_QUERIES,
  ipamCommandSubject,
  ipamEventSubject,
  isIpamEvent,
} from './subjects.ts';
