import type { RouterFailure, Stage } from '@ferrule/router-contracts';
import { carryOut, type CarriedOut } from './carry-out.ts';
import type { Dialogue } from './dialogue.ts';
import type { StageOutcome } from './outcome.ts';
import { reportOf } from './task.ts';

const outcomeOf = ({ tasks, halted }: CarriedOut): StageOutcome => {
  const failures = tasks.flatMap(({ failure, change }) =>
    failure === null ? [] : [{ failure, critical: change.critical }],
  );
  const critical: RouterFailure | undefined = failures.find((each) => each.critical)?.failure;
  return {
    reports: tasks.map(reportOf),
    warnings: failures.filter((each) => !each.critical).map(({ failure }) => failure.message),
    failure: critical ?? halted,
  };
};

/**
 * Brings a router from the before-images of a stage to its after-images; again without harm. Nothing
 * is written when somebody else changed one of its rows, and nothing more when a write fails.
 */
export function* applyStage({ changes }: Stage): Dialogue<StageOutcome> {
  return outcomeOf(yield* carryOut(changes, 'all-or-stop'));
}
