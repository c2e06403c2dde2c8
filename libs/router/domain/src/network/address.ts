export type Family = 4 | 6;

/** An address as a number; a bigint for both families, so that one arithmetic does. */
export interface Address {
  readonly family: Family;
  readonly bits: bigint;
}

/** An address with the length of its network; `bits` may be set behind it. */
export interface Prefix extends Address {
  readonly length: number;
}

const widthOf = (family: Family): number => (family === 4 ? 32 : 128);

const readIpv4 = (text: string): bigint | undefined => {
  const octets = text.split('.');
  const isOctet = (octet: string) => /^(?:0|[1-9]\d{0,2})$/u.test(octet) && Number(octet) < 256;
  if (octets.length !== 4 || !octets.every(isOctet)) return undefined;
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
};

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

const readIpv6 = (text: string): bigint | undefined => {
  const [head = '', tail, ...more] = text.split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const missing = 8 - left.length - right.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!groups.every((group) => /^[\da-f]{1,4}$/iu.test(group))) return undefined;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
};

/** Undefined for what is no address. */
export const readAddress = (text: string): Address | undefined => {
  const family = text.includes(':') ? 6 : 4;
  const bits = family === 6 ? readIpv6(text) : readIpv4(text);
  return bits === undefined ? undefined : { family, bits };
};

/** Undefined for what is no address with a length. */
export const readPrefix = (text: string): Prefix | undefined => {
  const [address = '', length = '', ...more] = text.split('/');
  const read = readAddress(address);
  if (read === undefined || more.length > 0 || !/^(?:0|[1-9]\d{0,2})$/u.test(length))
    return undefined;
  return Number(length) > widthOf(read.family) ? undefined : { ...read, length: Number(length) };
};

/** As a router reads it back: IPv6 in its short form. */
export const writeAddress = ({ family, bits }: Address): string => {
  if (family === 4)
    return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((bits >> BigInt(112 - 16 * at)) & 0xffffn).toString(16),
  );
  let [start, longest] = [0, 0];
  for (let at = 0; at < 8; at += 1) {
    let run = 0;
    while (groups[at + run] === '0') run += 1;
    if (run > longest) [start, longest] = [at, run];
  }
  if (longest < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + longest).join(':')}`;
};

export const writePrefix = (prefix: Prefix): string => `${writeAddress(prefix)}/${prefix.length}`;

/** As address lists read it back: a host of IPv4 has no length. */
export const writeEntry = (prefix: Prefix): string =>
  prefix.family === 4 && prefix.length === 32 ? writeAddress(prefix) : writePrefix(prefix);

const hostBits = ({ family, length }: Prefix): bigint =>
  (1n << BigInt(widthOf(family) - length)) - 1n;

export const isNetwork = (prefix: Prefix): boolean => (prefix.bits & hostBits(prefix)) === 0n;

export const firstOf = (prefix: Prefix): Address => ({
  family: prefix.family,
  bits: prefix.bits & ~hostBits(prefix),
});

export const lastOf = (prefix: Prefix): Address => ({
  family: prefix.family,
  bits: prefix.bits | hostBits(prefix),
});

export const contains = (prefix: Prefix, { family, bits }: Address): boolean =>
  prefix.family === family && (prefix.bits | hostBits(prefix)) === (bits | hostBits(prefix));

export const overlaps = (one: Prefix, other: Prefix): boolean =>
  one.length <= other.length ? contains(one, other) : contains(other, one);

export const isWithin = (inner: Prefix, outer: Prefix): boolean =>
  inner.length >= outer.length && contains(outer, inner);
