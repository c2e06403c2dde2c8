import type { Draft } from '../effects/effect.ts';
import { failure, Trap } from '../menu/trap.ts';
import { effectsOf } from '../router.ts';
import type { Router } from '../router.ts';
import { readId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import type { Table } from '../state/table.ts';
import type { Changes } from './arguments.ts';

const readDraft =
  ({ table, values }: Draft, router: Router) =>
  (name: string): string | undefined => {
    const argument = table.menu.args.get(name);
    const stored = values.get(name) ?? argument?.default;
    return stored === undefined || argument?.type.format === undefined
      ? stored
      : argument.type.format(stored, router.state);
  };

/** Everything that may refuse a row, before anything is written. */
const examine = (draft: Draft, router: Router): void => {
  const { table, row, values } = draft;
  for (const effect of effectsOf(table.menu)) effect.prepare?.(draft, router);
  const checks = table.menu.checks ?? [];
  if (checks.length > 0) {
    const read = readDraft(draft, router);
    for (const check of checks) {
      const text = check(read);
      if (text !== undefined) throw new Trap(text);
    }
  }
  for (const unique of table.menu.unique) {
    const key = table.uniqueKey(values, unique);
    if (key === undefined) continue;
    for (const other of table.space.uniqueIndex(unique).get(key))
      if (other !== row) throw new Trap(unique.error);
  }
};

const nameFor = (table: Table, prefix: string): string => {
  let number = table.lastAutoName;
  do number += 1;
  while ([...table.space.names.get(`${prefix}${number}`)].length > 0);
  table.lastAutoName = number;
  return `${prefix}${number}`;
};

export const addRow = (table: Table, changes: Changes, router: Router, before?: Row): Row => {
  const { menu } = table;
  const missing = menu.mandatory.filter((name) => changes.get(name) === undefined);
  if (missing.length > 0) throw new Trap(`missing value(s) of argument(s) ${missing.join(' ')}`, 0);
  const values = new Map<string, string>();
  for (const [name, value] of changes) if (value !== undefined) values.set(name, value);
  if (menu.autoName !== undefined && !values.has('name'))
    values.set('name', nameFor(table, menu.autoName));
  examine({ table, row: undefined, values, written: new Set(changes.keys()) }, router);
  const row = router.state.insert(table, values, { before });
  for (const effect of effectsOf(menu)) effect.added?.(row, router);
  return row;
};

export const refuseDynamic = (row: Row): void => {
  for (const effect of effectsOf(row.table.menu)) effect.guard?.(row);
  if (row.dynamic) throw failure('can not change dynamic');
};

export const changeRow = (row: Row, changes: Changes, router: Router): void => {
  refuseDynamic(row);
  const values = new Map(row.values);
  for (const [name, value] of changes) {
    if (value === undefined) values.delete(name);
    else values.set(name, value);
  }
  examine({ table: row.table, row, values, written: new Set(changes.keys()) }, router);
  const old = row.values;
  router.state.replace(row, values);
  for (const effect of effectsOf(row.table.menu)) effect.written?.(row, old, router);
};

/** A row that the router makes by itself, with all that follows from it. */
export const bring = (path: string, values: Map<string, string>, router: Router): Row => {
  const row = router.state.insert(router.state.table(path), values, { dynamic: true });
  for (const effect of effectsOf(row.table.menu)) effect.added?.(row, router);
  return row;
};

/** Takes a row away without asking anybody, with all that follows from it. */
export const withdraw = (row: Row, router: Router): void => {
  router.state.remove(row);
  for (const effect of effectsOf(row.table.menu)) effect.removed?.(row, router);
};

const isReferredTo = (row: Row, path: string, argument: string, { state }: Router): boolean => {
  if (!state.has(path)) return false;
  for (const other of state.table(path))
    if (readId(other.values.get(argument) ?? '') === row.id) return true;
  return false;
};

export const removeRow = (row: Row, router: Router): void => {
  refuseDynamic(row);
  for (const effect of effectsOf(row.table.menu)) effect.keep?.(row, router);
  for (const { menu, arg, error } of row.table.menu.inUse ?? [])
    if (isReferredTo(row, menu, arg, router)) throw new Trap(error);
  row.table.lastAutoName = 0;
  withdraw(row, router);
};
