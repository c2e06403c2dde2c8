import type { Command } from '@ferrule/kernel';
import type {
  JobEvent,
  JobRef,
  JobStep,
  LeftBehind,
  Reason,
} from '@ferrule/provisioning-contracts';
import type { ChangeReport, RollbackResult } from '@ferrule/router-contracts';
import { evolve } from './evolve.ts';
import { addRollbacks, type KnownJob } from './job-state.ts';
import { incomplete, mayGoLater } from './reasons.ts';
import type { Action, BoundStep, JobWorkflow, Retry } from './workflow.ts';
import { workflowOf } from './workflows.ts';

/** When something is decided, and what was drawn for it. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** From 0 to 1: how much earlier a second attempt comes, so that not all of them come at once. */
  readonly jitter?: number;
}

/** What another service answered to the undo of a step: of one of these, at this place. */
export type ConcludeUndo = Command<
  'ConcludeUndo',
  Moment & {
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

export const stepOf = ({ steps }: JobWorkflow, name: JobStep): BoundStep => {
  const step = steps.find((each) => each.name === name);
  if (step === undefined) throw new TypeError(`a job has no step ${name}`);
  return step;
};

/** Undoes the last step that has an intent; when there is none the job has failed, and cleanly. */
export const retreat = (
  job: KnownJob,
  workflow: JobWorkflow,
  { now }: Moment,
): readonly JobEvent[] => {
  const { failure, rollback, begun, results, left } = job;
  if (failure === null) throw new TypeError('a job is undone without a reason');
  const last = begun.findLast(({ step }) => stepOf(workflow, step).undoable);
  if (last !== undefined) return [intendUndo(workflow, last, 1, now)];
  const reason = left.length === 0 ? failure.reason : incomplete(failure.reason, null, left);
  return [workflow.failed({ ...failure, reason, rollback, results })];
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
    const next = evolve(job, undone) as KnownJob;
    return [undone, ...(job.paused === null ? retreat(next, workflow, data) : [])];
  }
  // Of an attempt before this one, whose time is over.
  if (reason.code === 'DEADLINE_EXCEEDED' && notAfter !== null && now < notAfter) return [];
  if (mayGoLater(reason)) return postpone(job, workflow, reason, data);
  return giveUp(job, workflow, {
    action,
    attempt,
    reason,
    rollback,
    ...(reports && { reports }),
  });
};

/** Longer with each attempt, and never quite at the same time as that of another job. */
export const backoff = (
  { firstMs, mostMs }: Retry,
  attempt: number,
  { jitter = 0 }: Moment,
): number => Math.round(Math.min(mostMs, firstMs * 2 ** (attempt - 1)) * (1 - jitter / 2));

export const postpone = (
  job: KnownJob,
  workflow: JobWorkflow,
  reason: Reason,
  moment: Moment,
): readonly JobEvent[] => {
  const { waiting, triedSince } = job;
  if (waiting === null) return [];
  const { action, attempt } = waiting;
  const { retry } = stepOf(workflow, action.step);
  const again = moment.now + backoff(retry, attempt, moment);
  if (again - (triedSince ?? moment.now) > retry.giveUpAfterMs)
    return giveUp(job, workflow, { action, attempt, reason, rollback: null });
  return [undoLater(workflow, waiting, reason, again)];
};

export const undoLater = (
  { ref }: JobWorkflow,
  { action, attempt }: { readonly action: Action; readonly attempt: number },
  reason: Reason,
  again: number,
): JobEvent => ({
  type: 'StepUndoPostponed',
  data: { ...named(ref, action), attempt, reason, again: time(again) },
});

/** What these actions leave where, the last one first: so it would be taken away. */
export const leftBy = (
  actions: readonly Action[],
  { results }: KnownJob,
  workflow: JobWorkflow,
): readonly LeftBehind[] =>
  actions.toReversed().flatMap((action) => {
    const { undoable, left } = stepOf(workflow, action.step);
    if (!undoable) return [];
    const what = left({ results, index: action.index, notAfter: '' });
    return [{ ...action, ...(what ?? { where: workflow.name, what: action.step, commands: [] }) }];
  });

/** What stands before it in the job stays as well: an address must not be free while a router has it. */
const giveUp = (
  job: KnownJob,
  workflow: JobWorkflow,
  undo: {
    readonly action: Action;
    readonly attempt: number;
    readonly reason: Reason;
    readonly rollback: RollbackResult | null;
    readonly reports?: readonly ChangeReport[];
  },
): readonly JobEvent[] => {
  const { failure } = job;
  const { action, ...data } = undo;
  const rollback = addRollbacks(job.rollback, undo.rollback);
  const left = leftBy(job.begun, job, workflow);
  const reason = incomplete(failure?.reason ?? undo.reason, undo, left);
  const at = named(workflow.ref, action);
  return [
    { type: 'StepUndoFailed', data: { ...at, ...data } },
    { type: 'JobNeedsOperator', data: { ...at, reason, rollback, left } },
  ];
};
