import { Rejection } from '@ferrule/kernel';
import {
  type ByOperator,
  type JobEvent,
  type JobState,
  OPERATOR_STATES,
  type OperatorCommand,
  type OperatorCommandType,
} from '@ferrule/provisioning-contracts';
import { goOn, intend } from './forward.ts';
import { evolve } from './evolve.ts';
import type { KnownJob } from './job-state.ts';
import { abandoned } from './reasons.ts';
import { intendUndo, leftBy, type Moment, named, stepOf, time } from './undo.ts';
import type { JobWorkflow } from './workflow.ts';
import { workflowOf } from './workflows.ts';

/** What a person orders, with who it is and when. */
export interface OrderJob {
  readonly type: 'OrderJob';
  readonly data: Moment & { readonly by: string; readonly order: OperatorCommand };
}

/** Whatever state a job is in, an order is carried out or refused in words: never passed over. */
export const obey = (
  { data: { order, by, ...moment } }: OrderJob,
  job: KnownJob,
): readonly JobEvent[] => {
  const { type } = order;
  const states: readonly JobState[] = OPERATOR_STATES[type];
  if (!states.includes(job.status)) throw notNow(type, job, HINTS[job.status]);
  const workflow = workflowOf(job.accepted);
  const noted = { by, reason: order.data.reason ?? null };
  const events = ORDERS[type](job, workflow, noted, moment);
  const next = events.reduce<KnownJob>((state, event) => evolve(state, event) as KnownJob, job);
  return [...events, ...follow(type, job, next, workflow, moment)];
};

type Order = (
  job: KnownJob,
  workflow: JobWorkflow,
  noted: ByOperator,
  moment: Moment,
) => readonly JobEvent[];

const ORDERS: Readonly<Record<OperatorCommandType, Order>> = {
  PauseJob: (_, { ref }, noted, { now }) => [
    { type: 'JobPaused', data: { ...ref, ...noted, at: time(now) } },
  ],

  ResumeJob: (_, { ref }, noted, { now }) => [
    { type: 'JobResumed', data: { ...ref, ...noted, at: time(now) } },
  ],

  CancelJob: (job, workflow, noted) => {
    const { ref, steps } = workflow;
    if (job.waiting !== null && stepOf(workflow, job.waiting.action.step).isFinal)
      throw notNow('CancelJob', job, 'its last step is under way, which nobody can take back');
    const step = job.begun.at(-1)?.step ?? steps[0]?.name;
    if (job.failure !== null || step === undefined)
      throw notNow('CancelJob', job, 'it is being undone already; resume it');
    return [{ type: 'JobCancelled', data: { ...ref, ...noted, step } }];
  },

  RetryJob: (job, { ref }, noted) => {
    const action = job.stuck?.action ?? job.postponed?.action;
    if (action === undefined) throw notNow('RetryJob', job, UNDER_WAY);
    return [{ type: 'StepRetried', data: { ...named(ref, action), ...noted } }];
  },

  SkipStep: (job, workflow, { by, reason }) => {
    const { stuck, postponed } = job;
    const action = stuck?.action ?? postponed?.action;
    if (action === undefined) throw notNow('SkipStep', job, UNDER_WAY);
    const at = named(workflow.ref, action);
    if (stuck !== null || postponed?.direction === 'undo') {
      const left = leftBy([action], job, workflow);
      return [{ type: 'StepUndoSkipped', data: { ...at, by, reason, left } }];
    }
    if (!stepOf(workflow, action.step).mayBeLeftOut)
      throw new Rejection('STEP_NEEDED', `${action.step} cannot be left out: others need it`, {
        suggestion: 'retry it, or cancel the job',
      });
    return [{ type: 'StepSkipped', data: { ...at, by, reason: reason ?? '' } }];
  },

  AbandonJob: (job, workflow, noted) => {
    const { failure, rollback, results, waiting } = job;
    if (failure === null) throw notNow('AbandonJob', job, 'cancel it, so that it is undone');
    if (waiting !== null) throw notNow('AbandonJob', job, UNDER_WAY);
    const left = leftBy(job.begun, job, workflow);
    const given: JobEvent = { type: 'JobAbandoned', data: { ...workflow.ref, ...noted, left } };
    const all = (evolve(job, given) as KnownJob).rollback ?? rollback;
    const reason = abandoned(failure.reason, noted.by, noted.reason);
    return [given, workflow.failed({ ...failure, reason, rollback: all, results })];
  },
};

/** What an order sets going, now that it is recorded. */
const follow = (
  type: OperatorCommandType,
  before: KnownJob,
  job: KnownJob,
  workflow: JobWorkflow,
  moment: Moment,
): readonly JobEvent[] => {
  if (type === 'AbandonJob' || job.waiting !== null) return [];
  const { stuck } = before;
  if (type === 'RetryJob' && stuck !== null)
    return [intendUndo(workflow, stuck.action, stuck.attempt + 1, moment.now)];
  // Whoever is queued is let in by the end of the one before it.
  if (job.queued !== null && job.failure === null) return [];
  if (job.postponed !== null) return tryNow(job, workflow, moment);
  return goOn(job, workflow, moment);
};

/** What waits to be tried again is tried now. */
export const tryNow = (
  job: KnownJob,
  workflow: JobWorkflow,
  moment: Moment,
): readonly JobEvent[] => {
  const { postponed, paused } = job;
  if (postponed === null || paused !== null) return [];
  const { action, direction, attempt } = postponed;
  return direction === 'do'
    ? [intend(job, workflow, action, attempt + 1, moment)]
    : [intendUndo(workflow, action, attempt + 1, moment.now)];
};

const UNDER_WAY = 'it waits for an answer, and for nobody else; wait for that, or pause it';

const HINTS: Readonly<Record<JobState, string>> = {
  PENDING: 'it has not begun; cancel it if it is not wanted',
  IN_PROGRESS: 'pause it, or cancel it',
  PAUSED: 'resume it first',
  ROLLING_BACK: 'it is being undone already',
  COMPLETED: 'it is done; to take its network down, deprovision it',
  FAILED: 'it is over and undone; send a new request',
  CANCELLED: 'it is over and undone; send a new request',
  NEEDS_OPERATOR: 'retry the undo, skip it or abandon the job',
};

const WORDS: Readonly<Record<OperatorCommandType, string>> = {
  PauseJob: 'paused',
  ResumeJob: 'resumed',
  CancelJob: 'cancelled',
  RetryJob: 'tried again',
  SkipStep: 'skipped over',
  AbandonJob: 'abandoned',
};

const notNow = (type: OperatorCommandType, job: KnownJob, suggestion: string): Rejection =>
  new Rejection('JOB_STATE', `a job that is ${job.status} cannot be ${WORDS[type]} now`, {
    field: 'jobId',
    suggestion,
    status: job.status,
    states: OPERATOR_STATES[type],
  });
