import { describe, expect, it } from '@jest/globals';
import { nextAttempt, retryAfterMs } from './retry.ts';

const now = 1_700_000_000_000;
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const after = (attempt: number, dice = 0.5, asked: number | null = null) => {
  const next = nextAttempt({ attempt, now, dice, retryAfterMs: asked });
  return next === undefined ? undefined : next - now;
};

describe('a delivery that failed', () => {
  it('is tried again soon, then ever more rarely, and not for ever', () => {
    const waits = Array.from({ length: 12 }, (_, place) => after(place + 1) ?? 0);
    expect(waits[0]).toBe(5 * SECOND);
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    const all = waits.reduce((sum, wait) => sum + wait, 0);
    expect(all).toBeGreaterThan(24 * HOUR);
    expect(all).toBeLessThan(72 * HOUR);
    expect(after(13)).toBeUndefined();
  });

  it('does not come back with all those that failed beside it', () => {
    expect(after(1, 0)).toBe(4 * SECOND);
    expect(after(1, 1)).toBe(6 * SECOND);
  });

  it('waits as long as the receiver asks, but not longer than a day', () => {
    expect(after(1, 0.5, 90 * SECOND)).toBe(90 * SECOND);
    expect(after(1, 0.5, 1)).toBe(5 * SECOND);
    expect(after(1, 0.5, 400 * HOUR)).toBe(24 * HOUR);
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120 * SECOND],
    [' 0 ', 0],
    [new Date(now + HOUR).toUTCString(), HOUR],
    [new Date(now - HOUR).toUTCString(), 0],
    ['soon', null],
    ['-5', null],
    ['', null],
    [undefined, null],
  ])('of %j', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
