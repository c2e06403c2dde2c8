import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from './backoff.ts';
import { Routes } from './routes.ts';
import { covers } from './subject.ts';

describe('the handler of a subject', () => {
  it('is the exact one before one with wildcards', () => {
    const routes = new Routes<string>();
    routes.add('cmd.ipam.>', 'all');
    routes.add('cmd.ipam.network.allocate', 'exact');
    expect(routes.find('cmd.ipam.network.allocate')).toBe('exact');
    expect(routes.find('cmd.ipam.network.release')).toBe('all');
    expect(routes.find('cmd.router.x')).toBeUndefined();
  });

  it.each([
    ['cmd.*.b', 'cmd.a.b', true],
    ['cmd.*.b', 'cmd.a.c', false],
    ['cmd.*', 'cmd.a.b', false],
    ['cmd.>', 'cmd.a.b', true],
    ['cmd.>', 'cmd', false],
    ['cmd.a.b', 'cmd.a', false],
    ['evt.>', 'evt.ipam.>', true],
    ['evt.*.b', 'evt.>', false],
    ['evt.ipam.*', 'evt.ipam.>', false],
  ])('%s covers %s: %s', (pattern, subjects, answer) => {
    expect(covers(pattern, subjects)).toBe(answer);
  });
});

describe('the pause before another attempt', () => {
  it('grows, stays below its cap, and is never the same for all', () => {
    const backoff = { baseMs: 500, capMs: 60_000 };
    expect([1, 2, 3, 20].map((attempt) => backoffMs(attempt, backoff, () => 1))).toEqual([
      500, 1_000, 2_000, 60_000,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), (attempt) => {
        const pause = backoffMs(attempt, backoff);
        expect(pause).toBeGreaterThanOrEqual(250);
        expect(pause).toBeLessThanOrEqual(60_000);
      }),
    );
    expect(backoffMs(3, backoff, () => 0)).toBe(1_000);
  });
});
