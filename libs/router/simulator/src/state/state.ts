import type { Catalogue, CompiledMenu } from '../menu/catalogue.ts';
import type { Names } from '../menu/value-type.ts';
import { readId, Row, writeId } from './row.ts';
import { Space } from './space.ts';
import { Table } from './table.ts';

export type Change =
  | { readonly kind: 'added'; readonly row: Row }
  | { readonly kind: 'removed'; readonly row: Row; readonly before: Row | undefined }
  | { readonly kind: 'written'; readonly row: Row; readonly old: Map<string, string> }
  | { readonly kind: 'moved'; readonly row: Row; readonly before: Row | undefined };

export type ChangeListener = (change: Change) => void;

/** Everything that one router holds. Only its own methods change rows, so that indexes, listeners and undo see all of it. */
export class State implements Names {
  readonly catalogue: Catalogue;
  readonly #spaces = new Map<string, Space>();
  readonly #tables = new Map<string, Table>();
  readonly #listeners = new Set<ChangeListener>();

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  /** Tables without rows are made when first asked for: of some hundred menus a router uses a dozen. */
  table(path: string): Table {
    const found = this.#tables.get(path);
    if (found !== undefined) return found;
    const menu = this.catalogue.menus.get(path);
    if (menu === undefined) throw new Error(`no such menu: ${path}`);
    const table = new Table(menu, this.space(menu));
    this.#tables.set(path, table);
    this.#fill(table);
    return table;
  }

  has(path: string): boolean {
    return this.catalogue.menus.has(path);
  }

  space(menu: CompiledMenu): Space {
    let space = this.#spaces.get(menu.space);
    if (space === undefined) {
      space = new Space(menu.space, menu.firstId);
      this.#spaces.set(menu.space, space);
    }
    return space;
  }

  *rows(menu: CompiledMenu): Generator<Row, void, undefined> {
    if (menu.umbrella) yield* this.space(menu).rows.values();
    else yield* this.table(menu.path);
  }

  row(menu: CompiledMenu, id: number): Row | undefined {
    const row = this.table(menu.path).space.rows.get(id);
    return row !== undefined && (menu.umbrella || row.table.menu === menu) ? row : undefined;
  }

  rowByName(path: string, name: string): Row | undefined {
    const menu = this.catalogue.menus.get(path);
    if (menu === undefined) return undefined;
    for (const row of this.table(path).space.names.get(name))
      if (menu.umbrella || row.table.menu === menu) return row;
    return undefined;
  }

  find(path: string, name: string): readonly string[] {
    const exact = this.rowByName(path, name);
    if (exact !== undefined) return [writeId(exact.id)];
    const menu = this.catalogue.menus.get(path);
    if (menu?.namedBy === undefined) return [];
    const found: string[] = [];
    for (const row of this.rows(menu)) {
      if (row.values.get(menu.namedBy)?.startsWith(name) !== true) continue;
      found.push(writeId(row.id));
      if (found.length > 1) break;
    }
    return found;
  }

  nameOf(path: string, id: string): string | undefined {
    const menu = this.catalogue.menus.get(path);
    const number = readId(id);
    if (menu?.namedBy === undefined || number === undefined) return undefined;
    return this.row(menu, number)?.values.get(menu.namedBy);
  }

  insert(
    table: Table,
    values: Map<string, string>,
    {
      before,
      dynamic = false,
      id,
    }: { before?: Row | undefined; dynamic?: boolean; id?: number } = {},
  ): Row {
    const row = new Row(table, id ?? table.space.nextId++, values, dynamic);
    this.#put(row, before);
    this.#tell({ kind: 'added', row });
    return row;
  }

  remove(row: Row): void {
    const before = row.next;
    row.table.leave(row);
    row.table.unlink(row);
    row.table.space.rows.delete(row.id);
    this.#tell({ kind: 'removed', row, before });
  }

  /** A value of undefined takes away what was written. */
  write(row: Row, changes: Iterable<readonly [string, string | undefined]>): void {
    const values = new Map(row.values);
    for (const [name, value] of changes) {
      if (value === undefined) values.delete(name);
      else values.set(name, value);
    }
    this.replace(row, values);
  }

  replace(row: Row, values: Map<string, string>): void {
    const old = row.values;
    row.table.leave(row);
    row.values = values;
    row.table.enter(row);
    this.#tell({ kind: 'written', row, old });
  }

  /** To the end without `before`. */
  move(row: Row, before: Row | undefined): void {
    const old = row.next;
    row.table.unlink(row);
    row.table.link(row, before);
    this.#tell({ kind: 'moved', row, before: old });
  }

  undo(change: Change): void {
    switch (change.kind) {
      case 'added':
        if (change.row.live) this.remove(change.row);
        return;
      case 'removed':
        this.#put(change.row, change.before?.live === true ? change.before : undefined);
        this.#tell({ kind: 'added', row: change.row });
        return;
      case 'written':
        if (change.row.live) this.replace(change.row, change.old);
        return;
      case 'moved':
        if (change.row.live) this.move(change.row, change.before);
    }
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Those that were ever asked for; the others are as they come out of the box. */
  get tables(): Iterable<Table> {
    return this.#tables.values();
  }

  #put(row: Row, before: Row | undefined): void {
    row.table.link(row, before);
    row.table.space.rows.set(row.id, row);
    row.table.enter(row);
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  #fill(table: Table): void {
    const { kind, rows = [] } = table.menu;
    if (kind === 'singleton') {
      // It has no id, so no space knows it.
      const row = new Row(table, 0, new Map(Object.entries(rows[0] ?? {})));
      table.link(row);
      return;
    }
    for (const values of rows)
      this.#put(new Row(table, table.space.nextId++, new Map(Object.entries(values))), undefined);
  }
}
