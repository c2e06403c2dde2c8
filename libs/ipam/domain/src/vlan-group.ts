import type { SpaceCommand, SpaceEvent, VlanGroupData } from '@ferrule/ipam-contracts';
import { type Decider, Rejection } from '@ferrule/kernel';
import { create, type Lifecycle, type Noun, retire } from './lifecycle.ts';

export type VlanGroupCommand = Extract<
  SpaceCommand,
  { type: 'CreateVlanGroup' | 'RetireVlanGroup' }
>;
export type VlanGroupEvent = Extract<SpaceEvent, { type: 'VlanGroupCreated' | 'VlanGroupRetired' }>;

/** 0 and 4095 are reserved by the standard, and 1 is where switches put what has no tag. */
const LOWEST = 2;
const HIGHEST = 4094;

/** Why a number is no VLAN that may be given to anybody. */
export const vlanFault = (vlan: number): string | undefined => {
  if (Number.isInteger(vlan) && vlan >= LOWEST && vlan <= HIGHEST) return undefined;
  const why =
    vlan === 0 || vlan === 4095
      ? ', which the standard reserves'
      : vlan === 1
        ? ', which switches give to what has no tag'
        : '';
  return `a VLAN is a number from ${LOWEST} to ${HIGHEST}, and not ${vlan}${why}`;
};

const group = (id: string): Noun => ({ noun: 'VLAN group', field: 'vlanGroupId', id });

const checked = (data: VlanGroupData): VlanGroupData => {
  for (const field of ['first', 'last', 'serviceVlan'] as const) {
    const vlan = data[field];
    const fault = vlan === null ? undefined : vlanFault(vlan);
    if (fault !== undefined) throw new Rejection('VLAN_INVALID', fault, { field });
  }
  if (data.last < data.first)
    throw new Rejection('RANGE_INVALID', `${data.last} comes before ${data.first}`, {
      field: 'last',
    });
  return data;
};

export const vlanGroupDecider: Decider<
  VlanGroupCommand,
  VlanGroupEvent,
  Lifecycle<VlanGroupData>
> = {
  initial: 'unknown',
  decide: ({ type, data }, state) =>
    type === 'CreateVlanGroup'
      ? create(state, checked(data), group(data.vlanGroupId), { type: 'VlanGroupCreated', data })
      : retire(state, group(data.vlanGroupId), { type: 'VlanGroupRetired', data }),
  evolve: (_, { type, data }) => (type === 'VlanGroupCreated' ? { data } : 'retired'),
};

export const vlanGroupStream = (vlanGroupId: string): string => `vlan-group-${vlanGroupId}`;
