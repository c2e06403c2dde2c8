import { setTimeout as pause } from 'node:timers/promises';
import type { Asked } from '../fake/fake-router.ts';
import { encodeSentence } from '../wire/encode.ts';
import { answerWell, expectSame, failureOf, print, read, type Fault, type Meet } from './fault.ts';

/** One that breaks the first connection, and answers well on the others. */
const breaking =
  (breakIt: (asked: Asked) => void) =>
  (asked: Asked): void => {
    if (asked.connection === 0) breakIt(asked);
    else answerWell(asked);
  };
const losesAndComesBack = (breakIt: (asked: Asked) => void) => async (meet: Meet) => {
  const { driver } = await meet(breaking(afterTwo(breakIt)));
  const failures = await Promise.all([driver.send(print), driver.send(print)].map(failureOf));
  expectSame(
    failures.map(({ code, sent }) => [code, sent]),
    [
      ['LOST', true],
      ['LOST', true],
    ],
  );
  await read(driver);
};
const afterTwo = (then: (asked: Asked) => void): ((asked: Asked) => void) => {
  let count = 0;
  return (asked) => {
    if (++count === 2) then(asked);
  };
};

/** What happens to a connection, and to what waits on it. */
export const lineFaults: readonly Fault[] = [
  {
    name: 'is not harmed by a second answer to the same command',
    holds: async (meet) => {
      const { driver, router } = await meet((asked) => {
        answerWell(asked);
        asked.reply('!done');
      });
      await read(driver);
      await read(driver);
      expectSame(router.connections, 1);
    },
  },
  {
    name: 'is not harmed by an answer that comes after it gave up',
    holds: async (meet) => {
      const late: Asked[] = [];
      const { driver } = await meet((asked) => {
        if (asked.command === '/slow/print') {
          late.push(asked);
          return;
        }
        for (const one of late.splice(0)) answerWell(one);
        answerWell(asked);
      });
      const slow = await failureOf(driver.send({ command: '/slow/print' }, { timeoutMs: 50 }));
      expectSame([slow.code, slow.sent], ['TIMED_OUT', true]);
      await read(driver);
    },
  },
  {
    name: 'tells the router to stop what it gave up',
    holds: async (meet) => {
      const stopped = Promise.withResolvers<string>();
      const { driver } = await meet(({ command }) => {
        if (command !== print.command) stopped.resolve(command);
      });
      await failureOf(driver.send(print, { timeoutMs: 50 }));
      const never = AbortSignal.timeout(500);
      never.addEventListener('abort', () => stopped.resolve('nothing'));
      expectSame(await stopped.promise, '/cancel');
    },
  },
  {
    name: 'says what a refusal without a tag says, and goes on',
    holds: async (meet) => {
      const { driver } = await meet((asked) => {
        if (asked.command === print.command) answerWell(asked);
        else asked.socket.write(encodeSentence(['!trap', '=message=not logged in']));
      });
      const refusal = await failureOf(driver.send({ command: '/bad/print' }));
      expectSame([refusal.code, refusal.message], ['REFUSED', 'not logged in']);
      await read(driver);
    },
  },
  {
    name: 'settles all that waits when the router ends the connection, and makes another',
    holds: losesAndComesBack(({ socket }) => socket.end()),
  },
  {
    name: 'settles all that waits when the connection is reset, and makes another',
    holds: losesAndComesBack(({ socket }) => socket.resetAndDestroy()),
  },
  {
    name: 'settles all that waits when the router ends the session by !fatal, and begins another',
    holds: losesAndComesBack(({ socket }) =>
      socket.write(encodeSentence(['!fatal', 'session terminated'])),
    ),
  },
  {
    name: 'settles all that waits when it is closed',
    holds: async (meet) => {
      const asked = Promise.withResolvers<undefined>();
      const { driver } = await meet(() => asked.resolve(undefined));
      const answers = [driver.send(print), driver.send(print)].map(failureOf);
      await asked.promise;
      await driver.close();
      expectSame(
        (await Promise.all(answers)).map(({ code }) => code),
        ['CLOSED', 'CLOSED'],
      );
    },
  },
  {
    name: 'is closed at once though the router has not let it in yet',
    holds: async (meet) => {
      const knocked = Promise.withResolvers<undefined>();
      const login = () => knocked.resolve(undefined);
      const { driver } = await meet(answerWell, { fake: { login } });
      const answer = failureOf(driver.send(print));
      await knocked.promise;
      const since = performance.now();
      await driver.close();
      const { code, sent } = await answer;
      expectSame([code, sent, performance.now() - since < 1_000], ['CLOSED', false, true]);
    },
  },
  {
    name: 'keeps within a bound what the router has to answer at a time',
    holds: async (meet) => {
      const waiting: Asked[] = [];
      let most = 0;
      const answerAll = () => {
        for (const { reply } of waiting.splice(0)) reply('!done');
      };
      let quiet: NodeJS.Timeout | undefined;
      const { driver } = await meet((asked) => {
        most = Math.max(most, waiting.push(asked));
        clearTimeout(quiet);
        quiet = setTimeout(answerAll, 20);
      });
      await Promise.all(Array.from({ length: 3_000 }, () => driver.send(print)));
      if (most > 1_500) throw new Error(`${most} commands were unanswered at a time`);
    },
  },
  {
    name: 'holds the router back while nobody takes its rows',
    holds: async (meet) => {
      const comment = `=comment=${'x'.repeat(1_000)}`;
      const total = 50_000;
      let sent = 0;
      const pour = ({ socket, tag }: Asked) => {
        const row = encodeSentence(['!re', ...tag, comment]);
        const fill = () => {
          while (sent < total) {
            sent++;
            if (!socket.write(row)) return void socket.once('drain', fill);
          }
          return undefined;
        };
        fill();
      };
      const { driver } = await meet((asked) => {
        if (asked.command === print.command) pour(asked);
      });
      const rows = driver.stream(print);
      await rows.next();
      // A driver that is busy with what it has read already may pause, but not for so long.
      for (let last = -1, quiet = 0; quiet < 5; last = sent) {
        await pause(200);
        quiet = last === sent ? quiet + 1 : 0;
      }
      await rows.return?.();
      if (sent === total) throw new Error('it took all rows at once');
    },
  },
];
