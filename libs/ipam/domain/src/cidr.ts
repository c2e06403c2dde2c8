/** An IPv4 prefix, as numbers: the first address and the length. */
export interface Cidr {
  readonly base: number;
  readonly length: number;
}

const addressOf = (text: string): number | undefined => {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((o) => /^(0|[1-9]\d{0,2})$/.test(o) && Number(o) < 256))
    return undefined;
  return octets.reduce((address, octet) => address * 256 + Number(octet), 0);
};

export const formatAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** The number of addresses. */
export const sizeOf = ({ length }: Cidr): number => 2 ** (32 - length);

/** Undefined for what is no prefix, or has bits set behind its length. */
export const parseCidr = (text: string): Cidr | undefined => {
  const [address = '', length = '', ...rest] = text.split('/');
  const base = addressOf(address);
  if (base === undefined || rest.length > 0 || !/^\d{1,2}$/.test(length) || Number(length) > 32)
    return undefined;
  const cidr = { base, length: Number(length) };
  return base % sizeOf(cidr) === 0 ? cidr : undefined;
};

export const formatCidr = ({ base, length }: Cidr): string => `${formatAddress(base)}/${length}`;

export const overlaps = (a: Cidr, b: Cidr): boolean =>
  a.base < b.base + sizeOf(b) && b.base < a.base + sizeOf(a);

/** The gateway is the first host of a network. */
export const gatewayOf = (cidr: Cidr): string => formatAddress(cidr.base + 1);

/**
 * Hosts .100 to .200 where the network has them. A smaller one leaves its first half to fixed
 * addresses and its last host unused, as a /24 does; a /30 has one host beside the gateway.
 */
export const dhcpRangeOf = (cidr: Cidr): string => {
  const size = sizeOf(cidr);
  const [first, last] =
    size >= 256 ? [100, 200] : size === 4 ? [2, 2] : [Math.max(2, size / 2), size - 3];
  return `${formatAddress(cidr.base + first)}-${formatAddress(cidr.base + last)}`;
};
