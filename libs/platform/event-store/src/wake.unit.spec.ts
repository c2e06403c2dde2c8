import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { Wake } from './wake.ts';

const never = (): AbortSignal => new AbortController().signal;

describe('a wait', () => {
  it('ends when there is something to do', async () => {
    const wake = new Wake();
    const waited = wake.wait(60_000, never());
    wake.now();
    expect(await waited).toBe(true);
  });

  it('does not begin when something came before it, once', async () => {
    const wake = new Wake();
    wake.now();
    wake.now();
    expect(await wake.wait(60_000, never())).toBe(true);
    expect(await wake.wait(1, never())).toBe(false);
  });

  it('ends by itself when nothing comes, and leaves nothing behind', async () => {
    const signal = never();
    expect(await new Wake().wait(1, signal)).toBe(false);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('ends with whatever it belongs to, and does not begin after it', async () => {
    const over = new AbortController();
    const wake = new Wake();
    const waited = wake.wait(60_000, over.signal);
    over.abort();
    expect(await waited).toBe(false);
    expect(await wake.wait(60_000, over.signal)).toBe(false);
  });
});
