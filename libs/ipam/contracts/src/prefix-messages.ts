import type { Command, Event } from '@ferrule/kernel';
import type { Labels, Wording } from './network-messages.ts';

/** A prefix for use, one to allocate others in, or one that nobody is ever to be given. */
export type PrefixKind = 'prefix' | 'container' | 'reservation';

export interface PrefixRef {
  /** Drawn by whoever asks; asking again with it gives the same prefix. */
  readonly prefixId: string;
}

export interface AllocatePrefixData extends PrefixRef, Labels {
  /** The id of a pool or of a container. */
  readonly spaceId: string;
  readonly kind: PrefixKind;
  /** The next free one of a size, or … */
  readonly size?: string;
  /** … this one. */
  readonly prefix?: string;
  readonly clientId?: string;
  readonly description?: string;
}

export type PrefixAllocatedData = Omit<AllocatePrefixData, 'size' | 'prefix'> & {
  readonly prefix: string;
  readonly vrfId: string;
  readonly tenant: string;
};

export type PrefixCommand =
  | Command<'AllocatePrefix', AllocatePrefixData>
  /** Into equal parts, each with the id of the whole, a dash and its number. */
  | Command<'SplitPrefix', PrefixRef & { readonly size: string }>
  | Command<'DescribePrefix', PrefixRef & Wording>
  | Command<'ReleasePrefix', PrefixRef & { readonly reason: string }>;

export type PrefixEvent =
  | Event<'PrefixAllocated', PrefixAllocatedData>
  | Event<
      'PrefixSplit',
      PrefixRef & {
        readonly parts: readonly { readonly prefixId: string; readonly prefix: string }[];
      }
    >
  | Event<'PrefixDescribed', PrefixRef & Wording>
  | Event<
      'PrefixReleased',
      PrefixRef & {
        readonly reason: string;
        /** Null when the release came before the allocation. */
        readonly prefix: string | null;
        readonly quarantineSeconds: number;
      }
    >;
