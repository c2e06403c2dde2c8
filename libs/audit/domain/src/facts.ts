import type { Told } from './changes.ts';

/** What is known of something, as its own events have said one after another. */
export interface Facts {
  /** The last that each event said of each field. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The event that said the last of it, such as `NetworkReleased`. */
  readonly last: { readonly entry: number; readonly type: string; readonly time: string } | null;
}

const REFUSED = /Refused$|Rejected$/u;

/** Events say what is so from then on; what they do not say stays as it was. */
export const factsOf = (told: readonly Told[]): Facts => {
  let fields: Readonly<Record<string, unknown>> = {};
  let last: Facts['last'] = null;
  for (const { entry, type, time, data } of told) {
    last = { entry, type, time };
    // A refusal says what was wished, and not what is.
    if (REFUSED.test(type) || typeof data !== 'object' || data === null) continue;
    fields = { ...fields, ...data };
  }
  return { fields, last };
};

/** Events that give an address or a prefix to somebody, and those that take it back. */
export const GIVING = ['NetworkAllocated', 'PrefixAllocated', 'AddressAttached', 'RangeReserved'];
export const TAKING = ['NetworkReleased', 'PrefixReleased', 'AddressReleased', 'PrefixSplit'];
