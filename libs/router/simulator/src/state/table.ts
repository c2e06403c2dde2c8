import type { CompiledMenu } from '../menu/catalogue.ts';
import type { Unique } from '../menu/menu.ts';
import { Buckets } from './bucket.ts';
import type { Row } from './row.ts';
import type { Space } from './space.ts';

/** What a row is to be found under, worked out from what it holds. */
export type Keys = (values: ReadonlyMap<string, string>) => readonly string[];

/** Building an index costs as much as one look at every row; below this many nobody notices. */
const worthAnIndex = 64;

/** The rows of one menu of one router, in their order: a linked list, so that `place-before` and `move` cost the same anywhere. */
export class Table {
  readonly menu: CompiledMenu;
  readonly space: Space;
  /** The last number drawn for a row without a name. */
  lastAutoName = 0;
  #head: Row | undefined;
  #tail: Row | undefined;
  #size = 0;
  readonly #indexes = new Map<string, Buckets<string, Row>>();
  readonly #derived = new Map<Keys, Buckets<string, Row>>();

  constructor(menu: CompiledMenu, space: Space) {
    this.menu = menu;
    this.space = space;
  }

  get size(): number {
    return this.#size;
  }

  get last(): Row | undefined {
    return this.#tail;
  }

  /** The row of a singleton; of others the first. */
  get only(): Row | undefined {
    return this.#head;
  }

  *[Symbol.iterator](): Generator<Row, void, undefined> {
    for (let row = this.#head; row !== undefined; row = row.next) yield row;
  }

  /** What was written under the name, else its default. */
  stored(row: Row, name: string): string | undefined {
    return row.values.get(name) ?? this.menu.args.get(name)?.default;
  }

  link(row: Row, before?: Row): void {
    const previous = before === undefined ? this.#tail : before.previous;
    row.previous = previous;
    row.next = before;
    if (previous === undefined) this.#head = row;
    else previous.next = row;
    if (before === undefined) this.#tail = row;
    else before.previous = row;
    row.live = true;
    this.#size += 1;
  }

  unlink(row: Row): void {
    if (row.previous === undefined) this.#head = row.next;
    else row.previous.next = row.next;
    if (row.next === undefined) this.#tail = row.previous;
    else row.next.previous = row.previous;
    row.previous = undefined;
    row.next = undefined;
    row.live = false;
    this.#size -= 1;
  }

  /** Enters the row into its indexes; with what it holds now, so call it after a change and `leave` before. */
  enter(row: Row): void {
    for (const [name, index] of this.#indexes) index.add(row.values.get(name) ?? '', row);
    for (const [keys, index] of this.#derived)
      for (const key of keys(row.values)) index.add(key, row);
    for (const unique of this.menu.unique) {
      const key = this.uniqueKey(row.values, unique);
      if (key !== undefined) this.space.uniqueIndex(unique).add(key, row);
    }
    const name = this.#nameOf(row);
    if (name !== undefined) this.space.names.add(name, row);
  }

  leave(row: Row): void {
    for (const [name, index] of this.#indexes) index.delete(row.values.get(name) ?? '', row);
    for (const [keys, index] of this.#derived)
      for (const key of keys(row.values)) index.delete(key, row);
    for (const unique of this.menu.unique) {
      const key = this.uniqueKey(row.values, unique);
      if (key !== undefined) this.space.uniqueIndex(unique).delete(key, row);
    }
    const name = this.#nameOf(row);
    if (name !== undefined) this.space.names.delete(name, row);
  }

  /** Rows whose stored value under `name` is one of `values`; undefined when looking at all of them is as good. */
  candidates(name: string, values: readonly string[]): Row[] | undefined {
    if (this.#size < worthAnIndex) return undefined;
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = new Buckets();
      for (const row of this) index.add(row.values.get(name) ?? '', row);
      this.#indexes.set(name, index);
    }
    const found = new Set<Row>();
    for (const value of values) for (const row of index.get(value)) found.add(row);
    if (found.size < 2) return [...found];
    if (this.menu.ordered !== true) return [...found].sort((left, right) => left.id - right.id);
    return [...this].filter((row) => found.has(row));
  }

  /** Rows that `keys` puts under the key, in no order; however many others there are. */
  under(keys: Keys, key: string): Iterable<Row> {
    let index = this.#derived.get(keys);
    if (index === undefined) {
      index = new Buckets();
      for (const row of this) for (const one of keys(row.values)) index.add(one, row);
      this.#derived.set(keys, index);
    }
    return index.get(key);
  }

  /** undefined: such a row is no duplicate of any. */
  uniqueKey(
    values: ReadonlyMap<string, string>,
    { args, enabledOnly }: Unique,
  ): string | undefined {
    if (enabledOnly === true && values.get('disabled') === 'true') return undefined;
    let key = '';
    let anything = false;
    for (const name of args) {
      const value = values.get(name) ?? this.menu.args.get(name)?.default;
      if (value !== undefined) anything = true;
      key += `${value ?? ''}\0`;
    }
    return anything ? key : undefined;
  }

  #nameOf(row: Row): string | undefined {
    return this.menu.namedBy === undefined ? undefined : row.values.get(this.menu.namedBy);
  }
}
