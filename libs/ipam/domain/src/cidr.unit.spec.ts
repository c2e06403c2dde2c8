import { describe, expect, it } from '@jest/globals';
import {
  bitsOf,
  buddyOf,
  type Cidr,
  cidrAt,
  cidrOf,
  cidrsBetween,
  contains,
  formatAddress,
  formatCidr,
  lastOf,
  overlaps,
  parseAddress,
  parseCidr,
  readCidr,
  sizeOf,
} from '@ferrule/ipam-domain';
import fc from 'fast-check';

const families = fc.constantFrom(4 as const, 6 as const);

/** Prefixes of one family; long ones, so that two of them may well overlap. */
const cidrs = (family: 4 | 6, shortest = 0): fc.Arbitrary<Cidr> =>
  fc
    .record({
      length: fc.integer({ min: shortest, max: bitsOf(family) }),
      address: fc.bigInt({ min: 0n, max: 2n ** BigInt(bitsOf(family) - shortest) - 1n }),
    })
    .map(({ length, address }) => cidrAt(family, address, length));

describe('an address', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(families, fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (family, any) => {
        const value = any % 2n ** BigInt(bitsOf(family));
        expect(parseAddress(formatAddress(family, value))).toEqual({ family, value });
      }),
    );
  });

  it.each([
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:0:0:0:0', '2001:db8:0:1::'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['10::10', '10::10'],
  ])('%s is written as %s', (text, canonical) => {
    const { family, value } = parseAddress(text) ?? { family: 4, value: 0n };
    expect(formatAddress(family, value)).toBe(canonical);
  });

  it.each([
    ...['1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', ':1', '1:', '::g', '12345::', ':::'],
    ...['1:2:3:4:5:6:7::8', '::1.2.3', '1.2.3.4::', '01.2.3.4', '1.2.3.256', '1.2.3', ''],
  ])('is not %s', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('a prefix', () => {
  it('is read back as it was written', () => {
    const any = families.chain((family) => cidrs(family));
    fc.assert(fc.property(any, (cidr) => expect(parseCidr(formatCidr(cidr))).toEqual(cidr)));
  });

  it.each([
    ['172.16.0.1/24', 'has host bits set; the prefix is 172.16.0.0/24'],
    ['2001:db8::1/64', 'has host bits set; the prefix is 2001:db8::/64'],
    ['172.16.0.0/33', '/33 is no length of an IPv4 prefix: 0 to 32'],
    ['2001:db8::/129', '/129 is no length of an IPv6 prefix: 0 to 128'],
    ['172.16.0.0', 'has no length; one address is 172.16.0.0/32'],
    ['1.2.3.4/-8', 'is no length'],
    ['1.2.3.4/+8', 'is no length'],
    ['1.2.3.4/8/9', 'is no prefix'],
    ['172.16.0/24', 'is no prefix'],
    ['', 'is no prefix'],
  ])('is not %s, and why is said: %s', (text, why) => {
    expect(readCidr(text).fault).toContain(why);
  });

  it('overlaps what shares an address with it, and nothing else', () => {
    const pair = families.chain((family) => {
      const near = cidrs(family, bitsOf(family) - 8);
      return fc.tuple(near, near);
    });
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const shared = a.base <= lastOf(b) && b.base <= lastOf(a);
        expect(overlaps(a, b)).toBe(shared);
        expect(overlaps(b, a)).toBe(shared);
        expect(overlaps(a, { ...b, family: b.family === 4 ? 6 : 4 })).toBe(false);
      }),
    );
  });

  it('and its other half are the whole', () => {
    fc.assert(
      fc.property(cidrs(4, 1), (half) => {
        const other = buddyOf(half);
        const whole = cidrAt(4, half.base, half.length - 1);
        expect([overlaps(half, other), contains(whole, half), contains(whole, other)]).toEqual([
          false,
          true,
          true,
        ]);
        expect(sizeOf(half) + sizeOf(other)).toBe(sizeOf(whole));
      }),
    );
  });
});

describe('a range of addresses', () => {
  it('is the fewest prefixes, side by side', () => {
    const texts = (first: string, last: string) =>
      cidrsBetween(4, cidrOf(`${first}/32`).base, cidrOf(`${last}/32`).base).map(formatCidr);
    expect(texts('10.0.0.0', '10.0.0.255')).toEqual(['10.0.0.0/24']);
    expect(texts('10.0.0.100', '10.0.0.200')).toEqual([
      ...['10.0.0.100/30', '10.0.0.104/29', '10.0.0.112/28', '10.0.0.128/26', '10.0.0.192/29'],
      '10.0.0.200/32',
    ]);
    expect(texts('0.0.0.0', '255.255.255.255')).toEqual(['0.0.0.0/0']);
  });

  it('has no gap and no overlap', () => {
    const ends = fc
      .tuple(fc.nat(70_000), fc.nat(70_000))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(ends, ([first, last]) => {
        let next = BigInt(first);
        for (const cidr of cidrsBetween(4, BigInt(first), BigInt(last))) {
          expect(cidr.base).toBe(next);
          expect(parseCidr(formatCidr(cidr))).toEqual(cidr);
          next = lastOf(cidr) + 1n;
        }
        expect(next).toBe(BigInt(last) + 1n);
      }),
    );
  });
});
