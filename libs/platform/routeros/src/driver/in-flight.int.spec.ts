import { describe, expect, it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';
import type { Asked } from '../fake/fake-router.ts';
import { outcome, print, silence, specGround } from '../fake/ground.ts';

leakGuard();
const { both, driverFor } = specGround();

describe('what is in flight', () => {
  it('stays within its bound, and everything is answered', async () => {
    const waiting: Asked[] = [];
    let most = 0;
    const { driver } = await both(
      (asked) => {
        most = Math.max(most, waiting.push(asked));
        setImmediate(() => waiting.splice(waiting.indexOf(asked), 1)[0]?.reply('!done'));
      },
      { inFlight: 7 },
    );
    await Promise.all(Array.from({ length: 500 }, () => driver.send(print)));
    expect(most).toBe(7);
  });

  it('goes out in as few packets as the turns in which it is asked for', async () => {
    const chunks: number[] = [];
    const { driver } = await both(({ socket, reply }) => {
      if (socket.listenerCount('data') === 1)
        socket.on('data', ({ length }) => chunks.push(length));
      reply('!done');
    });
    await driver.send(print);
    await Promise.all(Array.from({ length: 90 }, () => driver.send(print)));
    expect(chunks.length).toBeLessThan(10);
  });

  it('cannot be nothing, which would let every command wait for ever', () => {
    for (const inFlight of [0, -1, NaN])
      expect(() => driverFor(8728, { inFlight })).toThrow('inFlight must be 1 or more');
  });

  it('may be taken back by one signal, however much it is', async () => {
    const warnings: string[] = [];
    const warn = ({ message }: Error) => warnings.push(message);
    process.on('warning', warn);
    const { driver } = await both(silence);
    const stop = new AbortController();
    const answers = Array.from({ length: 500 }, () =>
      outcome(driver.send(print, { signal: stop.signal })),
    );
    stop.abort();
    expect(new Set((await Promise.all(answers)).map(({ code }) => code))).toEqual(
      new Set(['CANCELLED']),
    );
    await new Promise(setImmediate);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });
});
