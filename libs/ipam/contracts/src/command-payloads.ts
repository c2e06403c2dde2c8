import type { IpamCommandType } from './messages.ts';
import { ImportRefPayload, StageImportPayload } from './import.payloads.ts';
import { AllocateNetworkPayload, ReleaseNetworkPayload } from './network.payloads.ts';
import {
  AllocateNumberPayload,
  AllocatePrefixPayload,
  AttachAddressPayload,
  NumberPoolPayload,
  NumberPoolRefPayload,
  ReleaseAddressPayload,
  ReleaseNumberPayload,
  ReleasePrefixPayload,
  ReserveRangePayload,
  SplitPrefixPayload,
} from './prefix.payloads.ts';
import {
  AdjustPoolPayload,
  PoolPayload,
  PoolRefPayload,
  SupernetPayload,
  SupernetRefPayload,
  TenantQuotaPayload,
  VlanGroupPayload,
  VlanGroupRefPayload,
  VrfPayload,
  VrfRefPayload,
} from './space.payloads.ts';

/** The class that each command's body is read by. */
export const IPAM_COMMAND_PAYLOADS = {
  AllocateNetwork: AllocateNetworkPayload,
  ReleaseNetwork: ReleaseNetworkPayload,
  CreateVrf: VrfPayload,
  RetireVrf: VrfRefPayload,
  AddSupernet: SupernetPayload,
  RemoveSupernet: SupernetRefPayload,
  CreateVlanGroup: VlanGroupPayload,
  RetireVlanGroup: VlanGroupRefPayload,
  CreatePool: PoolPayload,
  AdjustPool: AdjustPoolPayload,
  RetirePool: PoolRefPayload,
  SetTenantQuota: TenantQuotaPayload,
  AllocatePrefix: AllocatePrefixPayload,
  SplitPrefix: SplitPrefixPayload,
  ReleasePrefix: ReleasePrefixPayload,
  AttachAddress: AttachAddressPayload,
  ReserveRange: ReserveRangePayload,
  ReleaseAddress: ReleaseAddressPayload,
  CreateNumberPool: NumberPoolPayload,
  RetireNumberPool: NumberPoolRefPayload,
  AllocateNumber: AllocateNumberPayload,
  ReleaseNumber: ReleaseNumberPayload,
  StageImport: StageImportPayload,
  CommitImport: ImportRefPayload,
  UndoImport: ImportRefPayload,
} as const satisfies Record<IpamCommandType, new () => object>;
