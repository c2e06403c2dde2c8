import { networkOf, readAddress, readPrefix, widthOf } from '../menu/address.ts';
import type { Address, Family } from '../menu/address.ts';

export type AddressRange = {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
};

/** An address, a prefix or `first-last`; undefined for anything else, as a host name in an address list. */
export const readRange = (text: string): AddressRange | undefined => {
  const dash = text.indexOf('-');
  if (dash >= 0) {
    const first = readAddress(text.slice(0, dash));
    const last = readAddress(text.slice(dash + 1));
    if (first === undefined || last?.family !== first.family) return undefined;
    return { family: first.family, first: first.bits, last: last.bits };
  }
  const prefix = readPrefix(text);
  if (prefix === undefined) return undefined;
  const { family, bits, length } = networkOf(prefix);
  return { family, first: bits, last: bits + (1n << BigInt(widthOf(family) - length)) - 1n };
};

export const isWithin = ({ family, first, last }: AddressRange, address: Address) =>
  family === address.family && first <= address.bits && address.bits <= last;

export const isSame = (one: Address, other: Address) =>
  one.family === other.family && one.bits === other.bits;

const multicast = [readRange('224.0.0.0/4'), readRange('ff00::/8')];

export const isMulticast = (address: Address) =>
  multicast.some((range) => range !== undefined && isWithin(range, address));

const everyone = readAddress('255.255.255.255');

export const isLimitedBroadcast = (address: Address) =>
  everyone !== undefined && isSame(everyone, address);

const linkLocal = readRange('fe80::/10');

export const isLinkLocal = (address: Address) =>
  linkLocal !== undefined && isWithin(linkLocal, address);
