/** A prefix as a number and a size, to draw it. The service has checked it. */
export interface Block {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly size: bigint;
}

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

const numberOf = (address: string): bigint => {
  if (!address.includes(':'))
    return address.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  const [head = '', tail = ''] = address.split('::');
  const [front, back] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return [...front, ...zeros, ...back].reduce(
    (sum, group) => (sum << 16n) + BigInt(`0x${group}`),
    0n,
  );
};

export const lengthOf = (prefix: string): number => Number(prefix.slice(prefix.indexOf('/') + 1));

export const blockOf = (prefix: string): Block => {
  const [address = ''] = prefix.split('/');
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32 : 128;
  return { family, first: numberOf(address), size: 1n << BigInt(bits - lengthOf(prefix)) };
};

export const addressAt = (family: 4 | 6, value: bigint): string => {
  if (family === 4) return [24n, 16n, 8n, 0n].map((bits) => (value >> bits) & 255n).join('.');
  const groups = value.toString(16).padStart(32, '0').match(/.{4}/gu) ?? [];
  // The URL's writer knows how IPv6 is shortened.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
};

/** `65,536`, and in IPv6, where nobody counts addresses, `2^64`. */
export const amount = (addresses: string): string => {
  const count = BigInt(addresses);
  return count < 1n << 40n
    ? count.toLocaleString('en')
    : `~2^${(count.toString(2).length - 1).toString()}`;
};
