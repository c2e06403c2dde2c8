import { afterEach, describe, expect, it } from '@jest/globals';
import type { Attributes } from '@ferrule/router-domain';
import { RouterOsDriver, type RouterOsSettings } from '@ferrule/routeros';
import { leakGuard, until } from '@ferrule/testing';
import { startFakeRouter, type Asked, type FakeRouter } from '../fake/fake-router.ts';
import { encodeSentence } from '../wire/encode.ts';

leakGuard();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const total = 100_000;
const print = { command: '/ip/firewall/address-list/print' };

/** Sends rows as fast as the client takes them, and counts. */
const pour = ({ socket, tag }: Asked, progress: { sent: number }) => {
  const fill = () => {
    while (progress.sent < total) {
      const row = [
        '!re',
        ...tag,
        `=.id=*${(++progress.sent).toString(16)}`,
        `=comment=${'x'.repeat(150)}`,
      ];
      if (!socket.write(encodeSentence(row))) {
        socket.once('drain', fill);
        return;
      }
    }
    socket.write(encodeSentence(['!done', ...tag]));
  };
  fill();
};

const pourer = async (
  tuning: Partial<RouterOsSettings> = {},
): Promise<{
  router: FakeRouter;
  driver: RouterOsDriver;
  progress: { sent: number };
}> => {
  const progress = { sent: 0 };
  const router = await startFakeRouter((asked) => {
    if (asked.command === print.command) pour(asked, progress);
    else if (asked.command !== '/interface/listen') asked.reply('!done', '=ret=1');
  });
  const driver = new RouterOsDriver({
    host: '127.0.0.1',
    port: router.port,
    user: 'u',
    password: 'p',
    ...tuning,
  });
  open.push(driver, router);
  return { router, driver, progress };
};

const quiet = async (read: () => number): Promise<number> => {
  let last = -1;
  await until(
    () => {
      const now = read();
      const same = now === last;
      last = now;
      return same && now > 0;
    },
    { every: 100 },
  );
  return last;
};

describe('a stream', () => {
  it('hands over every row in order, and then ends', async () => {
    const { driver } = await pourer();
    let taken = 0;
    for await (const row of driver.stream(print)) {
      taken++;
      if (row['.id'] !== `*${taken.toString(16)}`) throw new Error(`row ${taken} is ${row['.id']}`);
    }
    expect(taken).toBe(total);
  });

  it('holds the router back while nobody takes its rows, and loses none', async () => {
    const { driver, progress } = await pourer();
    const rows = driver.stream(print);
    const first = await rows.next();
    expect(first.value).toMatchObject({ '.id': '*1' });
    // What fits into the buffers of two sockets and of the driver is far from all.
    expect(await quiet(() => progress.sent)).toBeLessThan(total * 0.8);
    let taken = 1;
    for await (const _ of rows) taken++;
    expect(taken).toBe(total);
  });

  it('holds the router back by the size of its rows too', async () => {
    const { driver, progress } = await pourer({ rowsAhead: Infinity, replyBytes: 2 * 2 ** 20 });
    const rows = driver.stream(print);
    await rows.next();
    expect(await quiet(() => progress.sent)).toBeLessThan(total * 0.9);
    let taken = 1;
    for await (const _ of rows) taken++;
    expect(taken).toBe(total);
  });

  it('gives up before its rows fill the memory, where another command keeps the router talking', async () => {
    const { router, driver } = await pourer({ replyBytes: 2 ** 20 });
    const stop = new AbortController();
    const options = { timeoutMs: Infinity, signal: stop.signal };
    const change = driver.stream({ command: '/interface/listen' }, options).next();
    const rows = driver.stream(print);
    await rows.next();
    await until(() => router.commands.some(([command]) => command === '/cancel'));
    let taken = 1;
    const reading = (async () => {
      for await (const _ of rows) taken++;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'REPLY_TOO_LARGE', sent: true });
    // A row has 180 bytes.
    expect(taken).toBeLessThan(2 ** 20 / 150);
    stop.abort();
    await expect(change).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('blames its reader for no silence of the router', async () => {
    const { driver, progress } = await pourer();
    const rows = driver.stream(print, { timeoutMs: 500 });
    await rows.next();
    await quiet(() => progress.sent);
    const since = performance.now();
    await until(() => performance.now() - since > 800, { every: 100 });
    let taken = 1;
    for await (const _ of rows) taken++;
    expect(taken).toBe(total);
  });

  it('does not stand in the way of a command that its reader sends between two rows', async () => {
    const { driver } = await pourer();
    let taken = 0;
    for await (const _ of driver.stream(print)) {
      if (++taken % 20_000 === 0)
        await driver.send({ command: '/ip/address/add' }, { timeoutMs: 5_000 });
    }
    expect(taken).toBe(total);
  });

  it('is not sent before its first row is asked for, and is cancelled when its reader stops', async () => {
    const { router, driver } = await pourer();
    const unread = driver.stream(print);
    await driver.send({ command: '/system/identity/print' });
    expect(router.commands).toHaveLength(1);
    for await (const _ of driver.stream(print)) break;
    await until(() => router.commands.length === 3);
    expect(router.commands.slice(1)).toEqual([[print.command], ['/cancel', '=tag=3']]);
    await unread.return();
  });

  it('of a listen goes on in silence until it is taken back', async () => {
    const listeners: Asked[] = [];
    const router = await startFakeRouter((asked) => {
      if (asked.command === '/interface/listen') listeners.push(asked);
    });
    const driver = new RouterOsDriver({
      host: '127.0.0.1',
      port: router.port,
      user: 'u',
      password: 'p',
      commandTimeoutMs: 10,
    });
    open.push(driver, router);
    const stop = new AbortController();
    const seen: Attributes[] = [];
    const listening = (async () => {
      const changes = driver.stream(
        { command: '/interface/listen' },
        { timeoutMs: Infinity, signal: stop.signal },
      );
      for await (const row of changes) seen.push(row);
    })();
    await until(() => listeners[0]);
    listeners[0]?.reply('!re', '=.id=*1', '=name=ether1');
    await until(() => seen.length === 1);
    listeners[0]?.reply('!re', '=.id=*1', '=.dead=true');
    await until(() => seen.length === 2);
    stop.abort();
    await expect(listening).rejects.toMatchObject({ code: 'CANCELLED', sent: true });
    await until(() => router.commands.length === 2);
    expect(router.commands[1]).toEqual(['/cancel', '=tag=2']);
    expect(seen[1]).toEqual({ '.id': '*1', '.dead': 'true' });
  });

  it('times out by the silence between its rows, not by its length', async () => {
    const router = await startFakeRouter(({ command, reply }) => {
      if (command === '/cancel') return;
      let sent = 0;
      const timer = setInterval(() => {
        reply('!re', `=n=${++sent}`);
        if (sent === 15) clearInterval(timer);
      }, 40);
    });
    const driver = new RouterOsDriver({
      host: '127.0.0.1',
      port: router.port,
      user: 'u',
      password: 'p',
    });
    open.push(driver, router);
    const seen: Attributes[] = [];
    const reading = (async () => {
      for await (const row of driver.stream(print, { timeoutMs: 400 })) seen.push(row);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'TIMED_OUT', sent: true });
    expect(seen).toHaveLength(15);
  });
});
