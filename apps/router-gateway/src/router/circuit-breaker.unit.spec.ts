import { describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { CircuitBreaker } from './circuit-breaker.ts';

const breaker = (answersAfter: number) => {
  const changes: boolean[] = [];
  const looks: number[] = [];
  const one = new CircuitBreaker({
    look: async () => {
      looks.push(performance.now());
      if (looks.length <= answersAfter) throw new Error('nobody there');
    },
    changed: (open) => changes.push(open),
    firstPauseMs: 10,
    longestPauseMs: 40,
  });
  return { one, changes, looks };
};
const never = new AbortController().signal;

describe('a circuit breaker', () => {
  it('looks at once, and lets everybody go on when the router answers', async () => {
    const { one, changes, looks } = breaker(0);
    one.trip();
    expect(one.isOpen).toBe(true);
    await one.whenClosed(never);
    expect({ changes, looks: looks.length }).toEqual({ changes: [true, false], looks: 1 });
  });

  it('looks less and less often while nobody answers', async () => {
    const { one, looks } = breaker(6);
    one.trip();
    await one.whenClosed(never);
    const pauses = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
    expect(looks).toHaveLength(7);
    // Half of each pause is left to chance: at least 5 ms at first, 20 at last.
    expect(Math.min(...pauses.slice(-2))).toBeGreaterThanOrEqual(19);
  });

  it('is one breaker, whoever trips it how often', async () => {
    const { one, changes, looks } = breaker(1);
    for (let time = 0; time < 5; time += 1) one.trip();
    await one.whenClosed(never);
    expect({ changes, looks: looks.length }).toEqual({ changes: [true, false], looks: 2 });
  });

  it('lets go whoever cannot wait any longer', async () => {
    const { one, looks } = breaker(Infinity);
    one.trip();
    const waiting = new AbortController();
    const waited = one.whenClosed(waiting.signal);
    waiting.abort(new Error('too late'));
    await expect(waited).rejects.toThrow('too late');
    one.stop();
    const before = looks.length;
    await until(() => looks.length <= before + 1);
  });
});
