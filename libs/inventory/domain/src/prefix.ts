/** An address as a number, with the length of its network. */
export interface Prefix {
  readonly width: 32 | 128;
  readonly bits: bigint;
  readonly length: number;
}

const ipv4 = (text: string): bigint | undefined => {
  const octets = text.split('.');
  const isOctet = (octet: string) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256;
  if (octets.length !== 4 || !octets.every(isOctet)) return undefined;
  return octets.reduce((bits, octet) => bits * 256n + BigInt(octet), 0n);
};

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

const ipv6 = (text: string): bigint | undefined => {
  const [head = '', tail, ...more] = text.split('::');
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = 8 - left.length - right.length;
  if (more.length > 0 || (tail === undefined ? zeros !== 0 : zeros < 1)) return undefined;
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((bits, group) => bits * 65_536n + BigInt(`0x${group}`), 0n);
};

const readAddress = (text: string): Pick<Prefix, 'width' | 'bits'> | undefined => {
  const width = text.includes(':') ? 128 : 32;
  const bits = width === 128 ? ipv6(text) : ipv4(text);
  return bits === undefined ? undefined : { width, bits };
};

export const isAddress = (text: string): boolean => readAddress(text) !== undefined;
export const isIpv4 = (text: string): boolean => readAddress(text)?.width === 32;

/** Undefined for what is no prefix. */
export const readPrefix = (text: string): Prefix | undefined => {
  const [address = '', length = '', ...more] = text.split('/');
  const read = readAddress(address);
  if (read === undefined || more.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(length))
    return undefined;
  return Number(length) > read.width ? undefined : { ...read, length: Number(length) };
};

const shift = ({ width, length }: Prefix): bigint => BigInt(width - length);

/** Whether no bit is set behind its length. */
export const isNetwork = (prefix: Prefix): boolean =>
  (prefix.bits >> shift(prefix)) << shift(prefix) === prefix.bits;

export const overlaps = (one: Prefix, other: Prefix): boolean => {
  if (one.width !== other.width) return false;
  const by = one.length < other.length ? shift(one) : shift(other);
  return one.bits >> by === other.bits >> by;
};
