import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { longestRising } from './stay.ts';

const longest = (numbers: readonly number[]): number => {
  let best = 0;
  for (let choice = 0; choice < 2 ** numbers.length; choice += 1) {
    const chosen = numbers.filter((_, at) => (choice >> at) % 2 === 1);
    if (chosen.every((number, at) => at === 0 || (chosen[at - 1] ?? 0) < number))
      best = Math.max(best, chosen.length);
  }
  return best;
};

describe('rows that stay where they are', () => {
  it('rise, and are as many as there can be', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(20), { maxLength: 8 }), (numbers) => {
        const staying = numbers.filter((_, at) => longestRising(numbers).has(at));
        expect(staying).toEqual([...staying].sort((left, right) => left - right));
        expect(staying).toHaveLength(longest(numbers));
      }),
    );
  });
});
