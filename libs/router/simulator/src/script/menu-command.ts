import { execute } from '../command/execute.ts';
import type { Outcome } from '../command/call.ts';
import type { CompiledMenu } from '../menu/catalogue.ts';
import { Trap } from '../menu/trap.ts';
import { readId, writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import { read, readAll } from '../state/view.ts';
import type { Pair } from '../state/view.ts';
import { positionalNames } from './command-names.ts';
import { exportText } from './export-text.ts';
import { writeFile } from './files.ts';
import type { Interpreter } from './interpreter.ts';
import type { Scope } from './scope.ts';
import type { Expression, Statement } from './syntax.ts';
import { argumentOf, arrayOf, isArray } from './value.ts';
import type { Value } from './value.ts';

type Command = Statement & { readonly kind: 'menu' };

/** Changing nothing is no mistake of these: `remove [find …]` that finds none. */
const overRows = new Set(['set', 'remove', 'enable', 'disable', 'comment', 'unset', 'move']);

const permit = ({ asker }: Interpreter, policy: string): void => {
  if (!asker.may(policy)) throw new Trap('not enough permissions (9)');
};

const rowsWhere = async (
  { where }: Command,
  menu: CompiledMenu,
  interpreter: Interpreter,
  scope: Scope,
): Promise<Row[]> => {
  const { router } = interpreter;
  const rows = [...router.state.rows(menu)];
  if (where === undefined) return rows;
  const found: Row[] = [];
  for (const row of rows) {
    const show = (name: string) => read(row, name, router, menu);
    if (await interpreter.holds(where, scope, show)) found.push(row);
  }
  return found;
};

/** `0` is the first row, for a script that knows no better. */
const targetOf = (text: string, menu: CompiledMenu, { router: { state } }: Interpreter): string => {
  if (!/^\d+$/u.test(text) || state.rowByName(menu.path, text) !== undefined) return text;
  const row = [...state.rows(menu)][Number(text)];
  return row === undefined ? text : writeId(row.id);
};

const isSet = (value: Value) => value === '' || value === true;

/** What was given, by name: the text for a command, and what it was before. */
const readArguments = async (
  { named, positional, verb }: Command,
  menu: CompiledMenu | undefined,
  interpreter: Interpreter,
  scope: Scope,
): Promise<Map<string, Value>> => {
  const valueOf = async (expression: Expression): Promise<Value> =>
    expression.kind === 'word' ? expression.text : interpreter.evaluate(expression, scope);
  const args = new Map<string, Value>();
  const names = positionalNames(menu, verb);
  for (const [at, expression] of positional.entries()) {
    const name = names[at];
    if (name !== undefined) args.set(name, await valueOf(expression));
  }
  for (const [name, expression] of named) args.set(name, await valueOf(expression));
  return args;
};

const line = (pairs: readonly Pair[]) =>
  pairs
    .map(([name, value]) => `${name}=${/[\s"]/u.test(value) ? JSON.stringify(value) : value}`)
    .join(' ');

const print = async (
  command: Command,
  menu: CompiledMenu,
  args: ReadonlyMap<string, Value>,
  interpreter: Interpreter,
  scope: Scope,
): Promise<Value> => {
  permit(interpreter, 'read');
  const { router } = interpreter;
  const rows = await rowsWhere(command, menu, interpreter, scope);
  if (isSet(args.get('count-only'))) {
    interpreter.output.push(String(rows.length));
    return rows.length;
  }
  const list = args.get('proplist');
  const names = list === undefined ? undefined : ['.id', ...argumentOf(list).split(',')];
  const shown = rows.map((row) => readAll(row, router, menu, names));
  if (isSet(args.get('as-value'))) {
    const values = shown.map((pairs) => new Map(pairs));
    return menu.kind === 'singleton' ? values[0] : arrayOf(values);
  }
  const lines = shown.map((pairs, at) =>
    menu.kind === 'singleton'
      ? pairs.map(([name, value]) => `  ${name}: ${value}`).join('\n')
      : `${String(at).padStart(2)} ${line(pairs.filter(([name]) => name !== '.id'))}`,
  );
  const file = args.get('file');
  if (file === undefined) interpreter.output.push(...lines);
  else writeFile(router, `${argumentOf(file)}.txt`, `${lines.join('\n')}\n`);
  return undefined;
};

const run = async (
  { path, verb }: Command,
  args: ReadonlyMap<string, Value>,
  interpreter: Interpreter,
): Promise<Value> => {
  const { router, asker, output } = interpreter;
  const say = (row: readonly Pair[]) => {
    output.push(row.map(([name, value]) => `${name}: ${value}`).join(' '));
  };
  const outcome: Outcome | undefined = await execute(
    {
      command: `${path}/${verb}`,
      args: new Map([...args].map(([name, value]) => [name, argumentOf(value)])),
      queries: [],
      tag: undefined,
    },
    { router, asker, emit: say, onCancel: (stop) => interpreter.onCancel(stop) },
  );
  for (const row of outcome?.rows ?? []) say(row);
  return outcome?.ret;
};

/** A `get` of everything is an array of its properties. */
const getAll = (
  menu: CompiledMenu,
  target: string | undefined,
  { router }: Interpreter,
): ReadonlyMap<string, Value> => {
  const { state } = router;
  const id = readId(target ?? '');
  const row =
    menu.kind === 'singleton'
      ? state.table(menu.path).only
      : id === undefined
        ? state.rowByName(menu.path, target ?? '')
        : state.row(menu, id);
  if (row === undefined) throw new Trap('no such item', 0);
  return new Map(readAll(row, router, menu));
};

/** One `/path verb …` of a script; the value is what `[ … ]` around it would be. */
export const runMenuCommand = async (
  command: Command,
  interpreter: Interpreter,
  scope: Scope,
): Promise<Value> => {
  const { path, verb } = command;
  const { router } = interpreter;
  const menu = router.catalogue.menus.get(path);
  const args = await readArguments(command, menu, interpreter, scope);
  if (verb === 'export') {
    permit(interpreter, 'read');
    const sensitive = isSet(args.get('show-sensitive')) && interpreter.asker.may('sensitive');
    const options = {
      sensitive,
      terse: isSet(args.get('terse')),
      verbose: isSet(args.get('verbose')),
    };
    const file = args.get('file');
    if (file === undefined) interpreter.output.push(exportText(router, path, options).trimEnd());
    else writeFile(router, `${argumentOf(file)}.rsc`, exportText(router, path, options));
    return undefined;
  }
  if (menu === undefined) return run(command, args, interpreter);
  if (verb === 'find') {
    permit(interpreter, 'read');
    const rows = await rowsWhere(command, menu, interpreter, scope);
    return arrayOf(rows.map(({ id }) => writeId(id)));
  }
  if (verb === 'print') return print(command, menu, args, interpreter, scope);
  const targets = args.get('numbers') ?? args.get('.id');
  if (isArray(targets) && targets.size === 0) {
    if (overRows.has(verb)) return undefined;
    throw new Trap('no such item', 0);
  }
  if (targets !== undefined) {
    args.delete('.id');
    const name = verb === 'run' ? '.id' : 'numbers';
    args.set(
      name,
      argumentOf(targets)
        .split(',')
        .map((text) => targetOf(text, menu, interpreter))
        .join(','),
    );
  } else if ((overRows.has(verb) || verb === 'get') && menu.kind !== 'singleton')
    throw new Trap('missing value(s) of argument(s) numbers', 0);
  if (verb === 'get' && !args.has('value-name')) {
    permit(interpreter, 'read');
    return getAll(
      menu,
      menu.kind === 'singleton' ? undefined : argumentOf(args.get('numbers')),
      interpreter,
    );
  }
  return run(command, args, interpreter);
};
