import type { AddressCommand, AddressEvent, AddressRef } from '@ferrule/ipam-contracts';
import { type Decider, Rejection } from '@ferrule/kernel';

/** The address is one that the network has free. */
export type DecidedAddressCommand =
  | (Extract<AddressCommand, { type: 'AttachAddress' }> & { readonly found: string })
  | Extract<AddressCommand, { type: 'ReserveRange' | 'ReleaseAddress' }>;

/** One address, or a range of them, under the id of whoever asked. */
export type AddressHolding =
  'unknown' | 'closed' | { readonly first: string; readonly last: string };

const opened = (
  { addressId }: AddressRef,
  holding: AddressHolding,
  event: AddressEvent,
): readonly AddressEvent[] => {
  if (typeof holding === 'object') return [];
  if (holding === 'unknown') return [event];
  throw new Rejection(
    'ADDRESS_CLOSED',
    `address ${addressId} was released; its id is not used again`,
    { field: 'addressId', suggestion: 'ask again with a new id' },
  );
};

export const addressDecider: Decider<DecidedAddressCommand, AddressEvent, AddressHolding> = {
  initial: 'unknown',
  decide: (command, holding) => {
    switch (command.type) {
      case 'AttachAddress': {
        const { family: _, ...data } = command.data;
        return opened(data, holding, {
          type: 'AddressAttached',
          data: { ...data, address: command.found },
        });
      }
      case 'ReserveRange':
        return opened(command.data, holding, { type: 'RangeReserved', data: command.data });
      case 'ReleaseAddress': {
        if (holding === 'closed') return [];
        const ends = holding === 'unknown' ? { first: null, last: null } : holding;
        return [{ type: 'AddressReleased', data: { ...command.data, ...ends } }];
      }
    }
  },
  evolve: (_, { type, data }) => {
    switch (type) {
      case 'AddressAttached':
        return { first: data.address, last: data.address };
      case 'RangeReserved':
        return { first: data.first, last: data.last };
      case 'AddressReleased':
        return 'closed';
    }
  },
};

export const addressStream = ({ networkId, addressId }: AddressRef): string =>
  `address-${networkId}-${addressId}`;
