import { anywhere, handlerOf } from '../command/handlers.ts';
import type { Catalogue, CompiledMenu } from '../menu/catalogue.ts';

/** Of the language's own commands: the values that need no name, in their order, and those that do. */
const signatures: Readonly<Record<string, readonly [positional: string, named?: string]>> = {
  put: ['message'],
  local: ['name value', 'do'],
  global: ['name value', 'do'],
  set: ['name value', 'do'],
  if: ['condition do', 'else'],
  for: ['counter', 'from to step do'],
  foreach: ['counter', 'in do'],
  while: ['condition do'],
  do: ['command', 'while if on-error do'],
  onerror: ['error', 'in do'],
  error: ['message'],
  return: ['value'],
  break: [''],
  continue: [''],
  delay: ['delay-time'],
  log: ['level message'],
  len: ['value'],
  typeof: ['value'],
  tostr: ['value'],
  tonum: ['value'],
  tobool: ['value'],
  toarray: ['value'],
  totime: ['value'],
  toip: ['value'],
  toip6: ['value'],
  toid: ['value'],
  pick: ['counter begin end'],
  find: ['where what after'],
  nothing: [''],
  parse: ['value'],
  range: ['from to'],
  retry: ['', 'command delay max on-error'],
  rndnum: ['', 'from to'],
  time: ['command'],
  timestamp: ['', 'use-tz'],
  jobname: [''],
  quit: [''],
};

export const builtinNames: ReadonlySet<string> = new Set(Object.keys(signatures));

const split = (names: string | undefined): readonly string[] =>
  names === undefined || names === '' ? [] : names.split(' ');

export const builtinPositions = (name: string): number => split(signatures[name]?.[0]).length;

export const builtinTakes = (name: string, argument: string): boolean =>
  signatures[name]?.some((names) => split(names).includes(argument)) === true;

export const logLevels: ReadonlySet<string> = new Set(['debug', 'info', 'warning', 'error']);

export const isVerb = ({ menus, directories }: Catalogue, path: string, name: string): boolean => {
  const menu = menus.get(path);
  return (
    menu?.verbs.has(name) === true ||
    (menu === undefined && handlerOf(`${path}/${name}`) !== undefined) ||
    (directories.has(path) && anywhere(name) !== undefined)
  );
};

const childrenOf = ({ menus, directories }: Catalogue, path: string): readonly string[] => [
  ...[...directories]
    .filter((one) => one.startsWith(`${path}/`) && !one.includes('/', path.length + 1))
    .map((one) => one.slice(path.length + 1)),
  ...(menus.get(path)?.verbs ?? []),
];

/** The one that begins so; undefined when none or several do. */
export const completed = (catalogue: Catalogue, path: string, prefix: string) => {
  const [found, another] = new Set(
    childrenOf(catalogue, path).filter((name) => name.startsWith(prefix)),
  );
  return another === undefined ? found : undefined;
};

const numbered = ['numbers', '.id'];

const beside: Readonly<Record<string, readonly string[]>> = {
  add: ['place-before', 'copy-from'],
  set: numbered,
  remove: numbered,
  enable: numbered,
  disable: numbered,
  comment: [...numbered, 'comment'],
  unset: [...numbered, 'value-name'],
  get: [...numbered, 'value-name'],
  move: [...numbered, 'destination'],
};

/** Whether the console knows the argument; of commands that are not common only the command itself can say. */
export const takesArgument = (menu: CompiledMenu, verb: string, written: string): boolean => {
  const others = beside[verb];
  if (others?.includes(written) === true) return true;
  if (verb !== 'add' && verb !== 'set') return others === undefined;
  const argument = menu.args.get(written.startsWith('!') ? written.slice(1) : written);
  return argument !== undefined && argument[verb === 'add' ? 'setOnly' : 'addOnly'] !== true;
};

/** What the values without a name are, in their order. */
export const positionalNames = (
  menu: CompiledMenu | undefined,
  verb: string,
): readonly string[] => {
  const rows = menu?.kind === 'singleton' ? [] : ['numbers'];
  if (verb === 'set' || verb === 'remove' || verb === 'enable' || verb === 'disable') return rows;
  if (verb === 'unset' || verb === 'get') return [...rows, 'value-name'];
  if (verb === 'comment') return [...rows, 'comment'];
  if (verb === 'move') return ['numbers', 'destination'];
  return { import: ['file-name'], run: ['.id'], execute: ['script'] }[verb] ?? [];
};
