import type { SpaceCommand, SpaceEvent, SupernetData, VrfData } from '@ferrule/ipam-contracts';
import { type Decider, Rejection } from '@ferrule/kernel';
import { create, type Lifecycle, type Noun, retire } from './lifecycle.ts';
import { readCidr } from './cidr.ts';

export type VrfCommand = Extract<SpaceCommand, { type: 'CreateVrf' | 'RetireVrf' }>;
export type VrfEvent = Extract<SpaceEvent, { type: 'VrfCreated' | 'VrfRetired' }>;

const vrf = (id: string): Noun => ({ noun: 'VRF', field: 'vrfId', id });

export const vrfDecider: Decider<VrfCommand, VrfEvent, Lifecycle<VrfData>> = {
  initial: 'unknown',
  decide: ({ type, data }, state) =>
    type === 'CreateVrf'
      ? create(state, data, vrf(data.vrfId), { type: 'VrfCreated', data })
      : retire(state, vrf(data.vrfId), { type: 'VrfRetired', data }),
  evolve: (_, { type, data }) => (type === 'VrfCreated' ? { data } : 'retired'),
};

export const vrfStream = (vrfId: string): string => `vrf-${vrfId}`;

export type SupernetCommand = Extract<SpaceCommand, { type: 'AddSupernet' | 'RemoveSupernet' }>;
export type SupernetEvent = Extract<SpaceEvent, { type: 'SupernetAdded' | 'SupernetRemoved' }>;

const supernet = (id: string): Noun => ({ noun: 'supernet', field: 'supernetId', id });

/** Of a prefix that somebody wrote into a field, or a rejection that names the field. */
export const prefixIn = (field: string, text: string) => {
  const { cidr, fault } = readCidr(text);
  if (cidr === undefined) throw new Rejection('PREFIX_INVALID', fault, { field });
  return cidr;
};

export const supernetDecider: Decider<SupernetCommand, SupernetEvent, Lifecycle<SupernetData>> = {
  initial: 'unknown',
  decide: ({ type, data }, state) => {
    if (type === 'RemoveSupernet')
      return retire(state, supernet(data.supernetId), { type: 'SupernetRemoved', data });
    prefixIn('prefix', data.prefix);
    return create(state, data, supernet(data.supernetId), { type: 'SupernetAdded', data });
  },
  evolve: (_, { type, data }) => (type === 'SupernetAdded' ? { data } : 'retired'),
};

export const supernetStream = (supernetId: string): string => `supernet-${supernetId}`;
