import type { Sentence } from '../command/execute.ts';
import { Trap } from '../menu/trap.ts';
import type { Connection } from './connection.ts';
import { safeModeCommands } from './safe-mode-commands.ts';

export type ConnectionCommand = (connection: Connection, sentence: Sentence) => void;

const login: ConnectionCommand = (connection, { args, tag }) => {
  const name = args.get('name') ?? '';
  const asker = connection.device.accounts.admit(name, args.get('password') ?? '');
  if (asker === undefined) connection.trap(new Trap('invalid user name or password (6)'), tag);
  else {
    connection.asker = { ...asker, connection };
    connection.device.loggedIn(connection);
  }
  connection.reply('!done', [], tag);
};

/** The order of the wire: the victim's trap, the canceller's end, the victim's end. */
const cancel: ConnectionCommand = (connection, { args, tag }) => {
  const wanted = args.get('tag');
  const victims = [...connection.running].filter(
    (running) => wanted === undefined || running.tag === wanted,
  );
  for (const victim of victims) {
    connection.running.delete(victim);
    victim.stop();
    connection.trap(new Trap('interrupted', 2), victim.tag);
  }
  connection.reply('!done', [], tag);
  for (const victim of victims) connection.reply('!done', [], victim.tag);
};

const quit: ConnectionCommand = (connection) => {
  connection.fatal('session terminated on request');
};

/** Commands about the connection itself. */
export const connectionCommands: ReadonlyMap<string, ConnectionCommand> = new Map([
  ['/login', login],
  ['/cancel', cancel],
  ['/quit', quit],
  ...safeModeCommands,
]);
