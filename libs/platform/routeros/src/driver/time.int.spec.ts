import { describe, expect, it } from '@jest/globals';
import { leakGuard, until } from '@ferrule/testing';
import type { Asked } from '../fake/fake-router.ts';
import { outcome, print, silence, specGround } from '../fake/ground.ts';
import { encodeSentence } from '../wire/encode.ts';

leakGuard();
const { both } = specGround();
const block = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

describe('time', () => {
  it('runs out for a command that gets no answer; the router is told, and may use the place again', async () => {
    const { router, driver } = await both(
      ({ command, words, reply, socket }) => {
        if (command === '/cancel') {
          const victim = words.find((word) => word.startsWith('=tag='))?.slice(5) ?? '';
          socket.write(
            encodeSentence(['!trap', '=category=2', '=message=interrupted', `.tag=${victim}`]),
          );
          reply('!done');
          socket.write(encodeSentence(['!done', `.tag=${victim}`]));
        }
        if (command === '/quick/print') reply('!done');
      },
      { inFlight: 1 },
    );
    const slow = driver.send(print, { timeoutMs: 30 });
    const after = driver.send({ command: '/quick/print' });
    await expect(outcome(slow)).resolves.toEqual({ code: 'TIMED_OUT', sent: true });
    await expect(after).resolves.toEqual({ rows: [] });
    expect(router.commands).toEqual([
      ['/interface/print'],
      ['/cancel', '=tag=2'],
      ['/quick/print'],
    ]);
    expect(router.connections).toBe(1);
  });

  it('that ran out makes an answer late, and a late answer harms nobody', async () => {
    const slow: Asked[] = [];
    let late = 0;
    const { driver } = await both(
      (asked) => {
        if (asked.command === '/slow/print') slow.push(asked);
        else if (asked.command === '/cancel') asked.reply('!trap', '=message=no such item');
        else {
          for (const { reply } of slow) {
            reply('!re', '=name=late');
            reply('!done');
            reply('!re', '=name=later');
            reply('!done');
          }
          asked.reply('!done', '=ret=1');
        }
      },
      { events: { lateReply: () => late++ } },
    );
    await expect(
      outcome(driver.send({ command: '/slow/print' }, { timeoutMs: 20 })),
    ).resolves.toMatchObject({
      code: 'TIMED_OUT',
    });
    await expect(driver.send(print)).resolves.toEqual({ rows: [], ret: '1' });
    expect(late).toBe(2);
  });

  it('does not run out for an answer that is there, when it was the process that was busy', async () => {
    const { driver } = await both(({ reply }) => {
      reply('!done');
      block(60);
    });
    const answer = driver.send(print, { timeoutMs: 20 });
    await expect(answer).resolves.toEqual({ rows: [] });
  });

  it('that ran out keeps what the router had already said', async () => {
    const { driver } = await both(({ reply, command }) => {
      if (command !== '/cancel') reply('!trap', '=message=no such command');
    });
    await expect(driver.send(print, { timeoutMs: 20 })).rejects.toThrow('no such command');
  });

  it('to stop runs out too: a router that does not even confirm that is left for a new connection', async () => {
    const { router, driver } = await both(
      ({ connection, reply }) => {
        if (connection > 0) reply('!done');
      },
      { cancelGraceMs: 30 },
    );
    await expect(outcome(driver.send(print, { timeoutMs: 20 }))).resolves.toMatchObject({
      code: 'TIMED_OUT',
    });
    await until(() => router.asked.at(-1)?.socket.destroyed);
    await expect(driver.send(print)).resolves.toEqual({ rows: [] });
    expect(router.connections).toBe(2);
  });

  it('does not run for a command that waits its turn', async () => {
    const first: Asked[] = [];
    const { driver } = await both(
      (asked) => {
        if (asked.command === '/first/print') first.push(asked);
        else asked.reply('!done');
      },
      { inFlight: 1 },
    );
    const held = driver.send({ command: '/first/print' });
    const waits = driver.send(print, { timeoutMs: 1 });
    await until(() => first[0]);
    await expect(
      outcome(driver.send({ command: '/x/print' }, { signal: AbortSignal.timeout(20) })),
    ).resolves.toEqual({
      code: 'CANCELLED',
      sent: false,
    });
    first[0]?.reply('!done');
    await held;
    await waits.catch((error: unknown) =>
      expect(error).toMatchObject({ code: 'TIMED_OUT', sent: true }),
    );
  });

  it('of the caller ends a command wherever it is, and one that never left was never sent', async () => {
    const { router, driver } = await both(silence, { inFlight: 1 });
    const stop = new AbortController();
    const sent = driver.send(print, { signal: stop.signal });
    const queued = driver.send({ command: '/queued/print' }, { signal: stop.signal });
    await until(() => router.commands.length === 1);
    stop.abort();
    await expect(outcome(sent)).resolves.toEqual({ code: 'CANCELLED', sent: true });
    await expect(outcome(queued)).resolves.toEqual({ code: 'CANCELLED', sent: false });
    await expect(outcome(driver.send(print, { signal: stop.signal }))).resolves.toEqual({
      code: 'CANCELLED',
      sent: false,
    });
    await until(() => router.commands.length === 2);
    expect(router.commands).toEqual([['/interface/print'], ['/cancel', '=tag=2']]);
  });
});
