import { canBeUnset } from '../menu/catalogue.ts';
import type { CompiledMenu } from '../menu/catalogue.ts';
import { failure, Trap } from '../menu/trap.ts';
import { readId, writeId } from '../state/row.ts';
import type { Row } from '../state/row.ts';
import { read, readAll } from '../state/view.ts';
import {
  allow,
  badUnset,
  noSuchItem,
  readChanges,
  readTargets,
  required,
  targetNames,
} from './arguments.ts';
import type { Changes } from './arguments.ts';
import type { Call, Outcome } from './call.ts';
import { listen, print } from './print.ts';
import { addRow, changeRow, refuseDynamic, removeRow } from './write-rows.ts';

type Verb = (call: Call, menu: CompiledMenu) => Outcome | undefined | Promise<Outcome | undefined>;

const besideAdd: ReadonlySet<string> = new Set(['place-before', 'copy-from']);
const noNames: ReadonlySet<string> = new Set();
const targetsOnly = targetNames;

const rowAt = (text: string, { router: { state } }: Call, menu: CompiledMenu): Row | undefined => {
  const id = readId(text);
  return id === undefined ? state.rowByName(menu.path, text) : state.row(menu, id);
};

const add: Verb = (call, menu) => {
  const place = call.args.get('place-before');
  if (place !== undefined && menu.ordered !== true)
    throw new Trap('unknown parameter place-before');
  const changes = readChanges(call, menu, 'add', besideAdd);
  const origin = call.args.get('copy-from');
  if (origin !== undefined) copy(rowAt(origin, call, menu), menu, changes);
  const before = place === undefined ? undefined : rowAt(place, call, menu);
  if (place !== undefined && before === undefined) throw noSuchItem();
  const row = addRow(call.router.state.table(menu.path), changes, call.router, before);
  return { ret: writeId(row.id) };
};

const copy = (row: Row | undefined, menu: CompiledMenu, changes: Changes): void => {
  if (row === undefined) throw noSuchItem();
  for (const [name, value] of row.values)
    if (!changes.has(name) && menu.args.has(name)) changes.set(name, value);
};

const singletonOf = (call: Call, menu: CompiledMenu): Row => {
  const row = call.router.state.table(menu.path).only;
  if (row === undefined) throw noSuchItem();
  return row;
};

const targetsOf = (call: Call, menu: CompiledMenu): Row[] =>
  menu.kind === 'singleton' ? [singletonOf(call, menu)] : readTargets(call, menu);

const set: Verb = (call, menu) => {
  const beside = menu.kind === 'singleton' ? noNames : targetNames;
  const changes = readChanges(call, menu, 'set', beside);
  for (const row of targetsOf(call, menu)) changeRow(row, changes, call.router);
  return undefined;
};

const remove: Verb = (call, menu) => {
  allow(call, targetsOnly);
  const rows = readTargets(call, menu);
  for (const row of new Set(rows)) removeRow(row, call.router);
  return undefined;
};

const toggle =
  (disabled: 'true' | 'false'): Verb =>
  (call, menu) => {
    allow(call, targetsOnly);
    for (const row of readTargets(call, menu))
      changeRow(row, new Map([['disabled', disabled]]), call.router);
    return undefined;
  };

const commentNames = new Set([...targetNames, 'comment']);

const comment: Verb = (call, menu) => {
  allow(call, commentNames);
  const rows = readTargets(call, menu);
  const text = required(call, 'comment');
  for (const row of rows)
    changeRow(row, new Map([['comment', text === '' ? undefined : text]]), call.router);
  return undefined;
};

const unsetNames = new Set([...targetNames, 'value-name']);

const unset: Verb = (call, menu) => {
  allow(call, unsetNames);
  const rows = targetsOf(call, menu);
  const name = required(call, 'value-name');
  const argument = menu.args.get(name);
  if (argument === undefined || !canBeUnset(name, argument)) throw badUnset();
  for (const row of rows) changeRow(row, new Map([[name, undefined]]), call.router);
  return undefined;
};

const moveNames = new Set([...targetNames, 'destination']);

const move: Verb = (call, menu) => {
  allow(call, moveNames);
  const rows = readTargets(call, menu);
  const text = call.args.get('destination');
  // A destination that is not there means the end, and nobody is told.
  const before = text === undefined ? undefined : rowAt(text, call, menu);
  if (before !== undefined && rows.includes(before))
    throw failure('can not move object before itself');
  rows.forEach(refuseDynamic);
  for (const row of rows) call.router.state.move(row, before);
  return undefined;
};

const getNames = new Set([...targetNames, 'value-name']);

const get: Verb = (call, menu) => {
  allow(call, getNames);
  const [row] = targetsOf(call, menu);
  if (row === undefined) throw noSuchItem();
  const name = call.args.get('value-name');
  if (name !== undefined) {
    if (!menu.args.has(name) && !menu.properties.has(name) && name !== '.id') throw badUnset();
    return { ret: read(row, name, call.router, menu) ?? '' };
  }
  const all = readAll(row, call.router, menu);
  return { ret: all.map(([key, value]) => `${key}=${value}`).join(';') };
};

const find: Verb = (call, menu) => {
  allow(call, noNames);
  return { ret: Array.from(call.router.state.rows(menu), ({ id }) => writeId(id)).join(';') };
};

export const commonVerbs: ReadonlyMap<string, { readonly run: Verb; readonly policy: string }> =
  new Map([
    ['print', { run: print, policy: 'read' }],
    ['getall', { run: print, policy: 'read' }],
    ['listen', { run: listen, policy: 'read' }],
    ['get', { run: get, policy: 'read' }],
    ['find', { run: find, policy: 'read' }],
    ['add', { run: add, policy: 'write' }],
    ['set', { run: set, policy: 'write' }],
    ['remove', { run: remove, policy: 'write' }],
    ['enable', { run: toggle('false'), policy: 'write' }],
    ['disable', { run: toggle('true'), policy: 'write' }],
    ['comment', { run: comment, policy: 'write' }],
    ['unset', { run: unset, policy: 'write' }],
    ['move', { run: move, policy: 'write' }],
  ]);
