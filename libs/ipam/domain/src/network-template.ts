import { type Address, formatAddress } from './address.ts';
import { bitsOf, type Cidr, lastOf, sizeOf } from './cidr.ts';

/** Two addresses, none of which is a network's or a broadcast's: the ends of a link. */
export const isLink = ({ family, length }: Cidr): boolean => length === bitsOf(family) - 1;

/** The lengths that a network may have: routed ones, and links between two routers. */
export const isNetworkLength = (family: 4 | 6, length: number): boolean =>
  family === 4 ? length >= 16 && length <= 31 : (length >= 32 && length <= 126) || length === 127;

/** The gateway is the first host of a network; of a link it is the first of the two ends. */
export const gatewayOf = (cidr: Cidr): string =>
  formatAddress(cidr.family, isLink(cidr) ? cidr.base : cidr.base + 1n);

export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Hosts .100 to .200 where the network has them. A smaller one leaves its first half to fixed
 * addresses and its last host unused, as a /24 does; a /30 has one host beside the gateway. None
 * in a link, and none in IPv6, where hosts find their own.
 */
export const dhcpRangeOf = (cidr: Cidr): AddressRange | null => {
  if (cidr.family === 6 || isLink(cidr)) return null;
  const size = sizeOf(cidr);
  const half = size / 2n;
  const [first, last] =
    size >= 256n ? [100n, 200n] : size === 4n ? [2n, 2n] : [half > 2n ? half : 2n, size - 3n];
  return { first: cidr.base + first, last: cidr.base + last };
};

export const formatRange = (family: 4 | 6, { first, last }: AddressRange): string =>
  `${formatAddress(family, first)}-${formatAddress(family, last)}`;

/** What no host may have: the network's own address, and in IPv4 the broadcast's. */
export const unusableIn = (cidr: Cidr): readonly Address[] => {
  const { family, base } = cidr;
  if (isLink(cidr) || sizeOf(cidr) === 1n) return [];
  // In IPv6 the first address is the routers' anycast address.
  return family === 4
    ? [base, lastOf(cidr)].map((value) => ({ family, value }))
    : [{ family, value: base }];
};
