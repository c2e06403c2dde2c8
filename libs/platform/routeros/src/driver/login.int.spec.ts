import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';
import type { Asked } from '../fake/fake-router.ts';
import { failure, outcome, print, silence, specGround } from '../fake/ground.ts';

leakGuard();
const { both } = specGround();

describe('login', () => {
  it('is in the clear, and comes before everything else', async () => {
    const { router, driver } = await both(({ reply }) => reply('!done'));
    await driver.send(print);
    expect(router.asked.map(({ words }) => words)).toEqual([
      ['/login', '=name=admin', '=password=geheim'],
      ['/interface/print', '.tag=2'],
    ]);
  });

  it('answers the challenge of an old router', async () => {
    const challenge = 'f6a23d34e1c0a9b8f6a23d34e1c0a9b8';
    const login = ({ words, reply }: Asked) => {
      if (!words.some((word) => word.startsWith('=response='))) {
        reply('!done', `=ret=${challenge}`);
        return;
      }
      const hash = createHash('md5').update('\0geheim').update(challenge, 'hex').digest('hex');
      if (words.includes(`=response=00${hash}`)) reply('!done');
      else reply('!trap', '=message=cannot log in');
    };
    const { driver } = await both(({ reply }) => reply('!done'), {}, { login });
    await expect(driver.send(print)).resolves.toEqual({ rows: [] });
  });

  it('that is refused is told at once to all who wait, in the words of the router, and not tried again', async () => {
    const login = ({ reply }: Asked) => {
      reply('!trap', '=message=invalid user name or password (6)');
      reply('!done');
    };
    const { router, driver } = await both(silence, {}, { login });
    const [first, second] = [driver.send(print), driver.send(print)];
    const error = await failure(first);
    expect(error.message).toBe('invalid user name or password (6)');
    await expect(outcome(second)).resolves.toEqual({ code: 'LOGIN_REFUSED', sent: false });
    expect(error.code).toBe('LOGIN_REFUSED');
    expect(router.connections).toBe(1);
  });

  it('never ends up in an error together with the password', async () => {
    const login = ({ reply }: Asked) => reply('!trap', '=message=no');
    const { driver } = await both(silence, {}, { login });
    const error = await failure(driver.send(print));
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('geheim');
  });

  it('that gets no answer is given up in time', async () => {
    const { driver } = await both(
      silence,
      { connectTimeoutMs: 50, patienceMs: 0 },
      { login: silence },
    );
    await expect(outcome(driver.send(print))).resolves.toEqual({
      code: 'UNREACHABLE',
      sent: false,
    });
  });

  it.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['an SSH server', 'SSH-2.0-ROSSSH\r\n'],
    ['a TLS server', '\x15\x03\x03\x00\x02\x02\x46'],
  ])('is given up at once where %s answers', async (_, greeting) => {
    const login = ({ socket }: Asked) => socket.write(greeting, 'latin1');
    const { driver } = await both(silence, {}, { login });
    await expect(outcome(driver.send(print))).resolves.toEqual({ code: 'UNREADABLE', sent: false });
  });
});
