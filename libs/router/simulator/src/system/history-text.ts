import type { Effect } from '../effects/effect.ts';
import type { Argument } from '../menu/menu.ts';
import type { Router } from '../router.ts';
import { argumentsOf, quoted, written } from '../script/export-text.ts';
import { writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import type { Change } from '../state/state.ts';
import { stepOf } from './history.ts';
import type { Step } from './history.ts';

const commandPath = (path: string) => `/${path.slice(1).replaceAll('/', ' ')}`;

const isSecret = (argument: Argument | undefined) =>
  argument?.secret === true || argument?.sensitive === true;

const redoText = ({ call: { path, verb, args, menu } }: Step): string =>
  [
    commandPath(path),
    verb,
    ...[...args]
      .filter(([name]) => !isSecret(menu?.args.get(name)))
      .map(([name, value]) => `${name}=${quoted(value)}`),
  ].join(' ');

const oldValues = (row: Row, old: ReadonlyMap<string, string>, router: Router): string[] =>
  [...row.table.menu.args].flatMap(([name, argument]) => {
    const value = old.get(name);
    if (value === row.values.get(name) || isSecret(argument)) return [];
    if (value === undefined) return [`!${name}`];
    return [written(name, argument.type.format?.(value, router.state) ?? value, argument)];
  });

const backText = (change: Change, router: Router): string => {
  const { row } = change;
  const { path, kind } = row.table.menu;
  const words = (verb: string, ...rest: readonly string[]) =>
    [commandPath(path), verb, ...rest].join(' ');
  switch (change.kind) {
    case 'added':
      return words('remove', writeId(row.id));
    case 'removed':
      return words('add', ...argumentsOf(row, router, {}));
    case 'moved':
      return words(
        'move',
        writeId(row.id),
        ...(change.before === undefined ? [] : [`destination=${writeId(change.before.id)}`]),
      );
    case 'written': {
      const id = kind === 'singleton' ? [] : [writeId(row.id)];
      return words('set', ...id, ...oldValues(row, change.old, router));
    }
  }
};

const undoText = ({ changes }: Step, router: Router): string =>
  changes
    .filter(({ row }) => !row.dynamic)
    .toReversed()
    .map((change) => backText(change, router))
    .join('; ');

/** Commands in the words of a script, without what is secret. */
export const historyEffect: Effect = {
  live: {
    redo: (row) => {
      const step = stepOf(row);
      return step && redoText(step);
    },
    undo: (row, router) => {
      const step = stepOf(row);
      // Undone already, its changes lead forward again.
      return step === undefined || row.values.get('redoable') === 'true'
        ? undefined
        : undoText(step, router);
    },
    'floating-undo': (row, { housing }) => String(stepOf(row)?.isSafe === true && housing.isSafe()),
  },
};
