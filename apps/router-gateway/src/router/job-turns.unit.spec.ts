import { describe, expect, it } from '@jest/globals';
import { JobTurns } from './job-turns.ts';

/** Work that is begun in turn and ends when it is told to. */
const watched = (turns: JobTurns) => {
  const begun: string[] = [];
  const take = (job: string, name: string) => {
    const end = Promise.withResolvers<string>();
    const taken = turns.take(job, () => {
      begun.push(name);
      return end.promise;
    });
    return { taken, end: () => end.resolve(name), fail: () => end.reject(new Error(name)) };
  };
  return { begun, take };
};
const settle = () => new Promise(setImmediate);

describe('the turns of jobs at a router', () => {
  it('come one after the other within a job, in the order of their arrival', async () => {
    const { begun, take } = watched(new JobTurns(10));
    const [first, second, third] = [take('a', '1'), take('a', '2'), take('a', '3')];
    await settle();
    expect(begun).toEqual(['1']);
    first.end();
    await first.taken;
    await settle();
    expect(begun).toEqual(['1', '2']);
    second.end();
    third.end();
    expect(await third.taken).toBe('3');
  });

  it('come side by side for different jobs, but never more than so many at once', async () => {
    const { begun, take } = watched(new JobTurns(2));
    const all = ['a', 'b', 'c', 'd'].map((job) => take(job, job));
    await settle();
    expect(begun).toEqual(['a', 'b']);
    all[1]?.end();
    await all[1]?.taken;
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const one of all) one.end();
    await Promise.all(all.map(({ taken }) => taken));
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('go on after a failure, which is nobody else’s', async () => {
    const { take } = watched(new JobTurns(1));
    const [first, second] = [take('a', '1'), take('a', '2')];
    first.fail();
    await expect(first.taken).rejects.toThrow('1');
    second.end();
    expect(await second.taken).toBe('2');
  });
});
