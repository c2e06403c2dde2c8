import type { Attributes, Change, RouterFailure, Stage } from '@ferrule/router-contracts';
import { menuFacts } from '../menu/menus.ts';
import { keyOf } from '../menu/row.ts';
import type { Dialogue } from './dialogue.ts';
import { lookUp } from './examine.ts';
import { notAsWritten } from './failure.ts';
import { judge } from './judge.ts';
import type { StageOutcome } from './outcome.ts';
import { failed, reportOf, shortfall, tasksOf, type Task } from './task.ts';

/** What becomes of each row in the end, when several stages change it one after another. */
const lastWords = (stages: readonly Stage[]): readonly Change[] => {
  const last = new Map<string, Change>();
  for (const { path, before, after, critical } of stages.flatMap(({ changes }) => changes)) {
    const place = (image: Attributes) => `${path} ${keyOf(menuFacts(path), image)}`;
    const earlier = before === null ? undefined : last.get(place(before));
    if (before !== null) last.delete(place(before));
    last.set(place(after ?? before ?? {}), {
      path,
      before: earlier === undefined ? before : earlier.before,
      after: after === null ? null : { ...earlier?.after, ...after },
      critical,
    });
  }
  return [...last.values()];
};

const isStillThere = ({ menu, change }: Task, rows: readonly Attributes[]): boolean =>
  change.before !== null && judge(menu, change, rows).is === 'before';

const failureOf = (task: Task, rows: readonly Attributes[]): RouterFailure | null => {
  const { menu, change } = task;
  if (change.after !== null) return shortfall(task, rows);
  if (!isStillThere(task, rows)) return null;
  return notAsWritten(menu, change.before ?? {}, { row: {}, names: [] });
};

/** Reads back what stages wanted, all of them together. Only reads. */
export function* verifyStages(stages: readonly Stage[]): Dialogue<StageOutcome> {
  const tasks = tasksOf(lastWords(stages));
  const read = yield* lookUp(tasks);
  const warnings: string[] = [];
  let failure = 'failure' in read ? read.failure : null;
  if ('found' in read)
    for (const task of tasks) {
      const missing = failureOf(task, read.found.get(task) ?? []);
      if (missing === null) task.outcome = 'already';
      else {
        failed(task, missing);
        if (task.change.critical) failure ??= missing;
        else warnings.push(missing.message);
      }
    }
  return { reports: tasks.map(reportOf), warnings, failure };
}
