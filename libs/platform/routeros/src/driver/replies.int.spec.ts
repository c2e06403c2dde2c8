import { describe, expect, it } from '@jest/globals';
import { leakGuard, until } from '@ferrule/testing';
import type { Asked } from '../fake/fake-router.ts';
import { outcome, print, specGround } from '../fake/ground.ts';
import { encodeSentence } from '../wire/encode.ts';

leakGuard();
const { both } = specGround();

describe('replies', () => {
  it('find their command by tag, in any order, wherever the tag stands', async () => {
    const waiting: Asked[] = [];
    const { driver } = await both((asked) => {
      waiting.push(asked);
      if (waiting.length < 50) return;
      waiting.reverse().forEach(({ socket, tag, words }, index) => {
        const comment = words[1] ?? '';
        const places = [
          [
            ['!re', ...tag, comment],
            ['!done', ...tag],
          ],
          [
            ['!re', comment, ...tag],
            ['!done', ...tag],
          ],
        ];
        for (const sentence of places[index % 2] ?? []) socket.write(encodeSentence(sentence));
      });
    });
    const numbers = Array.from({ length: 50 }, (_, index) => String(index));
    const replies = await Promise.all(
      numbers.map((comment) => driver.send({ ...print, attributes: { comment } })),
    );
    expect(replies.map(({ rows }) => rows[0]?.['comment'])).toEqual(numbers);
  });

  it('are whole though every byte, and the one that ends them, comes alone', async () => {
    const pieces = ['!re', '=name=ether1', '=comment=Дом ✓'];
    const { driver } = await both(({ socket, tag }) => {
      const bytes = [encodeSentence([...pieces, ...tag]), encodeSentence(['!done', ...tag])];
      for (const byte of Buffer.concat(bytes)) socket.write(Uint8Array.of(byte));
    });
    await expect(driver.send(print)).resolves.toEqual({
      rows: [{ name: 'ether1', comment: 'Дом ✓' }],
    });
  });

  it('carry UTF-8 both ways', async () => {
    const { driver } = await both(({ words, reply }) => {
      reply('!re', words[1] ?? '');
      reply('!done');
    });
    const attributes = { comment: 'Дом ✓ =x= 👩‍🚀' };
    await expect(driver.send({ ...print, attributes })).resolves.toEqual({ rows: [attributes] });
  });

  it('that are empty end as any other, with the sentence that says so and without', async () => {
    const { driver } = await both(({ reply, words }) => {
      if (words.includes('?new')) reply('!empty');
      reply('!done');
    });
    await expect(driver.send({ ...print, query: ['?new'] })).resolves.toEqual({ rows: [] });
    await expect(driver.send(print)).resolves.toEqual({ rows: [] });
  });

  it('of a kind that does not exist yet are passed over', async () => {
    const { driver } = await both(({ reply }) => {
      reply('!progress', '=percent=10');
      reply('!done', '=ret=*1A');
    });
    await expect(driver.send(print)).resolves.toEqual({ rows: [], ret: '*1A' });
  });

  it('may hold any name, even one that means something to JavaScript', async () => {
    const { driver } = await both(({ reply }) => {
      reply('!re', '=__proto__=x', '=constructor=y', '=blackhole=');
      reply('!done');
    });
    const { rows } = await driver.send(print);
    expect(Object.entries(rows[0] ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['blackhole', ''],
    ]);
  });

  it('that are too large for one answer are cut off, and the router is told to stop', async () => {
    const { router, driver } = await both(
      ({ command, reply }) => {
        if (command === '/cancel') reply('!done');
        else for (let row = 0; row < 100; row++) reply('!re', `=comment=${'x'.repeat(100)}`);
      },
      { replyBytes: 2_000 },
    );
    await expect(outcome(driver.send(print))).resolves.toEqual({
      code: 'REPLY_TOO_LARGE',
      sent: true,
    });
    await until(() => router.commands.some(([command]) => command === '/cancel'));
  });

  it('that are too large leave the connection to the commands after them', async () => {
    const { router, driver } = await both(
      ({ command, words, reply, socket }) => {
        const row = `=comment=${'x'.repeat(100)}`;
        if (command === '/big/print') for (let sent = 0; sent < 100; sent++) reply('!re', row);
        else reply('!done', '=ret=1');
        const victim = words.find((word) => word.startsWith('=tag='));
        if (victim !== undefined)
          socket.write(encodeSentence(['!done', `.tag=${victim.slice('=tag='.length)}`]));
      },
      { replyBytes: 2_000, inFlight: 1 },
    );
    await expect(outcome(driver.send({ command: '/big/print' }))).resolves.toMatchObject({
      code: 'REPLY_TOO_LARGE',
    });
    await expect(driver.send(print)).resolves.toEqual({ rows: [], ret: '1' });
    expect(router.connections).toBe(1);
  });

  it('with a word too long to be one end the connection, and the next one is sound', async () => {
    const { router, driver } = await both(({ connection, socket, reply }) => {
      // Announces 256 MiB.
      if (connection === 0) socket.write(Uint8Array.of(3, 33, 114, 101, 0xf0, 0x10, 0, 0, 0));
      else reply('!done');
    });
    await expect(outcome(driver.send(print))).resolves.toEqual({ code: 'UNREADABLE', sent: true });
    await expect(driver.send(print)).resolves.toEqual({ rows: [] });
    expect(router.connections).toBe(2);
  });
});
