import type {
  JobAccepted,
  JobEvent,
  JobState,
  JobStep,
  Reason,
} from '@ferrule/provisioning-contracts';
import type { RollbackResult } from '@ferrule/router-contracts';
import type { Action, Results } from './workflow.ts';

/** What was asked for and has not been answered. */
export interface Waiting {
  readonly action: Action;
  readonly direction: 'do' | 'undo';
  /** Milliseconds since 1970; null: nothing ends it. */
  readonly notAfter: number | null;
  readonly attempt: number;
}

/** An undo that met nobody, and when it is tried again. */
export interface Postponed {
  readonly action: Action;
  readonly attempt: number;
  readonly again: number;
  readonly reason: Reason;
}

export interface KnownJob {
  readonly accepted: JobAccepted;
  readonly status: JobState;
  readonly warnings: readonly string[];
  readonly skipped: readonly string[];
  readonly results: Results;
  /** What has an intent and is not undone, in the order of the intents. */
  readonly begun: readonly Action[];
  readonly waiting: Waiting | null;
  readonly postponed: Postponed | null;
  /** Why everything is undone. */
  readonly failure: { readonly step: JobStep; readonly reason: Reason } | null;
  /** When the undo of the step that is being undone was first asked for. */
  readonly undoingSince: number | null;
  readonly rollback: RollbackResult | null;
}

export type Job = 'none' | KnownJob;

export const addRollbacks = (
  before: RollbackResult | null,
  more: RollbackResult | null,
): RollbackResult | null =>
  before === null || more === null
    ? (before ?? more)
    : {
        TotalResources: before.TotalResources + more.TotalResources,
        Removed: before.Removed + more.Removed,
        Failed: before.Failed + more.Failed,
        Errors: [...before.Errors, ...more.Errors],
      };

export const isSame = (one: Action, other: Action): boolean =>
  one.step === other.step && one.index === other.index;

const actionOf = ({
  step,
  index,
}: {
  readonly step: JobStep;
  readonly index?: number;
}): Action => ({
  step,
  index: index ?? 0,
});

const begin = (accepted: JobAccepted): KnownJob => ({
  accepted,
  status: 'PENDING',
  warnings: accepted.type === 'NetworkProvisionAccepted' ? accepted.data.warnings : [],
  skipped: [],
  results: { allocation: null, plan: null },
  begun: [],
  waiting: null,
  postponed: null,
  failure: null,
  undoingSince: null,
  rollback: null,
});

export const evolve = (job: Job, event: JobEvent): Job => {
  if (event.type === 'NetworkProvisionAccepted' || event.type === 'DatacenterPrepareAccepted')
    return begin(event);
  if (job === 'none') throw new TypeError(`${event.type} without a job`);
  return { ...job, ...change(job, event) };
};

const change = (job: KnownJob, event: Exclude<JobEvent, JobAccepted>): Partial<KnownJob> => {
  switch (event.type) {
    case 'StepIntended': {
      const action = actionOf(event.data);
      const { notAfter } = event.data;
      return {
        status: 'IN_PROGRESS',
        begun: [...job.begun, action],
        waiting: {
          action,
          direction: 'do',
          notAfter: notAfter === undefined ? null : Date.parse(notAfter),
          attempt: 1,
        },
      };
    }
    case 'StepCompleted': {
      const { result, plan, warnings = [] } = event.data;
      return {
        waiting: null,
        warnings: [...job.warnings, ...(plan?.warnings ?? []), ...warnings],
        results: { allocation: result ?? job.results.allocation, plan: plan ?? job.results.plan },
      };
    }
    case 'StepSkipped':
      return { skipped: [...job.skipped, event.data.reason] };
    case 'StepFailed': {
      const { step, reason, nothingDone } = event.data;
      return {
        status: 'ROLLING_BACK',
        waiting: null,
        failure: { step, reason },
        ...(nothingDone && { begun: job.begun.slice(0, -1) }),
      };
    }
    case 'StepUndoIntended': {
      const { attempt } = event.data;
      const notAfter = Date.parse(event.data.notAfter);
      return {
        waiting: { action: actionOf(event.data), direction: 'undo', notAfter, attempt },
        postponed: null,
        undoingSince: job.undoingSince ?? notAfter,
      };
    }
    case 'StepUndone': {
      const undone = actionOf(event.data);
      return {
        waiting: null,
        undoingSince: null,
        begun: job.begun.slice(
          0,
          job.begun.findIndex((action) => isSame(action, undone)),
        ),
        rollback: addRollbacks(job.rollback, event.data.rollback),
      };
    }
    case 'StepUndoPostponed': {
      const { attempt, again, reason } = event.data;
      return {
        waiting: null,
        postponed: { action: actionOf(event.data), attempt, again: Date.parse(again), reason },
      };
    }
    case 'StepUndoFailed':
      return { waiting: null, rollback: addRollbacks(job.rollback, event.data.rollback) };
    case 'JobNeedsOperator':
      return { status: 'NEEDS_OPERATOR' };
    case 'NetworkProvisionCompleted':
    case 'DatacenterPrepareCompleted':
      return { status: 'COMPLETED' };
    case 'NetworkProvisionFailed':
    case 'DatacenterPrepareFailed':
      return { status: 'FAILED' };
  }
};
