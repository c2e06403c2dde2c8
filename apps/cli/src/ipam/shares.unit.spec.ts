import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { charactersOf, SHARES } from './shares.ts';

const amounts = (allocated: bigint, reserved: bigint, quarantined: bigint, free: bigint) => ({
  allocated: String(allocated),
  reserved: String(reserved),
  quarantined: String(quarantined),
  free: String(free),
});
const any = fc.bigInt({ min: 0n, max: 1n << 100n });

it('a bar has the width that it was given, and shows whatever is there', () => {
  fc.assert(
    fc.property(any, any, any, any, fc.integer({ min: 4, max: 80 }), (a, r, q, f, width) => {
      const given = amounts(a, r, q, f);
      const drawn = charactersOf(given, width);
      expect(SHARES.reduce((sum, share) => sum + drawn[share], 0)).toBe(width);
      if (a + r + q + f > 0n)
        for (const share of SHARES) expect(drawn[share] > 0).toBe(given[share] !== '0');
    }),
  );
});

it('a bar is true to what it shows', () => {
  expect(charactersOf(amounts(50n, 25n, 0n, 25n), 20)).toEqual({
    ...{ allocated: 10, reserved: 5, quarantined: 0, free: 5 },
  });
});
