import type { NetworkWish } from '@ferrule/router-contracts';
import { customerInterface } from '../datacenter/attachment.ts';
import type { Resource } from '../resource.ts';
import { readAddress, readPrefix, writeAddress, writePrefix } from './address.ts';
import { row } from './compiled.ts';

const lengthOf = (subnet: string): string => subnet.slice(subnet.indexOf('/') + 1);

export const gatewayOf = (
  { vlanId, vrf, subnet, gateway }: NetworkWish,
  comment: string,
): readonly Resource[] => {
  const name = customerInterface(vlanId);
  const address = row('/ip/address', {
    address: `${gateway}/${lengthOf(subnet)}`,
    interface: name,
    comment,
  });
  return vrf === null
    ? [address]
    : [row('/ip/vrf', { name: vrf, interfaces: name, comment }), address];
};

/** What is behind a host of the network. */
export const routesOf = ({ routes, vrf }: NetworkWish, comment: string): readonly Resource[] =>
  routes.flatMap(({ destination, gateway }) => {
    const prefix = readPrefix(destination);
    const via = readAddress(gateway);
    if (prefix === undefined || via === undefined) return [];
    return [
      row(prefix.family === 4 ? '/ip/route' : '/ipv6/route', {
        'dst-address': writePrefix(prefix),
        gateway: writeAddress(via),
        ...(vrf !== null && { 'routing-table': vrf }),
        comment,
      }),
    ];
  });
