import { describe, expect, it } from '@jest/globals';
import {
  cidrAt,
  cidrOf,
  dhcpRangeOf,
  formatAddress,
  formatRange,
  gatewayOf,
  lastOf,
  unusableIn,
} from '@ferrule/ipam-domain';
import fc from 'fast-check';

const rangeOf = (prefix: string) => {
  const range = dhcpRangeOf(cidrOf(prefix));
  return range && formatRange(4, range);
};

describe('the template of a network', () => {
  it.each([
    ['172.16.150.0/24', '172.16.150.1', '172.16.150.100-172.16.150.200'],
    ['172.16.0.0/16', '172.16.0.1', '172.16.0.100-172.16.0.200'],
    ['10.0.0.128/25', '10.0.0.129', '10.0.0.192-10.0.0.253'],
    ['10.0.0.16/28', '10.0.0.17', '10.0.0.24-10.0.0.29'],
    ['10.0.0.8/29', '10.0.0.9', '10.0.0.12-10.0.0.13'],
    ['10.0.0.4/30', '10.0.0.5', '10.0.0.6-10.0.0.6'],
    ['10.0.0.6/31', '10.0.0.6', null],
    ['2001:db8::/64', '2001:db8::1', null],
    ['2001:db8::2/127', '2001:db8::2', null],
  ])('%s has gateway %s and hands out %s', (subnet, gateway, range) => {
    expect(gatewayOf(cidrOf(subnet))).toBe(gateway);
    expect(rangeOf(subnet)).toBe(range);
  });

  it('never hands out its gateway, its first or its last address', () => {
    const networks = fc
      .record({ length: fc.integer({ min: 16, max: 30 }), address: fc.nat(2 ** 32 - 1) })
      .map(({ length, address }) => cidrAt(4, BigInt(address), length));
    fc.assert(
      fc.property(networks, (cidr) => {
        const range = dhcpRangeOf(cidr);
        const [first, last] = [range?.first ?? 0n, range?.last ?? 0n];
        expect(first > cidr.base + 1n && first <= last && last < lastOf(cidr)).toBe(true);
        expect(gatewayOf(cidr)).toBe(formatAddress(4, cidr.base + 1n));
      }),
    );
  });

  it('knows what no host may have', () => {
    const unusable = (prefix: string) =>
      unusableIn(cidrOf(prefix)).map(({ family, value }) => formatAddress(family, value));
    expect(unusable('10.0.0.0/24')).toEqual(['10.0.0.0', '10.0.0.255']);
    expect(unusable('10.0.0.0/31')).toEqual([]);
    expect(unusable('2001:db8::/64')).toEqual(['2001:db8::']);
  });
});
