import type { NetworkWish } from '@ferrule/router-contracts';
import { customerInterface } from '../datacenter/attachment.ts';
import type { Resource } from '../resource.ts';
import { readAddress, readPrefix, writeAddress } from './address.ts';
import { row } from './compiled.ts';
import { nameServersOf } from './services.ts';

/** Clients find their own addresses, and hear of their name servers, by the router's advertisements. */
export const ipv6Of = (wish: NetworkWish, comment: string): readonly Resource[] => {
  const { ipv6, vlanId } = wish;
  const subnet = readPrefix(ipv6?.subnet ?? '');
  const gateway = readAddress(ipv6?.gateway ?? '');
  if (subnet === undefined || gateway === undefined) return [];
  const name = customerInterface(vlanId);
  const address = writeAddress(gateway);
  const dns = nameServersOf(wish, 6, address);
  return [
    row('/ipv6/address', {
      address: `${address}/${subnet.length}`,
      interface: name,
      advertise: 'true',
      comment,
    }),
    row('/ipv6/nd', { interface: name, ...(dns !== '' && { dns }), comment }),
  ];
};
