import type { Stage } from '@ferrule/router-contracts';
import type { Dialect } from '../dialect.ts';
import { planRemoval } from '../plan/plan-changes.ts';
import { carryOut, type CarriedOut } from './carry-out.ts';
import type { Dialogue } from './dialogue.ts';
import type { RevertOutcome } from './outcome.ts';
import { reportOf, type Task, tasksOf } from './task.ts';
import { undo } from './undo.ts';

const outcomeOf = (
  carried: readonly CarriedOut[],
  isResource: (task: Task) => boolean = () => true,
): RevertOutcome => {
  const tasks = carried.flatMap((each) => each.tasks);
  const halted = carried.map((each) => each.halted).find((failure) => failure !== null) ?? null;
  const failures = tasks.flatMap(({ failure }) => failure ?? []);
  const resources = tasks.filter(isResource);
  const removed = resources.filter(({ outcome }) => outcome === 'done' || outcome === 'already');
  return {
    reports: tasks.map(reportOf),
    rollback: {
      TotalResources: resources.length,
      Removed: removed.length,
      Failed: resources.length - removed.length,
      Errors: [...failures, ...(halted === null ? [] : [halted])].map(({ message }) => message),
    },
    failure: failures[0] ?? halted,
  };
};

/** A row is one resource, although it may be disabled before it is removed. */
const isRemoval = ({ change }: Task): boolean => change.after === null;

/** Undoes what of a stage was done, however far that was: every row is tried, and no third value overwritten. */
export function* revertStage(stage: Stage): Dialogue<RevertOutcome> {
  return outcomeOf([yield* carryOut(undo(stage).changes, 'best')]);
}

/** Removes every row whose comment is exactly the tag, as far as it goes. */
export function* cleanTag(tag: string, dialect: Dialect): Dialogue<RevertOutcome> {
  const planned = yield* planRemoval(tag, dialect);
  if ('failure' in planned) return outcomeOf([{ tasks: [], halted: planned.failure }]);
  const carried: CarriedOut[] = [];
  for (const { changes } of planned.plan.stages) {
    const isHalted = carried.some(({ halted }) => halted !== null);
    carried.push(
      // What nothing was sent for any more is left, and counts.
      isHalted ? { tasks: tasksOf(changes), halted: null } : yield* carryOut(changes, 'best'),
    );
  }
  return outcomeOf(carried, isRemoval);
}
