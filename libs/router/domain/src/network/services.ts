import type { NetworkWish } from '@ferrule/router-contracts';
import { customerInterface } from '../datacenter/attachment.ts';
import type { Resource } from '../resource.ts';
import { readAddress, writeAddress } from './address.ts';
import type { Family } from './address.ts';
import { row } from './compiled.ts';
import { durationOf } from './names.ts';

/** Of one family: DHCP hands out those of its own only. The router resolves for its own table alone. */
export const nameServersOf = (
  { dnsServers, vrf }: Pick<NetworkWish, 'dnsServers' | 'vrf'>,
  family: Family,
  gateway: string,
): string => {
  if (dnsServers.length === 0) return vrf === null ? gateway : '';
  return dnsServers
    .flatMap((text) => readAddress(text) ?? [])
    .filter((address) => address.family === family)
    .map(writeAddress)
    .join(',');
};

/** A range of one address reads back as that address. */
const poolRange = (range: string): string => {
  const [first = '', last = ''] = range.split('-');
  return first === last ? first : range;
};

export const dhcpOf = (wish: NetworkWish, comment: string): readonly Resource[] => {
  const { vlanId, subnet, gateway, dhcpRange, dnsDomain, dhcpOptions, leaseSeconds } = wish;
  if (dhcpRange === null) return [];
  const name = customerInterface(vlanId);
  const servers = nameServersOf(wish, 4, gateway);
  const options = dhcpOptions.map(({ code, value }) => ({
    name: `${name}-option${code}`,
    code: String(code),
    value,
    comment,
  }));
  return [
    row('/ip/pool', { name, ranges: poolRange(dhcpRange), comment }),
    ...options.map((option) => row('/ip/dhcp-server/option', option)),
    row('/ip/dhcp-server/network', {
      address: subnet,
      gateway,
      ...(servers === '' ? { 'dns-none': 'true' } : { 'dns-server': servers }),
      ...(dnsDomain !== null && { domain: dnsDomain }),
      ...(options.length > 0 && { 'dhcp-option': options.map((option) => option.name).join(',') }),
      comment,
    }),
    row('/ip/dhcp-server', {
      name,
      interface: name,
      'address-pool': name,
      'lease-time': durationOf(leaseSeconds),
      disabled: 'false',
      comment,
    }),
  ];
};

export const recordsOf = ({ dnsRecords }: NetworkWish, comment: string): readonly Resource[] =>
  dnsRecords.flatMap(({ name, address: text }) => {
    const address = readAddress(text);
    if (address === undefined) return [];
    const type = address.family === 4 ? 'A' : 'AAAA';
    return [row('/ip/dns/static', { name, type, address: writeAddress(address), comment })];
  });
