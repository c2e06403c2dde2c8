import { describe, expect, it } from '@jest/globals';
import { assault } from './hostile-router.ts';

describe('the driver before a router that says anything', () => {
  it('settles every command, with an answer or an error of the port', async () => {
    let answered = 0;
    let failed = 0;
    for (let round = 0; round < 20; round++) {
      const seeds = Array.from({ length: 150 }, (_, index) => round * 150 + index);
      for (const outcome of await Promise.all(seeds.map((seed) => assault(seed)))) {
        expect(outcome.answered + outcome.failed).toBe(3);
        answered += outcome.answered;
        failed += outcome.failed;
      }
    }
    // Otherwise the speeches would all be one and the same noise.
    expect(answered).toBeGreaterThan(500);
    expect(failed).toBeGreaterThan(2_000);
  });
});
