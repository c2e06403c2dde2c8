import { describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { Rounds } from './rounds.ts';

const failed = (error: unknown): void => {
  throw error;
};

/** Time enough for another round, if one were to begin. */
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('rounds', () => {
  it('come again and again, the first after a while', async () => {
    let count = 0;
    const rounds = new Rounds({ everyMs: 1, round: () => Promise.resolve(count++), failed });
    rounds.start();
    expect(count).toBe(0);
    await until(() => count >= 3);
    await rounds.stop();
  });

  it('go on after one that fails, and it is told why', async () => {
    const told: unknown[] = [];
    const trouble = new Error('away');
    const rounds = new Rounds({
      everyMs: 1,
      round: () => Promise.reject(trouble),
      failed: (error) => told.push(error),
    });
    rounds.start();
    await until(() => told.length >= 2);
    await rounds.stop();
    expect(new Set(told)).toEqual(new Set([trouble]));
  });

  it('never overlap, however often they are started', async () => {
    let [underWay, most, count] = [0, 0, 0];
    const rounds = new Rounds({
      everyMs: 1,
      round: async () => {
        most = Math.max(most, (underWay += 1));
        await turns(50);
        underWay -= 1;
        count += 1;
      },
      failed,
    });
    rounds.start();
    rounds.start();
    await until(() => count >= 3);
    await rounds.stop();
    expect(most).toBe(1);
  });

  it('are over only when the one that is under way is, and it hears of the end', async () => {
    const said: string[] = [];
    const rounds = new Rounds({
      everyMs: 1,
      round: async (signal) => {
        said.push('begun');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await turns(1);
        said.push('ended');
      },
      failed,
    });
    rounds.start();
    await until(() => said.length > 0);
    await rounds.stop();
    expect(said).toEqual(['begun', 'ended']);
  });

  it('do not begin when they were stopped before', async () => {
    let count = 0;
    const rounds = new Rounds({
      everyMs: 60_000,
      round: () => Promise.resolve((count += 1)),
      failed,
    });
    rounds.start();
    await rounds.stop();
    expect(count).toBe(0);
  });
});
