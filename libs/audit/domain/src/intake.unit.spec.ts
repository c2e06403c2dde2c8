import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Intake } from './intake.ts';

const fresh = (most?: number) => new Intake<string>(new Map(), most);

describe('the intake of the ledger', () => {
  it('hands each event on once and in order, whatever comes twice or too early', () => {
    const order = fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(order, fc.array(fc.integer({ min: 1, max: 8 })), (first, again) => {
        const intake = fresh();
        const taken: string[] = [];
        for (const n of [...again, ...first, ...again]) {
          intake.offer('ipam', n, `ipam#${n}`);
          taken.push(...intake.take(3));
        }
        taken.push(...intake.take(100));
        expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `ipam#${n}`));
        expect(intake.gaps()).toEqual([]);
      }),
    );
  });

  it('names what is missing, of each source by itself', () => {
    const intake = new Intake<string>(new Map([['ipam', 10]]));
    for (const n of [14, 15, 17]) intake.offer('ipam', n, '');
    intake.offer('inventory', 1, 'i');
    expect(intake.take(10)).toEqual(['i']);
    expect(intake.gaps()).toEqual([{ source: 'ipam', first: 11, last: 13 }]);
    for (const n of [11, 12, 13]) intake.offer('ipam', n, '');
    expect(intake.take(10)).toHaveLength(5);
    expect(intake.gaps()).toEqual([{ source: 'ipam', first: 16, last: 16 }]);
    expect(intake.whole('ipam')).toBe(15);
  });

  it('keeps only so much of what came too early, and remembers that there is more', () => {
    const intake = fresh(2);
    expect([2, 3, 4].map((n) => intake.offer('ipam', n, `${n}`))).toEqual([
      'held',
      'held',
      'passed',
    ]);
    expect(intake.offer('ipam', 1, '1')).toBe('held');
    expect(intake.take(10)).toEqual(['1', '2', '3']);
    expect(intake.gaps()).toEqual([{ source: 'ipam', first: 4, last: 4 }]);
    expect(intake.offer('ipam', 2, '2')).toBe('known');
  });

  it('keeps all of what comes in order, however much comes before any of it is taken', () => {
    const intake = fresh(2);
    for (let n = 1; n <= 50; n += 1) expect(intake.offer('ipam', n, `${n}`)).toBe('held');
    expect(intake.gaps()).toEqual([]);
    expect(intake.take(20)).toHaveLength(20);
    expect(intake.offer('ipam', 52, '52')).toBe('held');
    expect(intake.gaps()).toEqual([{ source: 'ipam', first: 51, last: 51 }]);
    expect(intake.offer('ipam', 51, '51')).toBe('held');
    expect(intake.take(100)).toHaveLength(32);
    expect([intake.offer('ipam', 54, ''), intake.offer('ipam', 55, '')]).toEqual(['held', 'held']);
    expect(intake.offer('ipam', 56, '')).toBe('passed');
  });

  it('misses what it has only heard of', () => {
    const intake = fresh();
    intake.expect('ipam', 2);
    expect(intake.gaps()).toEqual([{ source: 'ipam', first: 1, last: 2 }]);
    intake.expect('ipam', 1);
    expect(intake.gaps()).toEqual([{ source: 'ipam', first: 1, last: 2 }]);
  });
});
