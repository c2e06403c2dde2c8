import { type Family, formatAddress, parseAddress } from './address.ts';

/** A prefix: its first address as a number, and its length. */
export interface Cidr {
  readonly family: Family;
  readonly base: bigint;
  readonly length: number;
}

/** The number of bits of an address. */
export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128);

/** The number of addresses. */
export const sizeOf = ({ family, length }: Pick<Cidr, 'family' | 'length'>): bigint =>
  1n << BigInt(bitsOf(family) - length);

export const lastOf = (cidr: Cidr): bigint => cidr.base + sizeOf(cidr) - 1n;

/** The prefix of that length which an address lies in. */
export const cidrAt = (family: Family, address: bigint, length: number): Cidr => {
  const host = BigInt(bitsOf(family) - length);
  return { family, base: (address >> host) << host, length };
};

export const formatCidr = ({ family, base, length }: Cidr): string =>
  `${formatAddress(family, base)}/${length}`;

export const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.family === inner.family &&
  outer.length <= inner.length &&
  inner.base >> BigInt(bitsOf(inner.family) - outer.length) ===
    outer.base >> BigInt(bitsOf(outer.family) - outer.length);

/** Of two prefixes that share an address one contains the other. */
export const overlaps = (a: Cidr, b: Cidr): boolean => contains(a, b) || contains(b, a);

/** The other half of the prefix that this one is a half of. */
export const buddyOf = (cidr: Cidr): Cidr => ({ ...cidr, base: cidr.base ^ sizeOf(cidr) });

/** What was written, or why it is no prefix. */
export type CidrReading =
  | { readonly cidr: Cidr; readonly fault?: never }
  | { readonly cidr?: never; readonly fault: string };

/** Says of a text that is no prefix what is wrong with it, and what may have been meant. */
export const readCidr = (text: string): CidrReading => {
  const [before = '', after, ...rest] = text.split('/');
  const address = parseAddress(before);
  if (address === undefined || rest.length > 0)
    return { fault: `${quoted(text)} is no prefix, such as 172.16.150.0/24 or 2001:db8::/64` };
  const bits = bitsOf(address.family);
  if (after === undefined)
    return { fault: `${quoted(text)} has no length; one address is ${before}/${bits}` };
  if (!/^(0|[1-9]\d{0,2})$/.test(after) || Number(after) > bits)
    return {
      fault: `/${after.slice(0, 20)} is no length of an IPv${address.family} prefix: 0 to ${bits}`,
    };
  const cidr = cidrAt(address.family, address.value, Number(after));
  return cidr.base === address.value
    ? { cidr }
    : { fault: `${text} has host bits set; the prefix is ${formatCidr(cidr)}` };
};

const quoted = (text: string): string => JSON.stringify(text.slice(0, 60));

/** Undefined for what is no prefix, or has bits set behind its length. */
export const parseCidr = (text: string): Cidr | undefined => readCidr(text).cidr;

/** For what our own tables and events hold; anything else there is a fault of ours. */
export const cidrOf = (text: string): Cidr => {
  const { cidr, fault } = readCidr(text);
  if (cidr === undefined) throw new TypeError(fault);
  return cidr;
};

/** The fewest prefixes that together are exactly the addresses from first to last. */
export const cidrsBetween = (family: Family, first: bigint, last: bigint): readonly Cidr[] => {
  const cidrs: Cidr[] = [];
  const bits = bitsOf(family);
  for (let base = first; base <= last;) {
    let length = bits;
    // Twice as large as long as it still begins here and does not reach beyond the last.
    while (length > 0) {
      const size = 1n << BigInt(bits - length + 1);
      if (base % size !== 0n || base + size - 1n > last) break;
      length -= 1;
    }
    cidrs.push({ family, base, length });
    base += 1n << BigInt(bits - length);
  }
  return cidrs;
};
