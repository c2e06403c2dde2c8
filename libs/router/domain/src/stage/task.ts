import type {
  Attributes,
  Change,
  ChangeOutcome,
  ChangeReport,
  RouterFailure,
} from '@ferrule/router-contracts';
import { printSimilar } from '../menu/lookup.ts';
import type { MenuFacts } from '../menu/menu-facts.ts';
import { menuFacts } from '../menu/menus.ts';
import { differences, keyOf, rowName } from '../menu/row.ts';
import type { RouterCommand } from '../router-driver.ts';
import { depthsOf } from './depth.ts';
import { notAsWritten } from './failure.ts';

/** A change while it is carried out. */
export interface Task {
  readonly change: Change;
  readonly menu: MenuFacts;
  /** How many levels of others have to be written before it. */
  readonly depth: number;
  /** Its values are as they are to be, and only its place may be another. */
  isAsWanted: boolean;
  /** The router took it: what is there now has still to be seen. */
  written: boolean;
  outcome: ChangeOutcome;
  failure: RouterFailure | null;
  /** The row that it is done to, once that is known; never kept for later. */
  id: string | undefined;
}

export const tasksOf = (changes: readonly Change[]): readonly Task[] => {
  const depths = depthsOf(changes);
  return changes.map((change, at) => ({
    change,
    menu: menuFacts(change.path),
    depth: depths[at] ?? 0,
    isAsWanted: false,
    written: false,
    outcome: 'not_tried',
    failure: null,
    id: undefined,
  }));
};

export const failed = (task: Task, failure: RouterFailure): void => {
  task.written = false;
  task.outcome = 'failed';
  task.failure = failure;
};

export const isPending = ({ outcome, written }: Task): boolean =>
  outcome === 'not_tried' && !written;

/** What finds every row that the change may be about. */
export const lookupsOf = ({ change: { before, after }, menu }: Task): readonly RouterCommand[] =>
  [before, after].flatMap((image) => (image === null ? [] : [printSimilar(menu, image)]));

const fresh = (
  { menu, change, id }: Task,
  rows: readonly Attributes[],
  taken: ReadonlySet<string>,
) =>
  menu.kind === 'singleton'
    ? rows[0]
    : rows.find((row) =>
        id === undefined
          ? !taken.has(row['.id'] ?? '') && keyOf(menu, row) === keyOf(menu, change.after ?? {})
          : row['.id'] === id,
      );

/** Null when what was written is there. `taken` are the rows that other changes are about. */
export const shortfall = (
  task: Task,
  rows: readonly Attributes[],
  taken: ReadonlySet<string>,
): RouterFailure | null => {
  const { menu, change, id } = task;
  const { before, after } = change;
  if (after === null) {
    const row = rows.find((each) => each['.id'] === id);
    return row === undefined ? null : notAsWritten(menu, before ?? {}, { row, names: [] });
  }
  const row = fresh(task, rows, taken);
  if (row === undefined) return notAsWritten(menu, after, null);
  const names = differences(menu, row, after, new Set(Object.keys({ ...before, ...after })));
  return names.length === 0 ? null : notAsWritten(menu, after, { row, names });
};

export const reportOf = ({ change, menu, outcome, failure }: Task): ChangeReport => ({
  path: change.path,
  row: rowName(menu, change.after ?? change.before ?? {}),
  outcome,
  ...(failure !== null && { failure }),
});
