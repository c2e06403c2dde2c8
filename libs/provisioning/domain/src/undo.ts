import type { Command } from '@ferrule/kernel';
import type { JobEvent, JobRef, JobStep, Reason } from '@ferrule/provisioning-contracts';
import type { ChangeReport, RollbackResult } from '@ferrule/router-contracts';
import { addRollbacks, evolve, type KnownJob } from './job-state.ts';
import { incomplete, mayGoLater } from './reasons.ts';
import type { Action, JobWorkflow, Retry } from './workflow.ts';
import { workflowOf } from './workflows.ts';

/** What another service answered to the undo of a step: of one of these, at this place. */
export type ConcludeUndo = Command<
  'ConcludeUndo',
  {
    /** When it is decided: milliseconds since 1970. */
    readonly now: number;
    readonly steps: readonly JobStep[];
    readonly index: number;
    readonly rollback: RollbackResult | null;
    readonly reports?: readonly ChangeReport[];
    /** Why something is left. */
    readonly reason?: Reason;
  }
>;
export const time = (ms: number): string => new Date(ms).toISOString();

export const named = (ref: JobRef, { step, index }: Action) => ({
  ...ref,
  step,
  index,
});

export const stepOf = ({ steps }: JobWorkflow, name: JobStep) => {
  const step = steps.find((each) => each.name === name);
  if (step === undefined) throw new TypeError(`a job has no step ${name}`);
  return step;
};

/** Undoes the last step that has an intent; when there is none the job has failed, and cleanly. */
export const retreat = (job: KnownJob, workflow: JobWorkflow, now: number): readonly JobEvent[] => {
  const { failure, rollback, begun } = job;
  if (failure === null) throw new TypeError('a job is undone without a reason');
  const last = begun.findLast(({ step }) => stepOf(workflow, step).undoable);
  if (last === undefined) return [workflow.failed({ ...failure, rollback })];
  return [intendUndo(workflow, last, 1, now)];
};

export const intendUndo = (
  workflow: JobWorkflow,
  action: Action,
  attempt: number,
  now: number,
): JobEvent => {
  const { timeoutMs, retry } = stepOf(workflow, action.step);
  // A router that is away gets more time with each attempt, so that few commands wait for it.
  const patience = Math.min(timeoutMs * 2 ** (attempt - 1), Math.max(timeoutMs, retry.mostMs));
  return {
    type: 'StepUndoIntended',
    data: { ...named(workflow.ref, action), attempt, notAfter: time(now + patience) },
  };
};

export const concludeUndo = ({ data }: ConcludeUndo, job: KnownJob): readonly JobEvent[] => {
  const { waiting } = job;
  if (waiting?.direction !== 'undo') return [];
  const { action, attempt, notAfter } = waiting;
  if (action.index !== data.index || !data.steps.includes(action.step)) return [];
  const workflow = workflowOf(job.accepted);
  const { reason, rollback, reports, now } = data;
  if (reason === undefined) {
    const undone: JobEvent = {
      type: 'StepUndone',
      data: { ...named(workflow.ref, action), rollback, ...(reports && { reports }) },
    };
    return [undone, ...retreat(evolve(job, undone) as KnownJob, workflow, now)];
  }
  // Of an attempt before this one, whose time is over.
  if (reason.code === 'DEADLINE_EXCEEDED' && notAfter !== null && now < notAfter) return [];
  if (mayGoLater(reason)) return postpone(job, workflow, reason, now);
  return giveUp(job, workflow, {
    action,
    attempt,
    reason,
    rollback,
    ...(reports && { reports }),
  });
};

const backoff = ({ firstMs, mostMs }: Retry, attempt: number): number =>
  Math.min(mostMs, firstMs * 2 ** (attempt - 1));

export const postpone = (
  job: KnownJob,
  workflow: JobWorkflow,
  reason: Reason,
  now: number,
): readonly JobEvent[] => {
  if (job.waiting === null) return [];
  const { action, attempt } = job.waiting;
  const { retry } = stepOf(workflow, action.step);
  const again = now + backoff(retry, attempt);
  if (again - (job.undoingSince ?? now) > retry.giveUpAfterMs)
    return giveUp(job, workflow, { action, attempt, reason, rollback: null });
  return [
    {
      type: 'StepUndoPostponed',
      data: { ...named(workflow.ref, action), attempt, reason, again: time(again) },
    },
  ];
};

/** What stands before it in the job stays as well: an address must not be free while a router has it. */
const giveUp = (
  { failure, rollback: before }: KnownJob,
  { ref }: JobWorkflow,
  undo: {
    readonly action: Action;
    readonly attempt: number;
    readonly reason: Reason;
    readonly rollback: RollbackResult | null;
    readonly reports?: readonly ChangeReport[];
  },
): readonly JobEvent[] => {
  const { action, ...data } = undo;
  const rollback = addRollbacks(before, undo.rollback);
  const reason = incomplete(failure?.reason ?? undo.reason, undo.reason, rollback);
  return [
    { type: 'StepUndoFailed', data: { ...named(ref, action), ...data } },
    { type: 'JobNeedsOperator', data: { ...named(ref, action), reason, rollback } },
  ];
};
