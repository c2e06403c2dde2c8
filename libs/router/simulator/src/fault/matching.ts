import { handlerOf } from '../command/handlers.ts';
import { commonVerbs } from '../command/verbs.ts';
import type { Connection } from '../server/connection.ts';
import type { Match } from './fault.ts';

/** A command as far as faults look at it. */
export interface Told {
  readonly path: string;
  readonly verb: string;
  readonly words: readonly string[];
  /** The right that it takes. */
  readonly policy: string;
}

const sessionVerbs = new Set(['login', 'cancel', 'quit']);

const policyOf = (command: string, path: string, verb: string): string => {
  if (path === '/safe-mode') return verb === 'print' || verb === 'get' ? 'read' : 'write';
  if (path === '' && sessionVerbs.has(verb)) return 'api';
  return handlerOf(command)?.policy ?? commonVerbs.get(verb)?.policy ?? 'read';
};

export const tell = (words: readonly string[]): Told => {
  const command = words[0] ?? '';
  const slash = command.lastIndexOf('/');
  const path = command.slice(0, Math.max(slash, 0));
  const verb = command.slice(slash + 1);
  return { path, verb, words, policy: policyOf(command, path, verb) };
};

const reads = new Set(['read', 'api', 'test', 'sniff']);

/** Who may read may start a script, and who wrote it decides what it may do. */
const changesSomething = ({ path, verb, policy }: Told) =>
  !reads.has(policy) || (path === '/system/script' && verb === 'run');

const isWithin = (path: string, wanted: string) =>
  wanted.endsWith('/*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted;

export const meetsConnection = ({ connection, user }: Match, { id, user: who }: Connection) =>
  (connection === undefined || connection === id) && (user === undefined || user === who);

/** Without regard to `nth` and `times`, which whoever counts knows. */
export const meets = (match: Match, told: Told, connection: Connection): boolean =>
  meetsConnection(match, connection) &&
  (match.path === undefined || isWithin(told.path, match.path)) &&
  (match.verb === undefined || match.verb === told.verb) &&
  (match.write === undefined || match.write === changesSomething(told));

const hasWord = (words: readonly string[], name: string) =>
  words.some((word) => word.startsWith(`=${name}=`));

const filesOf: Readonly<Record<string, readonly string[]>> = {
  '/file': ['add', 'set', 'copy'],
  '/system/backup': ['save'],
  '/certificate': ['export-certificate'],
  '/tool': ['fetch'],
};

/** Whether it leaves something on the disk that was not there. */
export const writesFile = ({ path, verb, words }: Told): boolean =>
  filesOf[path]?.includes(verb) === true ||
  (['export', 'print', 'execute'].includes(verb) && hasWord(words, 'file'));
