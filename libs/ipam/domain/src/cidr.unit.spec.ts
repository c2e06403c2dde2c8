import { describe, expect, it } from '@jest/globals';
import {
  type Cidr,
  dhcpRangeOf,
  formatAddress,
  formatCidr,
  gatewayOf,
  overlaps,
  parseCidr,
  sizeOf,
} from '@ferrule/ipam-domain';
import fc from 'fast-check';

const cidrs = (shortest = 0, longest = 32): fc.Arbitrary<Cidr> =>
  fc
    .record({ length: fc.integer({ min: shortest, max: longest }), address: fc.nat(2 ** 32 - 1) })
    .map(({ length, address }) => ({
      length,
      base: address - (address % 2 ** (32 - length)),
    }));

const parsed = (text: string): Cidr => {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new Error(`${text} is no prefix`);
  return cidr;
};

describe('a prefix', () => {
  it('is read back as it was written', () => {
    fc.assert(fc.property(cidrs(), (cidr) => expect(parseCidr(formatCidr(cidr))).toEqual(cidr)));
  });

  it.each([
    '172.16.0.1/24',
    '172.16.0.0/33',
    '172.16.0.0',
    '172.16.0/24',
    '256.0.0.0/8',
    '01.2.3.4/32',
    '1.2.3.4/+8',
    '1.2.3.4/8/9',
    '::/0',
    '',
  ])('is not %s', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  it('overlaps what shares an address with it, and nothing else', () => {
    fc.assert(
      fc.property(cidrs(20), cidrs(20), (a, b) => {
        const shared = a.base <= b.base ? b.base < a.base + sizeOf(a) : a.base < b.base + sizeOf(b);
        expect(overlaps(a, b)).toBe(shared);
        expect(overlaps(b, a)).toBe(shared);
      }),
    );
  });
});

describe('a network', () => {
  it.each([
    ['172.16.150.0/24', '172.16.150.1', '172.16.150.100-172.16.150.200'],
    ['172.16.0.0/16', '172.16.0.1', '172.16.0.100-172.16.0.200'],
    ['10.0.0.128/25', '10.0.0.129', '10.0.0.192-10.0.0.253'],
    ['10.0.0.16/28', '10.0.0.17', '10.0.0.24-10.0.0.29'],
    ['10.0.0.8/29', '10.0.0.9', '10.0.0.12-10.0.0.13'],
    ['10.0.0.4/30', '10.0.0.5', '10.0.0.6-10.0.0.6'],
  ])('%s has gateway %s and hands out %s', (subnet, gateway, range) => {
    expect(gatewayOf(parsed(subnet))).toBe(gateway);
    expect(dhcpRangeOf(parsed(subnet))).toBe(range);
  });

  it('never hands out its gateway, its first or its last address', () => {
    fc.assert(
      fc.property(cidrs(16, 30), (cidr) => {
        const [first = '', last = ''] = dhcpRangeOf(cidr).split('-');
        const numbers = [first, last].map((address) => parsed(`${address}/32`).base - cidr.base);
        const [low = 0, high = 0] = numbers;
        expect(low).toBeGreaterThan(1);
        expect(high).toBeGreaterThanOrEqual(low);
        expect(high).toBeLessThan(sizeOf(cidr) - 1);
        expect(gatewayOf(cidr)).toBe(formatAddress(cidr.base + 1));
      }),
    );
  });
});
