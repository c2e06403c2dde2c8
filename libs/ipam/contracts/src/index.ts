export type {
  AddressesInUse,
  AllocateNetwork,
  AllocateNetworkData,
  AllocationRefusal,
  DescribeNetwork,
  Labels,
  NetworkAllocated,
  NetworkAllocatedData,
  NetworkAllocationRefused,
  NetworkAllocationRefusedData,
  NetworkDescribed,
  NetworkEvent,
  NetworkPrefix,
  NetworkReleased,
  NetworkReleaseRefused,
  NetworkListQuestion,
  NetworkView,
  ReleaseNetwork,
  Wording,
} from './network-messages.ts';
export type {
  PoolData,
  PoolRules,
  SpaceCommand,
  SpaceEvent,
  SupernetData,
  TenantQuota,
  VlanGroupData,
  VrfData,
} from './space-messages.ts';
export type {
  AllocatePrefixData,
  PrefixAllocatedData,
  PrefixCommand,
  PrefixEvent,
  PrefixKind,
} from './prefix-messages.ts';
export type {
  AddressCommand,
  AddressEvent,
  AddressRef,
  AddressType,
  AttachAddressData,
  ReserveRangeData,
} from './address-messages.ts';
export type { NumberCommand, NumberEvent, NumberPoolData, NumberRef } from './number-messages.ts';
export type {
  ImportCommand,
  ImportEvent,
  ImportLine,
  ImportRef,
  ImportStatus,
} from './import-messages.ts';
export type {
  DriftKind,
  NameCommand,
  NameDrift,
  NameEvent,
  NameRecord,
  NamesPublished,
  NamesRefusal,
  NamesRefused,
  NamesSkipped,
  NamesWithdrawn,
  NetworkNamesView,
  PublishNamesData,
  RecordType,
  RecordView,
} from './name-messages.ts';
export type {
  IpamCommand,
  IpamCommandRejected,
  IpamCommandType,
  IpamEvent,
  IpamEventType,
} from './messages.ts';
export type {
  AddressView,
  AllocationPreview,
  FreeBlockView,
  Holding,
  ImportReport,
  LineReport,
  NumberPoolView,
  NumberView,
  PoolView,
  QuotaView,
  RecordedHolding,
  SpaceUse,
  SupernetView,
  VlanGroupView,
  VrfView,
} from './views.ts';
export { IPAM_EVENT_SCHEMAS } from './event-schemas.ts';
export { NETWORK_NAMES_EXAMPLE, NETWORK_NAMES_SCHEMA } from './name-schemas.ts';
export { type GatewayFacts, gatewayName, hostNameIn } from './network-names.ts';
export { NETWORK_EXAMPLE, NETWORK_SCHEMA } from './network-schemas.ts';
export {
  AllocateNetworkPayload,
  PreviewNetworkPayload,
  ReleaseNetworkPayload,
} from './network.payloads.ts';
export { ImportLinePayload, LINES_AT_ONCE, StageImportPayload } from './import.payloads.ts';
export { LabelsPayload, WordingPayload } from './labels.payloads.ts';
export {
  AllocatePrefixPayload,
  AttachAddressPayload,
  NumberPoolPayload,
  ReserveRangePayload,
  SplitPrefixPayload,
} from './prefix.payloads.ts';
export {
  AdjustPoolPayload,
  PoolPayload,
  SupernetPayload,
  TenantQuotaPayload,
  VlanGroupPayload,
  VrfPayload,
} from './space.payloads.ts';
export { IPAM_COMMAND_PAYLOADS, IPAM_COMMAND_SUMMARIES } from './command-payloads.ts';
export {
  IPAM_COMMAND_SUBJECTS,
  IPAM_COMMANDS,
  IPAM_EVENTS,
  IPAM_QUERIES,
  ipamCommandAt,
  ipamCommandSubject,
  ipamEventSubject,
  isIpamCommand,
  isIpamEvent,
} from './subjects.ts';
