import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Refusal, RefusalFold } from './refusal-fold.ts';

const refusal = (more: Partial<Refusal> = {}): Refusal => ({
  reason: 'KEY_UNKNOWN',
  status: 401,
  actor: null,
  keyId: null,
  source: '192.0.2.7',
  method: 'GET',
  route: '/api/v1/jobs',
  ...more,
});
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds));

let fold: RefusalFold;
beforeEach(() => {
  fold = new RefusalFold();
});

describe('refusals', () => {
  it('of one kind from one place are one, with how many and from when to when', () => {
    expect(fold.add(refusal(), at(0))).toBe(true);
    expect(fold.add(refusal({ route: '/api/v1/networks' }), at(5))).toBe(false);
    expect(fold.add(refusal({ method: 'POST' }), at(9))).toBe(false);
    expect(fold.take()).toEqual([
      {
        ...refusal(),
        times: 3,
        from: '2026-11-20T12:00:00.000Z',
        to: '2026-11-20T12:00:09.000Z',
      },
    ]);
    expect(fold.take()).toEqual([]);
  });

  it.each([
    ['another place', { source: '192.0.2.8' }],
    ['another reason', { reason: 'KEY_WRONG' as const }],
    ['another key', { keyId: 'a' }],
    ['another caller', { actor: 'key:shop' }],
  ])('of %s are told apart', (_, more) => {
    fold.add(refusal(), at(0));
    fold.add(refusal(more), at(0));
    expect(fold.take()).toHaveLength(2);
  });

  it('of a flood from everywhere are few, and none is lost', () => {
    for (let n = 0; n < 5_000; n += 1) fold.add(refusal({ source: `host-${n}` }), at(0));
    const taken = fold.take();
    expect(taken).toHaveLength(501);
    expect(taken.reduce((sum, { times }) => sum + times, 0)).toBe(5_000);
    expect(taken.at(-1)).toMatchObject({ source: '*', times: 4_500 });
  });

  it('that could not be written are counted on', () => {
    fold.add(refusal(), at(0));
    const taken = fold.take();
    fold.add(refusal(), at(5));
    fold.putBack(taken);
    expect(fold.take()).toMatchObject([{ times: 2, from: '2026-11-20T12:00:00.000Z' }]);
  });
});
