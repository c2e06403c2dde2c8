import { describe, expect, it } from '@jest/globals';
import { residentMiB, trendOf } from './memory.ts';

const over = (minutes: number, at: (minute: number) => number) =>
  Array.from({ length: minutes * 6 }, (_, n) => at(n / 6));

describe('memory', () => {
  it('that grows while a process gets warm is flat', () => {
    expect(trendOf(over(10, (minute) => Math.min(180, 100 + 60 * minute))).isFlat).toBe(true);
  });

  it('that goes up and down with the collector of garbage is flat', () => {
    expect(trendOf(over(10, (minute) => 150 + 20 * Math.sin(7 * minute))).isFlat).toBe(true);
  });

  it('that grows all the time is not', () => {
    expect(trendOf(over(10, (minute) => 150 + 8 * minute)).isFlat).toBe(false);
  });

  it('is read of a process that is there', async () => {
    expect(await residentMiB(process.pid)).toBeGreaterThan(10);
    expect(await residentMiB(0)).toBeUndefined();
  });
});
