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
  /** The rows that changes of the stage are about: of two that are the same each is about another. */
  readonly taken: Set<string>;
}

export const tasksOf = (changes: readonly Change[]): readonly Task[] => {
  const depths = depthsOf(changes);
  const taken = new Set<string>();
  return changes.map((change, at) => ({
    change,
    menu: menuFacts(change.path),
    depth: depths[at] ?? 0,
    isAsWanted: false,
    written: false,
    outcome: 'not_tried',
    failure: null,
    id: undefined,
    taken,
  }));
};

const inMenu = ({ menu }: Task, id: string | undefined): string => `${menu.path} ${id ?? ''}`;

export const take = (task: Task, id: string | undefined): void => {
  task.id = id;
  if (id !== undefined) task.taken.add(inMenu(task, id));
};

export const isTaken = (task: Task, row: Attributes): boolean =>
  task.taken.has(inMenu(task, row['.id']));

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

const rowOf = (task: Task, rows: readonly Attributes[]): Attributes | undefined => {
  const { menu, change, id } = task;
  if (menu.kind === 'singleton') return rows[0];
  if (id !== undefined) return rows.find((row) => row['.id'] === id);
  const key = keyOf(menu, change.after ?? {});
  return rows.find((row) => !isTaken(task, row) && keyOf(menu, row) === key);
};

/** Null when what was written is there. */
export const shortfall = (task: Task, rows: readonly Attributes[]): RouterFailure | null => {
  const { menu, change, id } = task;
  const { before, after } = change;
  if (after === null) {
    const row = rows.find((each) => each['.id'] === id);
    return row === undefined ? null : notAsWritten(menu, before ?? {}, { row, names: [] });
  }
  const row = rowOf(task, rows);
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
