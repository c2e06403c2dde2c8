import type { NetworkWish } from '@ferrule/router-contracts';
import { ADDRESSES } from '../datacenter/lists.ts';
import type { Resource } from '../resource.ts';
import { readPrefix, writeEntry } from './address.ts';
import { enabledRow } from './compiled.ts';

const entryOf = (list: string, text: string, comment: string): readonly Resource[] => {
  const prefix = readPrefix(text);
  if (prefix === undefined) return [];
  const base = prefix.family === 4 ? '/ip' : '/ipv6';
  return [
    enabledRow(`${base}/firewall/address-list`, { list, address: writeEntry(prefix), comment }),
  ];
};

/** What the network may send from, what is translated on the way out, what is announced. */
export const addressListsOf = (wish: NetworkWish, comment: string): readonly Resource[] => {
  const { subnet, ipv6, routes, nat, bgpEnabled } = wish;
  const own = ipv6 === null ? [subnet] : [subnet, ipv6.subnet];
  const behind = routes.map(({ destination }) => destination);
  return [
    ...[...own, ...behind].flatMap((text) => entryOf(ADDRESSES.networks, text, comment)),
    ...(nat ? entryOf(ADDRESSES.nat, subnet, comment) : []),
    ...(bgpEnabled ? own.flatMap((text) => entryOf(ADDRESSES.announced, text, comment)) : []),
  ];
};
