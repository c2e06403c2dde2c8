import { describe, expect, it } from '@jest/globals';
import { freePort, leakGuard, until } from '@ferrule/testing';
import type { Asked } from '../fake/fake-router.ts';
import { outcome, print, specGround } from '../fake/ground.ts';
import { encodeSentence } from '../wire/encode.ts';

leakGuard();
const { both, driverFor, router } = specGround();

describe('a lost connection', () => {
  const ends: [string, (asked: Asked) => void][] = [
    ['a FIN', ({ socket }) => socket.end()],
    ['an RST', ({ socket }) => socket.resetAndDestroy()],
    [
      'a FIN in the middle of a reply',
      ({ socket }) => socket.end(encodeSentence(['!re', '=a=b']).subarray(0, 6)),
    ],
    [
      '!fatal',
      ({ socket }) => socket.end(encodeSentence(['!fatal', 'session terminated on request'])),
    ],
    [
      '!fatal without a FIN',
      ({ socket }) => socket.write(encodeSentence(['!fatal', 'out of memory'])),
    ],
  ];
  it.each(ends)(
    'by %s settles what was sent, and what was not goes over the next one',
    async (_, end) => {
      const { router, driver } = await both(
        (asked) => {
          if (asked.connection > 0) asked.reply('!done', '=ret=again');
          else if (router.commands.length === 2) end(asked);
        },
        { inFlight: 2 },
      );
      const sent = [driver.send(print), driver.send(print)];
      const queued = driver.send(print);
      for (const answer of sent)
        await expect(outcome(answer)).resolves.toEqual({ code: 'LOST', sent: true });
      await expect(queued).resolves.toEqual({ rows: [], ret: 'again' });
      expect(router.connections).toBe(2);
    },
  );

  it('while nothing is asked harms nobody', async () => {
    const { router, driver } = await both(({ reply }) => reply('!done'));
    await driver.send(print);
    router.asked[0]?.socket.resetAndDestroy();
    await until(() => router.asked[0]?.socket.destroyed);
    await until(() =>
      driver.send(print).then(
        () => router.connections === 2,
        () => false,
      ),
    );
  });

  it('says what the router said of it', async () => {
    const { driver } = await both(({ reply }) => reply('!fatal', 'too many commands before login'));
    await expect(driver.send(print)).rejects.toThrow('too many commands before login');
  });

  it('is made again when the router is back, for those who waited', async () => {
    const port = await freePort();
    const failures: string[] = [];
    const driver = driverFor(port, { events: { disconnected: ({ code }) => failures.push(code) } });
    const early = driver.send(print);
    await until(() => failures.length >= 3);
    await router(({ reply }) => reply('!done'), { port });
    await expect(early).resolves.toEqual({ rows: [] });
    expect(new Set(failures)).toEqual(new Set(['UNREACHABLE']));
  });

  it('that cannot be made in time is told to all who waited, as not sent', async () => {
    const driver = driverFor(await freePort(), { patienceMs: 60 });
    const answers = [driver.send(print), driver.send(print)];
    for (const answer of answers)
      await expect(outcome(answer)).resolves.toEqual({ code: 'UNREACHABLE', sent: false });
    await expect(driver.send(print)).rejects.toThrow('ECONNREFUSED');
  });

  it('is not made again and again for a router that lets in and then hangs up', async () => {
    const { router, driver } = await both(({ socket }) => socket.destroy(), {
      backoffMs: { first: 40, longest: 1_000 },
      inFlight: 1,
    });
    const since = performance.now();
    await Promise.all([1, 2, 3, 4].map(() => outcome(driver.send(print))));
    expect(router.connections).toBe(4);
    // Halves of 40, 80 and 160 at the least.
    expect(performance.now() - since).toBeGreaterThan(130);
  });

  it('that would come back too late for those who wait is told to them at once', async () => {
    const driver = driverFor(await freePort(), {
      patienceMs: 1_000,
      backoffMs: { first: 60_000, longest: 60_000 },
    });
    const since = performance.now();
    await expect(outcome(driver.send(print))).resolves.toMatchObject({ code: 'UNREACHABLE' });
    await expect(driver.send(print)).rejects.toThrow('ECONNREFUSED');
    expect(performance.now() - since).toBeLessThan(900);
  });

  it('is waited for by whoever does not take his command back', async () => {
    const port = await freePort();
    const failures: string[] = [];
    const driver = driverFor(port, { events: { disconnected: ({ code }) => failures.push(code) } });
    const stop = new AbortController();
    const taken = driver.send({ command: '/taken/print' }, { signal: stop.signal });
    const kept = driver.send(print);
    await until(() => failures.length >= 2);
    stop.abort();
    await expect(outcome(taken)).resolves.toEqual({ code: 'CANCELLED', sent: false });
    const back = await router(({ reply }) => reply('!done'), { port });
    await expect(kept).resolves.toEqual({ rows: [] });
    expect(back.commands).toEqual([[print.command]]);
  });

  it('ends a listen, which is not begun again by itself', async () => {
    const { router: fake, driver } = await both(({ connection, reply, socket }) => {
      reply('!re', '=name=ether1');
      if (connection === 0) socket.end();
    });
    const listen = () => driver.stream({ command: '/interface/listen' }, { timeoutMs: Infinity });
    const first = listen();
    await expect(first.next()).resolves.toMatchObject({ value: { name: 'ether1' } });
    await expect(outcome(first.next())).resolves.toEqual({ code: 'LOST', sent: true });
    await expect(first.next()).resolves.toEqual({ done: true, value: undefined });
    expect(fake.connections).toBe(1);
    const second = listen();
    await expect(second.next()).resolves.toMatchObject({ value: { name: 'ether1' } });
    await second.return();
  });
});
