import type { CompiledMenu } from '../menu/catalogue.ts';
import { noMatch, Trap } from '../menu/trap.ts';
import { readId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import type { State } from '../state/state.ts';
import type { Call } from './call.ts';

export type Changes = Map<string, string | undefined>;

export const unknownParameter = (name: string) => new Trap(`unknown parameter ${name}`);

export const noSuchItem = () => new Trap('no such item', 0);

/** Refuses what the command does not know, by name. */
export const allow = (call: Call, names: ReadonlySet<string>): void => {
  for (const name of call.args.keys()) if (!names.has(name)) throw unknownParameter(name);
};

/** Reads the values of an `add` or a `set`. undefined: take away what was written. `!name` is how a `set` says that. */
export const readChanges = (
  call: Call,
  menu: CompiledMenu,
  mode: 'add' | 'set',
  beside: ReadonlySet<string>,
): Changes => {
  const changes: Changes = new Map();
  for (const written of call.args.keys()) {
    if (beside.has(written)) continue;
    const argument = menu.args.get(written.startsWith('!') ? written.slice(1) : written);
    if (argument === undefined || argument[mode === 'add' ? 'setOnly' : 'addOnly'] === true)
      throw unknownParameter(written);
  }
  for (const [written, text] of call.args) {
    if (beside.has(written)) continue;
    const cleared = written.startsWith('!');
    const name = cleared ? written.slice(1) : written;
    const argument = menu.args.get(name);
    if (argument === undefined) continue;
    if (cleared) {
      // On a reference the router says nothing and does nothing.
      if (argument.type.shape !== 'reference') changes.set(name, undefined);
      continue;
    }
    changes.set(name, valueOf(argument.type.parse(text, name, call.router.state), name, argument));
  }
  return changes;
};

const valueOf = (
  value: string,
  name: string,
  { type }: { readonly type: { readonly shape: string } },
): string | undefined => {
  if (name === 'comment' && value === '') return undefined;
  return type.shape === 'presence' && value === 'false' ? undefined : value;
};

const findRow = (text: string, menu: CompiledMenu, state: State): Row => {
  const id = readId(text);
  const row = id === undefined ? state.rowByName(menu.path, text) : state.row(menu, id);
  if (row === undefined) throw noSuchItem();
  return row;
};

/** The rows that `=.id=` or `=numbers=` names, by id or by name. */
export const readTargets = (call: Call, menu: CompiledMenu): Row[] => {
  const text = call.args.get('.id') ?? call.args.get('numbers');
  if (text === undefined) throw new Trap('missing =.id=');
  return text.split(',').map((part) => findRow(part, menu, call.router.state));
};

export const targetNames: ReadonlySet<string> = new Set(['.id', 'numbers']);

/** The value of an argument that must be there. */
export const required = (call: Call, name: string): string => {
  const value = call.args.get(name);
  if (value === undefined) throw new Trap(`missing =${name}=`);
  return value;
};

export const badUnset = () => noMatch('value-name');
