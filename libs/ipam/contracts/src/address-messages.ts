import type { Command, Event } from '@ferrule/kernel';

export type AddressType = 'vm' | 'gateway' | 'reserved';

export interface AddressRef {
  /** Drawn by whoever asks; asking again with it gives the same address. */
  readonly addressId: string;
  readonly networkId: string;
}

export interface AttachAddressData extends AddressRef {
  readonly type: AddressType;
  /** This one; otherwise the next free one outside the range that DHCP hands out. */
  readonly address?: string;
  /** Of which the next one is taken, in a network of both; 4 by default. */
  readonly family?: 4 | 6;
  readonly hostName?: string;
  readonly mac?: string;
}

export interface ReserveRangeData extends AddressRef {
  readonly first: string;
  readonly last: string;
  readonly description?: string;
}

export type AddressCommand =
  | Command<'AttachAddress', AttachAddressData>
  | Command<'ReserveRange', ReserveRangeData>
  /** Of an address or a range. */
  | Command<'ReleaseAddress', AddressRef>;

export type AddressEvent =
  | Event<'AddressAttached', Omit<AttachAddressData, 'family'> & { readonly address: string }>
  | Event<'RangeReserved', ReserveRangeData>
  | Event<
      'AddressReleased',
      AddressRef & {
        /** Both null when the release came before the attachment. */
        readonly first: string | null;
        readonly last: string | null;
      }
    >;
