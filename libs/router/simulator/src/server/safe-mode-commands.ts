import type { Sentence } from '../command/execute.ts';
import { noMatch, Trap } from '../menu/trap.ts';
import type { Connection } from './connection.ts';

type Command = (connection: Connection, sentence: Sentence) => void;

const answer =
  (
    names: readonly string[],
    work: (connection: Connection, sentence: Sentence) => readonly string[] | undefined,
    kind: '!re' | '!done' = '!re',
  ): Command =>
  (connection, sentence) => {
    let last: readonly string[] = [];
    try {
      if (!connection.device.router.profile.safeMode)
        throw new Trap('no such command or directory (safe-mode), no such command prefix');
      if (connection.asker?.may('write') !== true) throw new Trap('not enough permissions (9)');
      for (const name of sentence.args.keys())
        if (!names.includes(name)) throw new Trap(`unknown parameter ${name}`);
      const row = work(connection, sentence);
      if (row !== undefined && kind === '!re') connection.reply('!re', row, sentence.tag);
      if (row !== undefined && kind === '!done') last = row;
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      connection.trap(error, sentence.tag);
    }
    connection.reply('!done', last, sentence.tag);
  };

const take = (connection: Connection, onError?: string): void => {
  const { safeMode, router } = connection.device;
  safeMode.take(connection, connection.user ?? '', router.state, onError);
};

const status = (connection: Connection) => {
  const { safeMode } = connection.device;
  return [
    `=enabled=${safeMode.user !== undefined}`,
    ...(safeMode.user === undefined ? [] : [`=user=${safeMode.user}`]),
    `=current=${safeMode.isHeldBy(connection)}`,
  ];
};

/** `get` has its answer in `!done`: one value, or all of them. */
const value = (connection: Connection, { args }: Sentence): readonly string[] => {
  const name = args.get('value-name');
  const pairs = status(connection).map((word) => word.slice(1));
  if (name === undefined) return [`=ret=${pairs.join(';')}`];
  if (!['enabled', 'user', 'current'].includes(name)) throw noMatch('value-name');
  const pair = pairs.find((text) => text.startsWith(`${name}=`));
  return [`=ret=${pair?.slice(name.length + 1) ?? ''}`];
};

const reactions = new Set(['abort', 'ask', 'release', 'unroll']);

/** Since 7.18; held by a connection, and gone with it. */
export const safeModeCommands: readonly (readonly [string, Command])[] = [
  [
    '/safe-mode/take',
    answer(['on-error'], (connection, { args }) => {
      const onError = args.get('on-error');
      if (onError !== undefined && !reactions.has(onError)) throw noMatch('on-error');
      take(connection, onError);
      return undefined;
    }),
  ],
  [
    '/safe-mode/release',
    answer([], ({ device }) => {
      device.safeMode.release();
      return undefined;
    }),
  ],
  [
    '/safe-mode/unroll',
    answer([], ({ device }) => {
      device.safeMode.unroll();
      return undefined;
    }),
  ],
  [
    '/safe-mode/toggle',
    answer([], (connection) => {
      const { safeMode } = connection.device;
      if (safeMode.isHeldBy(connection)) safeMode.release();
      else take(connection);
      return undefined;
    }),
  ],
  ['/safe-mode/print', answer(['.proplist'], status)],
  ['/safe-mode/get', answer(['value-name'], value, '!done')],
];
