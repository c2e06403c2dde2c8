import { it } from '@jest/globals';
import { deciderSpec } from '@ferrule/testing';

const given = deciderSpec({ initial: 0, decide: () => [], evolve: (state: number) => state });

it('passes by itself', () => {
  given().when({ type: 'CountUp', data: {} });
});
