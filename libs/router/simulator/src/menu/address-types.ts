import { networkOf, readAddress, readPrefix, widthOf, writeAddress } from './address.ts';
import type { Address, Family } from './address.ts';
import { failure, invalidValue } from './trap.ts';
import type { ValueType } from './value-type.ts';

/** undefined: either family. */
export type AddressFamily = Family | undefined;

const isOf = (family: AddressFamily, { family: actual }: Address) =>
  family === undefined || family === actual;

export const address = (family: AddressFamily): ValueType => ({
  shape: 'address',
  parse(text, argument) {
    const read = readAddress(text);
    if (read === undefined || !isOf(family, read)) throw invalidValue(argument);
    return read.family === 4 ? text : writeAddress(read);
  },
});

export type PrefixRules = {
  /** What becomes of bits behind the prefix length; `refuse` is `failure: invalid network`. */
  readonly hostBits?: 'keep' | 'mask' | 'refuse';
  /** A prefix of the whole width reads as a bare address. */
  readonly bare?: boolean;
  /** The length of an address written without one; the whole width otherwise. */
  readonly length?: number;
};

export const prefix = (
  family: AddressFamily,
  { hostBits = 'keep', bare = false, length }: PrefixRules,
): ValueType => ({
  shape: 'address',
  parse(text, argument) {
    let read = readPrefix(text);
    if (read === undefined || !isOf(family, read)) throw invalidValue(argument);
    if (length !== undefined && !text.includes('/')) read = { ...read, length };
    if (hostBits !== 'keep') {
      const network = networkOf(read);
      if (hostBits === 'refuse' && network.bits !== read.bits) throw failure('invalid network');
      read = network;
    }
    if (bare && read.length === widthOf(read.family)) return writeAddress(read);
    return `${writeAddress(read)}/${read.length}`;
  },
});

/** `10.0.0.1`, `10.0.0.1-10.0.0.9` or `10.0.0.0/24`, as each of them was written. */
export const addressRange = (family: AddressFamily): ValueType => {
  const whole = prefix(family, { hostBits: 'mask', bare: true });
  return {
    shape: 'address',
    parse(text, argument, names) {
      const dash = text.indexOf('-');
      if (dash < 0) return whole.parse(text, argument, names);
      const from = readAddress(text.slice(0, dash));
      const to = readAddress(text.slice(dash + 1));
      if (from === undefined || to?.family !== from.family || to.bits < from.bits)
        throw invalidValue(argument);
      if (!isOf(family, from)) throw invalidValue(argument);
      return from.bits === to.bits
        ? writeAddress(from)
        : `${writeAddress(from)}-${writeAddress(to)}`;
    },
  };
};

/** `AA:BB:CC:DD:EE:FF`, with a mask behind `/` where `masked`. */
export const mac = (masked = false): ValueType => ({
  shape: 'mac',
  parse(text, argument) {
    const parts = text.split('/');
    if (parts.length > (masked ? 2 : 1)) throw invalidValue(argument);
    return parts
      .map((part) => {
        const hex = part.replaceAll(/[:.-]/gu, '');
        if (!/^[0-9a-f]{12}$/iu.test(hex)) throw invalidValue(argument);
        return (hex.toUpperCase().match(/../gu) ?? []).join(':');
      })
      .join('/');
  },
});
