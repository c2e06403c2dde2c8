import { describe, expect, it } from '@jest/globals';
import { trendOf } from './memory.ts';
import type { Order } from './orders.ts';
import { verdictOf } from './verdict.ts';

const order = (ms: number): Order => ({ kind: 'provision by http', ms });
const flat = new Map([['ipam', trendOf([100, 100, 100, 100])]]);

describe('the verdict of a soak', () => {
  it('is good when no order failed and memory is flat', () => {
    const { isGood, lines } = verdictOf([order(10), order(20)], 0, flat, 10);
    expect(isGood).toBe(true);
    expect(lines.join('\n')).toContain('p50 10 ms   p99 20 ms');
  });

  it('is not when an order failed, when a process grows, or when nothing was done', () => {
    const failed = { ...order(10), failed: '500 out of luck' };
    const bad = verdictOf([order(10), failed], 0, flat, 10);
    expect(bad.isGood).toBe(false);
    expect(bad.lines.join('\n')).toContain('out of luck');
    const grows = new Map([['ipam', trendOf([100, 100, 150, 200])]]);
    expect(verdictOf([order(10)], 0, grows, 10)).toMatchObject({ isGood: false });
    expect(verdictOf([], 0, flat, 10).isGood).toBe(false);
  });

  it('says nothing of memory after a minute, when every process is still getting warm', () => {
    const grows = new Map([['ipam', trendOf([100, 100, 150, 200])]]);
    expect(verdictOf([order(10)], 0, grows, 1)).toMatchObject({ isGood: true });
  });
});
