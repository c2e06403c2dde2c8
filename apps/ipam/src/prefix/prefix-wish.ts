import type { AllocatePrefixData } from '@ferrule/ipam-contracts';
import { bitsOf, type Cidr, contains, formatCidr, prefixIn } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import type { Space } from '../space/space.row.ts';

/** What somebody wants of a space, read and found possible. */
export interface PrefixWish {
  readonly space: Space;
  readonly length: number;
  readonly chosen?: Cidr;
}

export const readPrefixWish = (
  { spaceId, size, prefix }: Pick<AllocatePrefixData, 'spaceId' | 'size' | 'prefix'>,
  space: Space | undefined,
  tenant: string,
): PrefixWish => {
  if (space === undefined || space.status === 'retired')
    throw new Rejection('SPACE_NOT_FOUND', `there is no pool and no container ${spaceId}`, {
      field: 'spaceId',
    });
  if (space.tenant !== null && space.tenant !== tenant)
    throw new Rejection('NOT_THE_OWNER', `${spaceId} is not for tenant ${tenant}`, {
      field: 'spaceId',
    });
  if ((size === undefined) === (prefix === undefined))
    throw new Rejection('SIZE_OR_PREFIX', 'either a size or a prefix is asked for', {
      field: 'size',
    });
  if (prefix !== undefined) return chosenIn(space, prefixIn('prefix', prefix));
  const length = Number(size?.slice(1));
  const { family, length: whole } = space.prefix;
  const longest = bitsOf(family);
  // The whole of a space is nothing to be held in it.
  if (length <= whole || length > longest)
    throw new Rejection(
      'SIZE_INVALID',
      `${spaceId} is ${formatCidr(space.prefix)}: its sizes are /${whole + 1} to /${longest}, and not ${size ?? ''}`,
      { field: 'size' },
    );
  return { space, length };
};

const chosenIn = (space: Space, chosen: Cidr): PrefixWish => {
  if (!contains(space.prefix, chosen) || chosen.length === space.prefix.length)
    throw new Rejection(
      'PREFIX_OUTSIDE_SPACE',
      `${formatCidr(chosen)} does not lie in ${space.id}, which is ${formatCidr(space.prefix)}`,
      { field: 'prefix' },
    );
  return { space, length: chosen.length, chosen };
};
