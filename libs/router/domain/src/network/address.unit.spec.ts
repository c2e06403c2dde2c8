import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as address from './address.ts';
import type { Address, Prefix } from './address.ts';

const ofFamily =
  (family: 4 | 6) =>
  (bits: bigint): Address => ({ family, bits });

/** Zeroes are what the short form is about. */
const sparse = fc
  .array(fc.constantFrom('0', '0', '1', 'ffff'), { minLength: 8, maxLength: 8 })
  .map((groups) => BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`));

const addresses = fc.oneof(
  fc.bigInt(0n, 2n ** 32n - 1n).map(ofFamily(4)),
  fc.bigInt(0n, 2n ** 128n - 1n).map(ofFamily(6)),
  sparse.map(ofFamily(6)),
);

const prefixes: fc.Arbitrary<Prefix> = addresses.chain((one) =>
  fc.integer({ min: 0, max: one.family === 4 ? 32 : 128 }).map((length) => ({ ...one, length })),
);

const parsed = (text: string): Prefix => {
  const prefix = address.readPrefix(text);
  if (prefix === undefined) throw new Error(`${text} is no prefix`);
  return prefix;
};

describe('an address', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(addresses, (one) => {
        expect(address.readAddress(address.writeAddress(one))).toEqual(one);
      }),
    );
  });

  it.each([
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['fe80::', 'fe80::'],
  ])('%s is spelled %s', (text, spelled) => {
    expect(address.writeAddress(parsed(`${text}/128`))).toBe(spelled);
  });

  it.each(['', '1.2.3', '1.2.3.256', '01.2.3.4', '1.2.3.4.5', '::1::', '1:2:3', 'g::', '1::2::3'])(
    'is not "%s"',
    (text) => {
      expect(address.readAddress(text)).toBeUndefined();
    },
  );
});

describe('a prefix', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(prefixes, (prefix) => {
        expect(parsed(address.writePrefix(prefix))).toEqual(prefix);
      }),
    );
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/08', '10.0.0.0/8/9', '10.0.0.0/'])(
    'is not %s',
    (text) => {
      expect(address.readPrefix(text)).toBeUndefined();
    },
  );

  it('contains its first and its last address, and is a network from the first', () => {
    fc.assert(
      fc.property(prefixes, (prefix) => {
        const [first, last] = [address.firstOf(prefix), address.lastOf(prefix)];
        expect(address.contains(prefix, first) && address.contains(prefix, last)).toBe(true);
        expect(address.isNetwork({ ...prefix, bits: first.bits })).toBe(true);
      }),
    );
  });

  it('overlaps what shares an address with it, and nothing else', () => {
    fc.assert(
      fc.property(prefixes, prefixes, (one, other) => {
        const shared =
          one.family === other.family &&
          address.firstOf(one).bits <= address.lastOf(other).bits &&
          address.firstOf(other).bits <= address.lastOf(one).bits;
        expect(address.overlaps(one, other)).toBe(shared);
        expect(address.overlaps(other, one)).toBe(shared);
      }),
    );
  });

  it.each([
    ['172.16.150.0/24', '172.16.0.0/16', true],
    ['172.16.0.0/16', '172.16.0.0/16', true],
    ['172.16.0.0/15', '172.16.0.0/16', false],
    ['172.20.0.0/24', '172.16.0.0/16', false],
  ])('%s lies within %s: %s', (inner, outer, is) => {
    expect(address.isWithin(parsed(inner), parsed(outer))).toBe(is);
  });

  it('of one host of IPv4 stands in a list without its length', () => {
    expect(address.writeEntry(parsed('192.0.2.7/32'))).toBe('192.0.2.7');
    expect(address.writeEntry(parsed('2001:db8::7/128'))).toBe('2001:db8::7/128');
  });
});
