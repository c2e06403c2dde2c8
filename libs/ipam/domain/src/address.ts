export type Family = 4 | 6;

export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

const parseV4 = (text: string): bigint | undefined => {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((o) => /^(0|[1-9]\d{0,2})$/.test(o) && Number(o) < 256))
    return undefined;
  return BigInt(octets.reduce((address, octet) => address * 256 + Number(octet), 0));
};

/** A dotted end, as in `::ffff:192.0.2.1`, as the two groups that it stands for. */
const withoutDots = (text: string): string | undefined => {
  if (!text.includes('.')) return text;
  const start = text.lastIndexOf(':') + 1;
  const end = parseV4(text.slice(start));
  if (end === undefined || start === 0) return undefined;
  return `${text.slice(0, start)}${(end >> 16n).toString(16)}:${(end & 0xffffn).toString(16)}`;
};

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

const parseV6 = (text: string): bigint | undefined => {
  const halves = withoutDots(text)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const [head = '', tail] = halves;
  const [front, back] = [groupsOf(head), groupsOf(tail ?? '')];
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
};

/** Undefined for what is no address. A leading zero is refused: some readers take it for octal. */
export const parseAddress = (text: string): Address | undefined => {
  const family = text.includes(':') ? 6 : 4;
  const value = family === 6 ? parseV6(text) : parseV4(text);
  return value === undefined ? undefined : { family, value };
};

const formatV4 = (value: number): string =>
  `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;

/** RFC 5952: the first of the longest runs of zero groups, if of two or more, is left out. */
const formatV6 = (value: bigint): string => {
  const digits = value.toString(16).padStart(32, '0');
  const groups = (digits.match(/.{4}/g) ?? []).map((group) => group.replace(/^0+(?=.)/, ''));
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)].map(([run]) => run);
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return text;
  const at = text.search(new RegExp(`(?<![0-9a-f])${longest}(?![0-9a-f])`));
  const [before, after] = [text.slice(0, at), text.slice(at + longest.length)];
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`;
};

export const formatAddress = (family: Family, value: bigint): string =>
  family === 4 ? formatV4(Number(value)) : formatV6(value);
