import type { Command, Event } from '@ferrule/kernel';

/** Numbers that are handed out one by one: of autonomous systems, or service VLANs. */
export interface NumberPoolData {
  readonly numberPoolId: string;
  readonly kind: 'asn' | 'service-vlan';
  /** Service VLANs are those of a datacenter. */
  readonly datacenter?: string;
  readonly first: number;
  readonly last: number;
}

export interface NumberRef {
  readonly numberId: string;
  readonly numberPoolId: string;
}

export type NumberCommand =
  | Command<'CreateNumberPool', NumberPoolData>
  | Command<'RetireNumberPool', Pick<NumberPoolData, 'numberPoolId'>>
  | Command<'AllocateNumber', NumberRef & { readonly number?: number; readonly holder?: string }>
  | Command<'ReleaseNumber', NumberRef>;

export type NumberEvent =
  | Event<'NumberPoolCreated', NumberPoolData>
  | Event<'NumberPoolRetired', Pick<NumberPoolData, 'numberPoolId'>>
  | Event<'NumberAllocated', NumberRef & { readonly number: number; readonly holder?: string }>
  | Event<
      'NumberReleased',
      NumberRef & {
        /** Null when the release came before the allocation. */
        readonly number: number | null;
      }
    >;
