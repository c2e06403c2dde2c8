import type { Router } from '../router.ts';
import { effectsOf } from '../router.ts';
import { isPassing } from '../system/expiry.ts';
import type { Table } from './table.ts';

type SavedRow = readonly [id: number, values: Readonly<Record<string, string>>];

/** A router's rows as it keeps them: ids, references as ids, one character for each byte. What is derived is not saved. */
export interface SavedState {
  readonly format: 'ferrule-router-state';
  readonly version: 1;
  readonly profile: string;
  readonly board: string;
  /** The next id of each space, so that an id is never given twice. */
  readonly nextIds: Readonly<Record<string, number>>;
  readonly menus: Readonly<Record<string, readonly SavedRow[]>>;
}

export class DamagedState extends Error {
  override readonly name = 'DamagedState';
}

/** Names that its menu has, or the one that shows all rows of its space; those with a dot are the simulator's own. */
const isKnown = ({ menu, space }: Table, name: string, { state: { catalogue } }: Router) =>
  name.startsWith('.') ||
  [menu, catalogue.menus.get(space.path)].some(
    (known) => known?.args.has(name) === true || known?.properties.has(name) === true,
  );

const saveTable = (table: Table, router: Router): readonly SavedRow[] =>
  [...table]
    .filter((row) => !row.dynamic && !isPassing(row))
    .map(({ id, values }) => [
      id,
      Object.fromEntries([...values].filter(([name]) => isKnown(table, name, router))),
    ]);

/** A menu that was only looked at is as it came out of the box; one that was emptied has given ids away. */
const wasUsed = ({ menu, space, size }: Table) =>
  size > 0 || (menu.rows ?? []).length > 0 || space.nextId !== (menu.firstId ?? 1);

export const saveState = (router: Router): SavedState => {
  const { state, profile } = router;
  const tables = [...state.tables].filter(wasUsed);
  return {
    format: 'ferrule-router-state',
    version: 1,
    profile: profile.name,
    board: profile.board.name,
    nextIds: Object.fromEntries(tables.map(({ space }) => [space.path, space.nextId])),
    menus: Object.fromEntries(tables.map((table) => [table.menu.path, saveTable(table, router)])),
  };
};

const damaged = (what: string): never => {
  throw new DamagedState(what);
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readValues = (value: unknown, where: string): Map<string, string> => {
  if (!isRecord(value)) return damaged(`${where} has no values`);
  const values = new Map<string, string>();
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') return damaged(`${name} of ${where} is no text`);
    values.set(name, text);
  }
  return values;
};

const readRows = (value: unknown, path: string): [number, Map<string, string>][] => {
  if (!Array.isArray(value)) return damaged(`${path} is no list of rows`);
  return value.map((row: unknown, at): [number, Map<string, string>] => {
    const [id, values]: readonly unknown[] = Array.isArray(row) ? (row as unknown[]) : [];
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0)
      return damaged(`row ${at + 1} of ${path} has no id`);
    return [id, readValues(values, `row ${at + 1} of ${path}`)];
  });
};

const fillTable = (router: Router, path: string, rows: [number, Map<string, string>][]): void => {
  const { state } = router;
  const table = state.table(path);
  const { menu, space } = table;
  for (const [, values] of rows)
    for (const name of values.keys())
      if (!isKnown(table, name, router)) damaged(`${path} has no ${name}`);
  if (menu.kind === 'singleton') {
    const [row, ...more] = rows;
    if (row === undefined || more.length > 0 || table.only === undefined)
      return damaged(`${path} has not exactly one row`);
    state.replace(table.only, row[1]);
    return;
  }
  for (const row of [...table]) state.remove(row);
  for (const [id, values] of rows) {
    if (space.rows.has(id)) damaged(`the id ${id} of ${path} is there twice`);
    state.insert(table, values, { id });
  }
};

/** Puts what was saved into a router that is fresh. Throws `DamagedState`, and the router is good for nothing then. */
export const loadState = (router: Router, saved: unknown): void => {
  if (!isRecord(saved) || saved['format'] !== 'ferrule-router-state')
    return damaged('it is no state of a router');
  const { version, profile, board, nextIds, menus } = saved;
  if (version !== 1) return damaged(`its version is ${JSON.stringify(version)}, not 1`);
  if (profile !== router.profile.name || board !== router.profile.board.name)
    return damaged(`it belongs to a ${JSON.stringify(board)} with ${JSON.stringify(profile)}`);
  if (!isRecord(menus) || !isRecord(nextIds)) return damaged('it has no menus');
  for (const path of Object.keys(menus))
    if (!router.state.has(path)) return damaged(`there is no menu ${path}`);
  for (const [path, rows] of Object.entries(menus)) fillTable(router, path, readRows(rows, path));
  for (const table of [...router.state.tables]) {
    const next = nextIds[table.space.path];
    if (next === undefined && menus[table.menu.path] === undefined) continue;
    if (typeof next !== 'number') return damaged(`${table.space.path} has no next id`);
    table.space.nextId = Math.max(table.space.nextId, next);
  }
  for (const path of Object.keys(menus)) derive(router, router.state.table(path));
};

/** Rows of which others follow make them again. */
const derive = (router: Router, table: Table): void => {
  for (const effect of effectsOf(table.menu))
    if (effect.added !== undefined)
      for (const row of [...table]) if (!row.dynamic) effect.added(row, router);
};
