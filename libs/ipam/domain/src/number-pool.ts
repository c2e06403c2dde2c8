import type { NumberCommand, NumberEvent, NumberPoolData } from '@ferrule/ipam-contracts';
import { type Decider, Rejection } from '@ferrule/kernel';
import { create, type Lifecycle, type Noun, retire } from './lifecycle.ts';
import { vlanFault } from './vlan-group.ts';

export type NumberPoolCommand = Extract<
  NumberCommand,
  { type: 'CreateNumberPool' | 'RetireNumberPool' }
>;
export type NumberPoolEvent = Extract<
  NumberEvent,
  { type: 'NumberPoolCreated' | 'NumberPoolRetired' }
>;

const HIGHEST_ASN = 4_294_967_294;
/** RFC 6996, 7607, 6793 and 5398: not for use, or only in documents. */
const RESERVED_ASNS = new Set([0, 23_456, 65_535]);

const asnFault = (asn: number): string | undefined =>
  Number.isInteger(asn) && asn >= 1 && asn <= HIGHEST_ASN && !RESERVED_ASNS.has(asn)
    ? undefined
    : `the number of an autonomous system is 1 to ${HIGHEST_ASN} without 23456 and 65535, and not ${asn}`;

const noun = (id: string): Noun => ({ noun: 'number pool', field: 'numberPoolId', id });

const checked = (data: NumberPoolData): NumberPoolData => {
  const fault = data.kind === 'asn' ? asnFault : vlanFault;
  for (const field of ['first', 'last'] as const) {
    const message = fault(data[field]);
    if (message !== undefined) throw new Rejection('NUMBER_INVALID', message, { field });
  }
  if (data.last < data.first)
    throw new Rejection('RANGE_INVALID', `${data.last} comes before ${data.first}`, {
      field: 'last',
    });
  if (data.kind === 'service-vlan' && data.datacenter === undefined)
    throw new Rejection('DATACENTER_MISSING', 'service VLANs are those of a datacenter', {
      field: 'datacenter',
    });
  return data;
};

export const numberPoolDecider: Decider<
  NumberPoolCommand,
  NumberPoolEvent,
  Lifecycle<NumberPoolData>
> = {
  initial: 'unknown',
  decide: ({ type, data }, state) =>
    type === 'CreateNumberPool'
      ? create(state, checked(data), noun(data.numberPoolId), { type: 'NumberPoolCreated', data })
      : retire(state, noun(data.numberPoolId), { type: 'NumberPoolRetired', data }),
  evolve: (_, { type, data }) => (type === 'NumberPoolCreated' ? { data } : 'retired'),
};

export const numberPoolStream = (numberPoolId: string): string => `number-pool-${numberPoolId}`;

export type DecidedNumberCommand =
  | (Extract<NumberCommand, { type: 'AllocateNumber' }> & { readonly found: number })
  | Extract<NumberCommand, { type: 'ReleaseNumber' }>;
type NumberHeldEvent = Extract<NumberEvent, { type: 'NumberAllocated' | 'NumberReleased' }>;
export type NumberHolding = 'unknown' | 'closed' | { readonly number: number };

/** One number that was handed out. */
export const numberDecider: Decider<DecidedNumberCommand, NumberHeldEvent, NumberHolding> = {
  initial: 'unknown',
  decide: (command, holding) => {
    if (command.type === 'ReleaseNumber') {
      if (holding === 'closed') return [];
      const number = holding === 'unknown' ? null : holding.number;
      return [{ type: 'NumberReleased', data: { ...command.data, number } }];
    }
    if (typeof holding === 'object') return [];
    if (holding === 'closed')
      throw new Rejection(
        'NUMBER_CLOSED',
        `number ${command.data.numberId} was released; its id is not used again`,
        { field: 'numberId', suggestion: 'ask again with a new id' },
      );
    return [{ type: 'NumberAllocated', data: { ...command.data, number: command.found } }];
  },
  evolve: (_, { type, data }) => (type === 'NumberAllocated' ? { number: data.number } : 'closed'),
};

export const numberStream = (numberPoolId: string, numberId: string): string =>
  `number-${numberPoolId}-${numberId}`;
