import { setImmediate as turn } from 'node:timers/promises';
import type { Asked } from '../fake/fake-router.ts';
import { encodeSentence } from '../wire/encode.ts';
import { answerWell, expectSame, failureOf, print, read, rowAndEnd, type Fault } from './fault.ts';

/** What routers and networks do to a reply. */
export const replyFaults: readonly Fault[] = [
  {
    name: 'reads rows, what a command returns, and a refusal in the words of the router',
    holds: async (meet) => {
      const { driver } = await meet((asked) => {
        if (asked.command === '/ip/address/add') asked.reply('!done', '=ret=*1A');
        else if (asked.command === '/bad/print') {
          asked.reply('!trap', '=category=0', '=message=no such command prefix');
          asked.reply('!done');
        } else answerWell(asked);
      });
      await read(driver);
      expectSame(await driver.send({ command: '/ip/address/add' }), { rows: [], ret: '*1A' });
      const refusal = await failureOf(driver.send({ command: '/bad/print' }));
      expectSame(
        [refusal.code, refusal.message, refusal.sent],
        ['REFUSED', 'no such command prefix', true],
      );
      await read(driver);
    },
  },
  {
    name: 'tells interleaved answers apart, with the tag in either place',
    holds: async (meet) => {
      const waiting: Asked[] = [];
      const { driver } = await meet((asked) => {
        if (waiting.push(asked) < 20) return;
        for (const [index, { socket, tag, words }] of waiting.entries()) {
          const row =
            index % 2 === 0 ? ['!re', ...tag, words[1] ?? ''] : ['!re', words[1] ?? '', ...tag];
          socket.write(encodeSentence(row));
        }
        for (const { reply } of waiting.toReversed()) reply('!done');
      });
      const numbers = Array.from({ length: 20 }, (_, number) => String(number));
      const answers = await Promise.all(
        numbers.map((comment) => driver.send({ ...print, attributes: { comment } })),
      );
      expectSame(
        answers.map(({ rows }) => rows[0]?.['comment']),
        numbers,
      );
    },
  },
  {
    name: 'answers the challenge of an old router',
    holds: async (meet) => {
      const login = ({ words, reply }: Asked) =>
        words.some((word) => word.startsWith('=response=00'))
          ? reply('!done')
          : reply('!done', '=ret=0123456789abcdef0123456789abcdef');
      await read((await meet(answerWell, { fake: { login } })).driver);
    },
  },
  {
    name: 'says that a login was refused',
    holds: async (meet) => {
      const login = ({ reply }: Asked) => {
        reply('!trap', '=message=invalid user name or password (6)');
        reply('!done');
      };
      const { driver } = await meet(answerWell, { fake: { login } });
      expectSame((await failureOf(driver.send(print))).code, 'LOGIN_REFUSED');
    },
  },
  {
    name: 'takes no rows for an answer when the router says so by !empty',
    holds: async (meet) => {
      const { driver } = await meet(({ reply }) => {
        reply('!empty');
        reply('!done');
      });
      expectSame(await driver.send(print), { rows: [] });
    },
  },
  {
    name: 'carries text of every language both ways',
    holds: async (meet) => {
      const { driver } = await meet(({ words, reply }) => {
        reply('!re', words[1] ?? '');
        reply('!done');
      });
      const attributes = { comment: 'Дом ✓' };
      expectSame(await driver.send({ ...print, attributes }), { rows: [attributes] });
    },
  },
  {
    name: 'keeps the category of a refusal',
    holds: async (meet) => {
      const { driver } = await meet(({ reply }) => {
        reply('!trap', '=category=1', '=message=invalid value for argument address');
        reply('!done');
      });
      expectSame(Reflect.get(await failureOf(driver.send(print)), 'category'), 1);
    },
  },
  {
    name: 'reads a reply whose last byte comes in a packet of its own',
    holds: async (meet) => {
      const { driver } = await meet(({ socket, tag }) => {
        const bytes = Buffer.concat(rowAndEnd.map((words) => encodeSentence([...words, ...tag])));
        socket.write(bytes.subarray(0, -1));
        setTimeout(() => socket.write(bytes.subarray(-1)), 20);
      });
      await read(driver);
    },
  },
  {
    name: 'reads a reply that comes byte by byte',
    holds: async (meet) => {
      const { driver } = await meet(({ socket, tag }) => {
        const bytes = Buffer.concat(rowAndEnd.map((words) => encodeSentence([...words, ...tag])));
        void (async () => {
          for (const byte of bytes) {
            socket.write(Uint8Array.of(byte));
            await turn();
          }
        })();
      });
      await read(driver);
    },
  },
];
