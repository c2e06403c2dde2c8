import { describe, expect, it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';
import type { Asked } from '../fake/fake-router.ts';
import { print, specGround } from '../fake/ground.ts';

leakGuard();
const { both } = specGround();

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
});
