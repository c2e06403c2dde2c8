import { beforeEach, describe, expect, it } from '@jest/globals';
import { TokenBuckets } from './token-buckets.ts';

let now: number;
let buckets: TokenBuckets;

beforeEach(() => {
  now = 0;
  buckets = new TokenBuckets({ perSecond: 2, burst: 3 }, () => now);
});

describe('a bucket', () => {
  it('gives so many at once, and says how long to wait for the next', () => {
    expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([
      { isAllowed: true, left: 2, waitSeconds: 0 },
      { isAllowed: true, left: 1, waitSeconds: 0 },
      { isAllowed: true, left: 0, waitSeconds: 1 },
      { isAllowed: false, left: 0, waitSeconds: 1 },
    ]);
  });

  it('fills while nobody takes, and never more than it holds', () => {
    for (let n = 0; n < 4; n += 1) buckets.take('a');
    now = 499;
    expect(buckets.take('a').isAllowed).toBe(false);
    now = 500;
    expect(buckets.take('a').isAllowed).toBe(true);
    now = 3_600_000;
    expect(buckets.take('a').left).toBe(2);
  });

  it('belongs to one taker, and looking takes nothing', () => {
    for (let n = 0; n < 4; n += 1) buckets.take('a');
    expect(buckets.look('a').isAllowed).toBe(false);
    expect(buckets.look('b')).toEqual({ isAllowed: true, left: 3, waitSeconds: 0 });
    expect(buckets.take('b').left).toBe(2);
  });

  it('takes no more room however many come', () => {
    buckets.take('first');
    buckets.take('first');
    buckets.take('first');
    for (let n = 0; n < 10_000; n += 1) buckets.take(String(n));
    expect(buckets.look('first').left).toBe(3);
  });
});
