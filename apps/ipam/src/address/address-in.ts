import { type Cidr, parseAddress } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import type { Space } from '../space/space.row.ts';
import { single } from './address-space.ts';

/** An address id is one of its network's. */
export const heldId = ({
  networkId,
  addressId,
}: {
  networkId: string;
  addressId: string;
}): string => `${networkId}/${addressId}`;

export const addressIn = (field: string, text: string): Cidr => {
  const address = parseAddress(text);
  if (address !== undefined) return single(address.family, address.value);
  throw new Rejection('ADDRESS_INVALID', `${JSON.stringify(text.slice(0, 60))} is no address`, {
    field,
  });
};

export const outside = (
  what: string,
  networkId: string,
  spaces: readonly Space[],
  field = 'address',
): Rejection =>
  new Rejection(
    'ADDRESS_OUTSIDE_NETWORK',
    `${what} does not lie in network ${networkId}`,
    spaces.length === 0 ? { field: 'networkId' } : { field },
  );
