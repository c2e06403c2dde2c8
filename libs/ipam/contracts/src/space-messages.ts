import type { Command, Event } from '@ferrule/kernel';
import type { Labels, Wording } from './network-messages.ts';

/** A routing table of its own: the same addresses may be in use in another one. */
export interface VrfData {
  readonly vrfId: string;
  readonly description?: string;
}

/** What all pools of a role and a datacenter are part of. */
export interface SupernetData {
  readonly supernetId: string;
  readonly vrfId: string;
  readonly prefix: string;
  /** `production`, `management`, … */
  readonly role: string;
  readonly datacenter?: string;
}

/** The VLANs of a datacenter, behind one service tag where there is one, that networks get. */
export interface VlanGroupData {
  readonly vlanGroupId: string;
  readonly datacenter: string;
  /** The outer tag of Q-in-Q; null for plain VLANs. */
  readonly serviceVlan: number | null;
  readonly first: number;
  readonly last: number;
}

export interface PoolRules {
  readonly policy: 'lowest' | 'best-fit' | 'aligned' | 'sparse';
  /** Types of network that it serves; none named: all that no other pool of the datacenter names. */
  readonly types: readonly string[];
  /** How long what was released is kept from everybody. */
  readonly quarantineSeconds: number;
}

export interface PoolData extends PoolRules, Labels {
  readonly poolId: string;
  readonly vrfId: string;
  readonly prefix: string;
  readonly datacenter: string;
  readonly supernetId?: string;
  /** Where its networks get their VLANs. */
  readonly vlanGroupId?: string;
  /** For this tenant alone. */
  readonly tenant?: string;
  readonly description?: string;
}

export interface TenantQuota {
  readonly tenant: string;
  /** Null: no limit. */
  readonly maxNetworks: number | null;
  /** IPv4 addresses of all its networks and prefixes. */
  readonly maxAddresses: number | null;
}

export type SpaceCommand =
  | Command<'CreateVrf', VrfData>
  | Command<'RetireVrf', Pick<VrfData, 'vrfId'>>
  | Command<'AddSupernet', SupernetData>
  | Command<'RemoveSupernet', Pick<SupernetData, 'supernetId'>>
  | Command<'CreateVlanGroup', VlanGroupData>
  | Command<'RetireVlanGroup', Pick<VlanGroupData, 'vlanGroupId'>>
  | Command<'CreatePool', PoolData>
  | Command<'AdjustPool', Pick<PoolData, 'poolId'> & Partial<PoolRules>>
  | Command<'DescribePool', Pick<PoolData, 'poolId'> & Wording>
  | Command<'RetirePool', Pick<PoolData, 'poolId'>>
  | Command<'SetTenantQuota', TenantQuota>;

export type SpaceEvent =
  | Event<'VrfCreated', VrfData>
  | Event<'VrfRetired', Pick<VrfData, 'vrfId'>>
  | Event<'SupernetAdded', SupernetData>
  | Event<'SupernetRemoved', Pick<SupernetData, 'supernetId'>>
  | Event<'VlanGroupCreated', VlanGroupData>
  | Event<'VlanGroupRetired', Pick<VlanGroupData, 'vlanGroupId'>>
  | Event<'PoolCreated', PoolData>
  | Event<'PoolAdjusted', Pick<PoolData, 'poolId'> & PoolRules>
  | Event<'PoolDescribed', Pick<PoolData, 'poolId'> & Wording>
  | Event<'PoolRetired', Pick<PoolData, 'poolId'>>
  | Event<'TenantQuotaSet', TenantQuota>;
