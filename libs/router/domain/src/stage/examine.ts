import type { Attributes, RouterFailure } from '@ferrule/router-contracts';
import type { Dialogue } from './dialogue.ts';
import { changedByOthers, ownedByOthers } from './failure.ts';
import { judge } from './judge.ts';
import { readRows } from './read-rows.ts';
import { failed, isTaken, lookupsOf, shortfall, take, type Task } from './task.ts';

type Found = ReadonlyMap<Task, readonly Attributes[]>;

/** The rows that each change may be about. */
export function* lookUp(
  tasks: readonly Task[],
): Dialogue<{ readonly found: Found } | { readonly failure: RouterFailure }> {
  const asked = tasks.flatMap((task) => lookupsOf(task).map((command) => ({ task, command })));
  const read = yield* readRows(asked.map(({ command }) => command));
  if ('failure' in read) return read;
  const found = new Map<Task, Map<string, Attributes>>(tasks.map((task) => [task, new Map()]));
  for (const [at, { task }] of asked.entries())
    for (const row of read.found[at] ?? []) found.get(task)?.set(row['.id'] ?? '', row);
  return { found: new Map([...found].map(([task, rows]) => [task, [...rows.values()]])) };
}

const conflict = (
  { menu, change: { before, after } }: Task,
  found: Parameters<typeof changedByOthers>[2],
): RouterFailure => {
  const owner = found?.row['comment'];
  return before === null && after !== null && owner !== after['comment']
    ? ownedByOthers(menu, after, owner)
    : changedByOthers(menu, before ?? after ?? {}, found);
};

/** Finds what each change is about, and whether it is to be done; a third value is a failure of that change. */
export function* examine(tasks: readonly Task[]): Dialogue<RouterFailure | null> {
  const read = yield* lookUp(tasks);
  if ('failure' in read) return read.failure;
  for (const task of tasks) {
    const rows = (read.found.get(task) ?? []).filter((row) => !isTaken(task, row));
    const verdict = judge(task.menu, task.change, rows);
    if (verdict.is === 'other') {
      failed(task, conflict(task, verdict.found));
      continue;
    }
    take(task, verdict.row?.['.id']);
    if (verdict.is !== 'already') continue;
    const { before, after, moved } = task.change;
    // Where it stands is seen when its turn comes.
    if (before !== null && after !== null && moved !== undefined) task.isAsWanted = true;
    else task.outcome = 'already';
  }
  return null;
}

/**
 * Sees what became of writes. `doubts` has what is to be said of those that were not taken, should
 * they not have happened: even a refused command can have changed something.
 */
export function* readBack(
  tasks: readonly Task[],
  doubts: ReadonlyMap<Task, RouterFailure> = new Map(),
): Dialogue<RouterFailure | null> {
  if (tasks.length === 0) return null;
  const read = yield* lookUp(tasks);
  if ('failure' in read) {
    for (const task of tasks) failed(task, doubts.get(task) ?? read.failure);
    return read.failure;
  }
  for (const task of tasks) {
    const missing = shortfall(task, read.found.get(task) ?? []);
    if (missing === null) task.outcome = 'done';
    else failed(task, doubts.get(task) ?? missing);
  }
  return null;
}
