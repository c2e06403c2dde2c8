import { isIPv6 } from 'node:net';

export type Family = 4 | 6;

/** An address as a number; a bigint for both families, so that one arithmetic does. */
export type Address = { readonly family: Family; readonly bits: bigint };

export type Prefix = Address & { readonly length: number };

export const widthOf = (family: Family) => (family === 4 ? 32 : 128);

/** undefined when it is none. Much the most frequent parse of all: no regular expression. */
const readIpv4 = (text: string): number | undefined => {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (octet < 0) return undefined;
      value = value * 256 + octet;
      octet = -1;
      dots += 1;
    } else if (code >= 48 && code <= 57) {
      octet = (octet < 0 ? 0 : octet) * 10 + code - 48;
      if (octet > 255) return undefined;
    } else return undefined;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : undefined;
};

const readIpv6 = (text: string): bigint | undefined => {
  if (!isIPv6(text) || text.includes('%')) return undefined;
  let tail = text;
  const dotted = text.lastIndexOf(':');
  if (text.includes('.')) {
    const low = readIpv4(text.slice(dotted + 1));
    if (low === undefined) return undefined;
    tail = `${text.slice(0, dotted + 1)}${Math.floor(low / 65_536).toString(16)}:${(low % 65_536).toString(16)}`;
  }
  const [head = '', rest] = tail.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const groups = [
    ...left,
    ...Array.from({ length: 8 - left.length - right.length }, () => '0'),
    ...right,
  ];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
};

export const readAddress = (text: string): Address | undefined => {
  const low = readIpv4(text);
  if (low !== undefined) return { family: 4, bits: BigInt(low) };
  const bits = text.includes(':') ? readIpv6(text) : undefined;
  return bits === undefined ? undefined : { family: 6, bits };
};

/** A bare address is a prefix of its whole width. */
export const readPrefix = (text: string): Prefix | undefined => {
  const slash = text.indexOf('/');
  const address = readAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const width = widthOf(address.family);
  if (slash < 0) return { ...address, length: width };
  const written = text.slice(slash + 1);
  if (!/^\d{1,3}$/u.test(written) || Number(written) > width) return undefined;
  return { ...address, length: Number(written) };
};

export const writeAddress = ({ family, bits }: Address): string => {
  if (family === 4)
    return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => (bits >> BigInt(112 - 16 * at)) & 0xffffn);
  let [start, length] = [0, 0];
  for (let at = 0; at < 8; at += 1) {
    let run = 0;
    while (at + run < 8 && groups[at + run] === 0n) run += 1;
    if (run > length) [start, length] = [at, run];
  }
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
};

export const maskOf = ({ family, length }: Prefix): bigint => {
  const width = BigInt(widthOf(family));
  return ((1n << BigInt(length)) - 1n) << (width - BigInt(length));
};

export const networkOf = (prefix: Prefix): Prefix => ({
  ...prefix,
  bits: prefix.bits & maskOf(prefix),
});

export const contains = (prefix: Prefix, address: Address) =>
  prefix.family === address.family && ((prefix.bits ^ address.bits) & maskOf(prefix)) === 0n;
