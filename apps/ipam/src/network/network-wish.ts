import type { AllocateNetworkData } from '@ferrule/ipam-contracts';
import { type Cidr, formatCidr, prefixIn, type WantedBlock, type Wish } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';

/** What somebody asks for, read: a size above /32 can only be one of IPv6. */
export interface NetworkWish extends Wish {
  readonly family: 4 | 6;
}

type Asked = Pick<AllocateNetworkData, 'size' | 'ipv6Size' | 'subnet' | 'vlanId'>;

export const readWish = ({ size, ipv6Size, subnet, vlanId }: Asked): NetworkWish => {
  const length = Number(size.slice(1));
  const family = length > 32 ? 6 : 4;
  if (family === 6 && ipv6Size !== undefined)
    throw new Rejection('SIZE_INVALID', `${size} is of IPv6 already`, {
      field: 'ipv6Size',
      suggestion: 'ask for IPv6 beside a size of IPv4, or for the size of IPv6 alone',
    });
  const chosen = subnet === undefined ? undefined : chosenBlock(subnet, size, length);
  const block: WantedBlock = { length, ...(chosen && { chosen }) };
  return {
    family,
    block,
    ...(ipv6Size !== undefined && { block6: { length: Number(ipv6Size.slice(1)) } }),
    ...(vlanId !== undefined && { vlanId }),
  };
};

const chosenBlock = (subnet: string, size: string, length: number): Cidr => {
  const chosen = prefixIn('subnet', subnet);
  if (chosen.length === length) return chosen;
  throw new Rejection(
    'PREFIX_SIZE_MISMATCH',
    `${formatCidr(chosen)} is no ${size}, which is asked for beside it`,
    { field: 'subnet' },
  );
};
