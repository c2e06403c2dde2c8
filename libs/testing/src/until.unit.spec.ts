import { describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';

describe('until', () => {
  it('resolves with the first answer that is not falsy', async () => {
    const answers = [undefined, 0, '', 'ready', 'later'];
    await expect(until(() => answers.shift(), { every: 1 })).resolves.toBe('ready');
    expect(answers).toEqual(['later']);
  });

  it('waits for a promise, and takes a throw as "not yet"', async () => {
    let looks = 0;
    const condition = async (): Promise<number> => {
      looks++;
      if (looks < 3) throw new Error('not up');
      return looks;
    };
    await expect(until(condition, { every: 1 })).resolves.toBe(3);
  });

  it('says at the end what it waited for and what it saw last', async () => {
    const wait = { timeout: 20, every: 5, message: 'the job to end' };
    await expect(until(() => null, wait)).rejects.toThrow(
      'waited 20 ms for the job to end; last seen: null',
    );
  });

  it('keeps the last error as the cause', async () => {
    const refusal = new TypeError('refused');
    const waiting = until(() => Promise.reject(refusal), { timeout: 20, every: 5 });
    await expect(waiting).rejects.toThrow('last seen: TypeError: refused');
    await expect(waiting).rejects.toHaveProperty('cause', refusal);
  });

  it('ends in time when the condition never answers', async () => {
    const never = new Promise<never>(() => undefined);
    await expect(until(() => never, { timeout: 30 })).rejects.toThrow('an answer that never came');
  });
});
