import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';
import type { Table } from '../state/table.ts';

/** A row as it is about to become. */
export interface Draft {
  readonly table: Table;
  /** The row that is changed; undefined when one is added. */
  readonly row: Row | undefined;
  /** What it will hold; an effect may complete it with what the router computes. */
  readonly values: Map<string, string>;
  /** The arguments that somebody wrote or took away just now. */
  readonly written: ReadonlySet<string>;
}

/** What the router does beside keeping a row. */
export interface Effect {
  /** Before a row is added or changed; throws a `Trap` that refuses it. */
  prepare?(draft: Draft, router: Router): void;
  /** Before a row is changed, moved or removed; throws a `Trap` where nobody may. */
  guard?(row: Row): void;
  /** Before a row is removed; throws a `Trap` where the router needs it. */
  keep?(row: Row, router: Router): void;
  added?(row: Row, router: Router): void;
  written?(row: Row, old: ReadonlyMap<string, string>, router: Router): void;
  removed?(row: Row, router: Router): void;
  /** Properties that follow from other rows: computed whenever they are read, so that nothing has to keep them right. */
  readonly live?: Readonly<Record<string, (row: Row, router: Router) => string | undefined>>;
}
