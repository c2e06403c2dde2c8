import type { Table } from './table.ts';

export const writeId = (id: number) => `*${id.toString(16).toUpperCase()}`;

/** undefined for what is no id. */
export const readId = (text: string): number | undefined =>
  /^\*[0-9a-f]{1,8}$/iu.test(text) ? Number.parseInt(text.slice(1), 16) : undefined;

/** What somebody wrote, and what effects computed, under the names of arguments and properties. Defaults are the menu's. */
export class Row {
  readonly id: number;
  readonly table: Table;
  values: Map<string, string>;
  /** The router made it and takes it away again; nobody else may. */
  readonly dynamic: boolean;
  previous: Row | undefined;
  next: Row | undefined;
  /** In its table at this moment. */
  live = false;

  constructor(table: Table, id: number, values: Map<string, string>, dynamic = false) {
    this.table = table;
    this.id = id;
    this.values = values;
    this.dynamic = dynamic;
  }
}
