import { createHash, X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { RouterError, RouterTrap, type RouterDriver } from '@ferrule/router-domain';
import { RouterOsDriver, type RouterOsSettings } from '@ferrule/routeros';
import { freePort, leakGuard, until } from '@ferrule/testing';
import { startFakeRouter, type Asked, type FakeRouterSettings } from '../fake/fake-router.ts';
import { selfSigned } from '../fake/self-signed.ts';
import { encodeSentence } from '../wire/encode.ts';

leakGuard();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const router = async (answer: (asked: Asked) => void, settings?: FakeRouterSettings) => {
  const started = await startFakeRouter(answer, settings);
  open.push(started);
  return started;
};

const driverFor = (port: number, settings: Partial<RouterOsSettings> = {}) => {
  const driver = new RouterOsDriver({
    host: '127.0.0.1',
    port,
    user: 'admin',
    password: 'geheim',
    backoffMs: { first: 5, longest: 50 },
    ...settings,
  });
  open.push(driver);
  return driver;
};

/** A driver and the router that it talks to. */
const both = async (
  answer: (asked: Asked) => void,
  settings: Partial<RouterOsSettings> = {},
  fake?: FakeRouterSettings,
) => {
  const started = await router(answer, fake);
  return { router: started, driver: driverFor(started.port, settings) };
};

const print = { command: '/interface/print' };
const silence = () => undefined;
const block = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};
const failure = async (answer: Promise<unknown>): Promise<RouterError> => {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RouterError)) throw new Error('no RouterError', { cause: error });
  return error;
};
const outcome = async (answer: Promise<unknown>) => {
  const { code, sent } = await failure(answer);
  return { code, sent };
};
const all = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const taken: T[] = [];
  for await (const row of rows) taken.push(row);
  return taken;
};

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
});

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
});

describe('closing', () => {
  it('settles what is sent and what waits, and what comes after', async () => {
    const { router, driver } = await both(silence, { inFlight: 1 });
    const sent = driver.send(print);
    const queued = driver.send(print);
    const rows = all(driver.stream(print));
    await until(() => router.commands.length === 1);
    const closed = driver.close();
    await expect(outcome(sent)).resolves.toEqual({ code: 'CLOSED', sent: true });
    await expect(outcome(queued)).resolves.toEqual({ code: 'CLOSED', sent: false });
    await expect(outcome(rows)).resolves.toEqual({ code: 'CLOSED', sent: false });
    await closed;
    await expect(outcome(driver.send(print))).resolves.toEqual({ code: 'CLOSED', sent: false });
    await driver.close();
    expect(router.connections).toBe(1);
  });

  it('does not wait for a connection that is being made', async () => {
    const { driver } = await both(silence, {}, { login: silence });
    const answer = driver.send(print);
    await driver.close();
    await expect(outcome(answer)).resolves.toEqual({ code: 'CLOSED', sent: false });
  });
});

describe('TLS', () => {
  const own = selfSigned('router.example');
  const fingerprint256 = new X509Certificate(own.cert).fingerprint256;
  const secure = (settings: RouterOsSettings['tls'] & object) =>
    both(({ reply }) => reply('!done'), { tls: settings }, { tls: own });

  it('accepts the certificate that is pinned, whoever signed it', async () => {
    const { driver } = await secure({ fingerprint256 });
    await expect(driver.send(print)).resolves.toEqual({ rows: [] });
    const { driver: other } = await secure({
      fingerprint256: fingerprint256.replaceAll(':', '').toLowerCase(),
    });
    await expect(other.send(print)).resolves.toEqual({ rows: [] });
  });

  it('accepts one that somebody vouches for, of the name that was meant', async () => {
    const { driver } = await secure({ ca: own.cert, serverName: 'router.example' });
    await expect(driver.send(print)).resolves.toEqual({ rows: [] });
  });

  const refused: [string, RouterOsSettings['tls'] & object][] = [
    ['another than the pinned one', { fingerprint256: '00'.repeat(32) }],
    ['one that nobody vouches for', {}],
    ['one of another name', { ca: own.cert, serverName: 'other.example' }],
    ['one without the address', { ca: own.cert }],
  ];
  it.each(refused)('refuses %s, and tells it nothing', async (_, settings) => {
    const { router, driver } = await secure(settings);
    await expect(outcome(driver.send(print))).resolves.toEqual({ code: 'UNTRUSTED', sent: false });
    expect(router.asked).toEqual([]);
  });

  it('is not spoken by everyone', async () => {
    const { driver } = await both(
      silence,
      { tls: {}, patienceMs: 0, connectTimeoutMs: 200 },
      { login: silence },
    );
    await expect(outcome(driver.send(print))).resolves.toEqual({
      code: 'UNREACHABLE',
      sent: false,
    });
  });
});
