import { describe, expect, it } from '@jest/globals';
import { remedyFor } from './stall.ts';

const stuck = {
  num_pending: 3,
  num_ack_pending: 0,
  num_waiting: 1,
  created: '2026-11-20T10:00:00Z',
  delivered: { consumer_seq: 9, stream_seq: 9, last_active: 0 },
};

describe('a consumer that delivers nothing', () => {
  it('is asked again first, and made anew only when that changed nothing', () => {
    const first = remedyFor(stuck, undefined);
    expect(first.remedy).toBe('pull-again');
    expect(remedyFor(stuck, first.stall).remedy).toBe('recreate');
  });

  it.each([
    ['nothing waits for it', { num_pending: 0 }],
    ['its messages are with handlers', { num_ack_pending: 1 }],
    ['nobody asks it', { num_waiting: 0 }],
  ])('is left alone when %s', (_, healthy) => {
    const before = remedyFor(stuck, undefined).stall;
    expect(remedyFor({ ...stuck, ...healthy }, before)).toEqual({
      remedy: 'none',
      stall: undefined,
    });
  });

  it('starts over when it delivered something, or was made anew, in between', () => {
    const before = remedyFor(stuck, undefined).stall;
    const moved = { ...stuck, delivered: { ...stuck.delivered, stream_seq: 10 } };
    expect(remedyFor(moved, before).remedy).toBe('pull-again');
    const renewed = { ...stuck, created: '2026-11-20T11:00:00Z' };
    expect(remedyFor(renewed, before).remedy).toBe('pull-again');
  });
});
