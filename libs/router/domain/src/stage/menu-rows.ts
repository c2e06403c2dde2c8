import type { Attributes, RouterFailure } from '@ferrule/router-contracts';
import { printWhole } from '../menu/lookup.ts';
import type { MenuFacts } from '../menu/menu-facts.ts';
import { keyOf } from '../menu/row.ts';
import type { Dialogue } from './dialogue.ts';
import { readRows } from './read-rows.ts';
import type { Task } from './task.ts';

/** The rows of ordered menus as they stand while a stage is written: read once, then kept up. */
export class MenuRows {
  readonly #rows = new Map<string, Attributes[]>();

  *read(menu: MenuFacts): Dialogue<RouterFailure | null> {
    if (this.#rows.has(menu.path)) return null;
    const read = yield* readRows([printWhole(menu)]);
    if ('failure' in read) return read.failure;
    this.#rows.set(menu.path, [...(read.found[0] ?? [])]);
    return null;
  }

  /** Something happened, or not: nobody knows any more how they stand. */
  forget(menu: MenuFacts): void {
    this.#rows.delete(menu.path);
  }

  find(menu: MenuFacts, anchor: Attributes): Attributes | undefined {
    return this.#rows.get(menu.path)?.find((row) => keyOf(menu, row) === keyOf(menu, anchor));
  }

  /**
   * Whether the row stands directly before the anchor; without one, at the end. Rows whose turn comes
   * later do not count: they were put in between when this was done before, or are about to leave.
   */
  standsBefore(
    { menu, id }: Task,
    anchor: string | undefined,
    later: ReadonlySet<string | undefined>,
  ): boolean {
    const rows = this.#rows.get(menu.path) ?? [];
    const at = rows.findIndex((row) => row['.id'] === id);
    if (at < 0) return false;
    const next = rows.slice(at + 1).find((row) => row['.id'] === anchor || !later.has(row['.id']));
    return next?.['.id'] === anchor;
  }

  written({ menu, change: { before, after, moved }, id }: Task, anchor: string | undefined): void {
    const rows = this.#rows.get(menu.path);
    if (rows === undefined) return;
    const at = rows.findIndex((row) => row['.id'] === id);
    const old = rows[at];
    const row = { ...old, ...after, '.id': id ?? '' };
    if (after !== null && before !== null && moved === undefined) {
      if (old !== undefined) rows[at] = row;
      return;
    }
    if (old !== undefined) rows.splice(at, 1);
    if (after === null) return;
    const next = rows.findIndex((each) => each['.id'] === anchor);
    rows.splice(next < 0 ? rows.length : next, 0, row);
  }
}
