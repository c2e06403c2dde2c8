import { describe, expect, it } from '@jest/globals';
import { RouterTrap, type RouterDriver } from '@ferrule/router-domain';
import { leakGuard } from '@ferrule/testing';
import type { Asked } from '../fake/fake-router.ts';
import { all, failure, outcome, print, silence, specGround } from '../fake/ground.ts';
import { encodeSentence } from '../wire/encode.ts';

leakGuard();
const { both } = specGround();

describe('a refusal', () => {
  it('keeps its text to the letter, its category, and every trap after the first', async () => {
    const { driver } = await both(({ reply }) => {
      reply('!trap', '=category=1', '=message=input does not match any value of interface');
      reply('!trap', '=message=failure: and more');
      reply('!done');
    });
    const error = await failure(driver.send(print));
    expect(error).toBeInstanceOf(RouterTrap);
    expect(error).toMatchObject({
      code: 'REFUSED',
      sent: true,
      message: 'input does not match any value of interface',
      category: 1,
      traps: [
        { message: 'input does not match any value of interface', category: 1 },
        { message: 'failure: and more' },
      ],
    });
  });

  it('has no category where the router gave none, or one that does not exist', async () => {
    const { driver } = await both(({ reply, words }) => {
      reply('!trap', '=message=no such item', ...words.slice(1, 2));
      reply('!done');
    });
    expect(await failure(driver.send(print))).toHaveProperty('category', undefined);
    const odd = driver.send({ ...print, attributes: { category: '42' } });
    expect(await failure(odd)).toHaveProperty('category', undefined);
  });

  it('without a tag belongs to the only command there is, whether or not its end follows', async () => {
    const { driver } = await both(({ socket, reply, command }) => {
      if (command !== '/bad/print') reply('!done');
      else socket.write(encodeSentence(['!trap', '=message=not logged in']));
    });
    await expect(driver.send({ command: '/bad/print' })).rejects.toThrow('not logged in');
    await expect(driver.send(print)).resolves.toEqual({ rows: [] });
  });

  it('without a tag and its end do not touch the command after it', async () => {
    const bad: Asked[] = [];
    const { driver } = await both((asked) => {
      if (asked.command === '/bad/print') {
        bad.push(asked);
        asked.socket.write(encodeSentence(['!trap', '=message=not logged in']));
        return;
      }
      asked.socket.write(encodeSentence(['!done']));
      asked.reply('!re', '=name=ether1');
      asked.reply('!done');
    });
    await expect(driver.send({ command: '/bad/print' })).rejects.toThrow('not logged in');
    await expect(driver.send(print)).resolves.toEqual({ rows: [{ name: 'ether1' }] });
  });

  it('without a tag, while several wait, ends the connection: all are settled, and say why', async () => {
    const { router, driver } = await both(({ socket, command, reply }) => {
      if (command === '/bad/print')
        socket.write(encodeSentence(['!trap', '=message=not logged in']));
      if (command === '/good/print') reply('!done');
    });
    const [first, second] = [driver.send(print), driver.send({ command: '/bad/print' })];
    const error = await failure(first);
    expect(error.message).toContain('not logged in');
    expect(error).toMatchObject({ code: 'UNREADABLE', sent: true });
    await expect(outcome(second)).resolves.toEqual({ code: 'UNREADABLE', sent: true });
    await driver.send({ command: '/good/print' });
    expect(router.connections).toBe(2);
  });

  it('by the driver itself comes before anything is sent', async () => {
    const { router, driver } = await both(silence);
    const wrong: Parameters<RouterDriver['send']>[0][] = [
      { command: 'interface/print' },
      { command: '/interface print' },
      { command: '/interface/set', attributes: { 'a=b': 'c' } },
      { command: '/interface/set', attributes: { '': 'c' } },
      { command: '/interface/print', query: ['=name=x'] },
      { command: '' },
    ];
    for (const command of wrong) {
      await expect(outcome(driver.send(command))).resolves.toEqual({
        code: 'BAD_COMMAND',
        sent: false,
      });
      await expect(outcome(all(driver.stream(command)))).resolves.toMatchObject({
        code: 'BAD_COMMAND',
      });
    }
    expect(router.connections).toBe(0);
  });
});
