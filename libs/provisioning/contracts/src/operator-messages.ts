import type { Command, Event } from '@ferrule/kernel';
import type { JobRef, JobState, JobStep } from './job-messages.ts';
import type { JobView } from './job-view.ts';

/** What a person may order a job to do, and the states in which that is possible. */
export const OPERATOR_STATES = {
  PauseJob: ['PENDING', 'IN_PROGRESS', 'ROLLING_BACK'],
  ResumeJob: ['PAUSED'],
  CancelJob: ['PENDING', 'IN_PROGRESS', 'PAUSED'],
  RetryJob: ['IN_PROGRESS', 'ROLLING_BACK', 'NEEDS_OPERATOR'],
  SkipStep: ['IN_PROGRESS', 'PAUSED', 'ROLLING_BACK', 'NEEDS_OPERATOR'],
  AbandonJob: ['PAUSED', 'ROLLING_BACK', 'NEEDS_OPERATOR'],
} as const satisfies Readonly<Record<string, readonly JobState[]>>;
export type OperatorCommandType = keyof typeof OPERATOR_STATES;

export const isOperatorCommand = (type: string): type is OperatorCommandType =>
  Object.hasOwn(OPERATOR_STATES, type);

/** A job that somebody points at, and why. */
export interface OperatorOrder {
  readonly jobId: string;
  readonly reason?: string;
}

/** Nothing of the job's is begun any more; what is under way is answered. Also while it is undone. */
export type PauseJob = Command<'PauseJob', OperatorOrder>;
export type ResumeJob = Command<'ResumeJob', OperatorOrder>;
/** Everything that was begun is undone, and the job is CANCELLED. */
export type CancelJob = Command<'CancelJob', OperatorOrder>;
/** What waits to be tried again, or could not be undone, is tried now. */
export type RetryJob = Command<'RetryJob', OperatorOrder>;
/** Leaves out the step that waits to be tried again, or the undo that waits or failed, and goes on. */
export type SkipStep = Command<'SkipStep', OperatorOrder & { readonly reason: string }>;
/** Undoes nothing more: what is left stays, and with it its addresses. The job is FAILED. */
export type AbandonJob = Command<'AbandonJob', OperatorOrder & { readonly reason: string }>;
export type OperatorCommand = PauseJob | ResumeJob | CancelJob | RetryJob | SkipStep | AbandonJob;

/** What travels on `PROVISIONING_QUERIES.execute`; repeated with the same id it is done once. */
export interface ExecuteQuestion {
  readonly id: string;
  readonly type: OperatorCommandType;
  readonly data: OperatorOrder;
  readonly meta: { readonly actor: string; readonly tenant: string };
}

/** The job as it is after the order. */
export interface ExecuteAnswer {
  readonly job: JobView;
}

/** Who did it, and why. */
export interface ByOperator {
  readonly by: string;
  readonly reason: string | null;
}

/** What a job leaves behind, and what would take it away. */
export interface LeftBehind {
  readonly step: JobStep;
  /** Its place in the plan. */
  readonly index: number;
  /** A router by its id, or the service that holds it. */
  readonly where: string;
  readonly what: string;
  /** As they are typed there, in the order in which to give them. */
  readonly commands: readonly string[];
}

interface OnStep extends JobRef {
  readonly step: JobStep;
  readonly index: number;
}

export type JobPaused = Event<'JobPaused', JobRef & ByOperator & { readonly at: string }>;
export type JobResumed = Event<'JobResumed', JobRef & ByOperator & { readonly at: string }>;
/** Somebody wants it undone; the event of its end, and its state, say when it is. */
export type JobCancelled = Event<
  'JobCancelled',
  JobRef & ByOperator & { /** Where it was. */ readonly step: JobStep }
>;
/** Somebody did not want to wait: the intent of the new attempt follows. */
export type StepRetried = Event<'StepRetried', OnStep & ByOperator>;
/** Somebody says that this need not be undone, or has seen to it. The undo goes on before it. */
export type StepUndoSkipped = Event<
  'StepUndoSkipped',
  OnStep & ByOperator & { readonly left: readonly LeftBehind[] }
>;
/** Nothing more is undone. */
export type JobAbandoned = Event<
  'JobAbandoned',
  JobRef & ByOperator & { readonly left: readonly LeftBehind[] }
>;

export type OperatorEvent =
  JobPaused | JobResumed | JobCancelled | StepRetried | StepUndoSkipped | JobAbandoned;
export type OperatorEventType = OperatorEvent['type'];
