import type {
  JobAccepted,
  JobEvent,
  StepIntended,
  StepPostponed,
} from '@ferrule/provisioning-contracts';
import {
  actionOf,
  addRollbacks,
  isSame,
  type Job,
  type KnownJob,
  type Postponed,
} from './job-state.ts';
import { cancelled, IN_MAINTENANCE } from './reasons.ts';
import type { Action } from './workflow.ts';

const begin = (accepted: JobAccepted): KnownJob => ({
  accepted,
  status: 'PENDING',
  phase: 'PENDING',
  warnings: 'warnings' in accepted.data ? accepted.data.warnings : [],
  skipped: [],
  results: { allocation: null, plan: null, children: null },
  begun: [],
  done: null,
  waiting: null,
  postponed: null,
  queued: null,
  paused: null,
  isCancelled: false,
  deadline: null,
  failure: null,
  triedSince: null,
  stuck: null,
  rollback: null,
  left: [],
});

const isAccepted = (event: JobEvent): event is JobAccepted => 'definitionVersion' in event.data;

export const evolve = (job: Job, event: JobEvent): Job => {
  if (isAccepted(event)) return begin(event);
  if (job === 'none') throw new TypeError(`${event.type} without a job`);
  const next = { ...job, ...change(job, event) };
  const isLive = ['PENDING', 'IN_PROGRESS', 'ROLLING_BACK'].includes(next.phase);
  return { ...next, status: next.paused !== null && isLive ? 'PAUSED' : next.phase };
};

const intended = (job: KnownJob, data: StepIntended['data']): Partial<KnownJob> => {
  const action = actionOf(data);
  const notAfter = data.notAfter === undefined ? null : Date.parse(data.notAfter);
  return {
    phase: 'IN_PROGRESS',
    queued: null,
    postponed: null,
    begun: job.begun.some((one) => isSame(one, action)) ? job.begun : [...job.begun, action],
    waiting: { action, direction: 'do', notAfter, attempt: data.attempt ?? 1 },
    triedSince: job.triedSince ?? notAfter,
    deadline: data.deadline === undefined ? job.deadline : Date.parse(data.deadline),
  };
};

const postponed = (
  job: KnownJob,
  data: StepPostponed['data'],
  direction: Postponed['direction'],
): Partial<KnownJob> => {
  const { attempt, again, reason } = data;
  return {
    waiting: null,
    postponed: { action: actionOf(data), direction, attempt, again: Date.parse(again), reason },
    // What somebody has switched off on purpose is waited for without losing patience.
    triedSince: reason.code === IN_MAINTENANCE ? null : job.triedSince,
  };
};

/** As it was before the step was begun. */
const before = (job: KnownJob, action: Action): Partial<KnownJob> => ({
  waiting: null,
  postponed: null,
  stuck: null,
  triedSince: null,
  begun: job.begun.slice(
    0,
    job.begun.findIndex((one) => isSame(one, action)),
  ),
});

const change = (job: KnownJob, event: Exclude<JobEvent, JobAccepted>): Partial<KnownJob> => {
  switch (event.type) {
    case 'StepIntended':
      return intended(job, event.data);
    case 'StepCompleted': {
      const { result, plan, children, warnings = [] } = event.data;
      const { results } = job;
      return {
        waiting: null,
        triedSince: null,
        done: actionOf(event.data),
        warnings: [...job.warnings, ...(plan?.warnings ?? []), ...warnings],
        results: {
          allocation: result ?? results.allocation,
          plan: plan ?? results.plan,
          children: children ?? results.children,
        },
      };
    }
    case 'StepPostponed':
      return postponed(job, event.data, 'do');
    case 'StepSkipped': {
      const { step, reason, by } = event.data;
      const skipped = [...job.skipped, reason];
      if (by === undefined) return { skipped };
      const warning = `${step} was left out by ${by}: ${reason}`;
      const next = { postponed: null, triedSince: null, done: actionOf(event.data) };
      return { ...next, skipped, warnings: [...job.warnings, warning] };
    }
    case 'StepFailed': {
      const { step, reason, nothingDone } = event.data;
      // An attempt before this one may have done something all the same.
      const isClean = nothingDone === true && (job.waiting?.attempt ?? 1) === 1;
      const failed = actionOf(event.data);
      return {
        phase: 'ROLLING_BACK',
        waiting: null,
        postponed: null,
        triedSince: null,
        failure: job.failure ?? { step, reason },
        ...(isClean && { begun: job.begun.filter((action) => !isSame(action, failed)) }),
      };
    }
    case 'StepUndoIntended': {
      const { attempt } = event.data;
      const notAfter = Date.parse(event.data.notAfter);
      return {
        waiting: { action: actionOf(event.data), direction: 'undo', notAfter, attempt },
        postponed: null,
        triedSince: job.triedSince ?? notAfter,
      };
    }
    case 'StepUndone':
      return {
        ...before(job, actionOf(event.data)),
        rollback: addRollbacks(job.rollback, event.data.rollback),
      };
    case 'StepUndoPostponed':
      return postponed(job, event.data, 'undo');
    case 'StepUndoFailed': {
      const { attempt, reason, rollback } = event.data;
      return { waiting: null, stuck: { action: actionOf(event.data), attempt, reason, rollback } };
    }
    case 'JobNeedsOperator':
      return { phase: 'NEEDS_OPERATOR', paused: null };
    case 'JobQueued': {
      const { key, behind } = event.data;
      return { queued: { key, behind } };
    }
    case 'JobPaused': {
      const { by, reason, at } = event.data;
      return { paused: { by, reason, at } };
    }
    case 'JobResumed': {
      const { deadline, paused } = job;
      const rest = paused === null ? 0 : Date.parse(event.data.at) - Date.parse(paused.at);
      return { paused: null, deadline: deadline === null ? null : deadline + rest };
    }
    case 'JobCancelled': {
      const { step, by, reason } = event.data;
      return {
        phase: 'ROLLING_BACK',
        paused: null,
        postponed: null,
        triedSince: null,
        isCancelled: true,
        failure: { step, reason: cancelled(by, reason) },
      };
    }
    case 'StepRetried':
      return {
        ...(job.stuck !== null && { phase: 'ROLLING_BACK' }),
        triedSince: job.postponed?.direction === 'do' ? job.triedSince : null,
        stuck: null,
      };
    case 'StepUndoSkipped':
      return {
        ...before(job, actionOf(event.data)),
        phase: 'ROLLING_BACK',
        rollback: addRollbacks(job.rollback, job.stuck?.rollback ?? null),
        left: [...job.left, ...event.data.left],
      };
    case 'JobAbandoned':
      return {
        paused: null,
        postponed: null,
        isCancelled: false,
        stuck: null,
        rollback: addRollbacks(job.rollback, job.stuck?.rollback ?? null),
        left: [...job.left, ...event.data.left],
      };
    case 'NetworkProvisionCompleted':
    case 'NetworkProvisionPlanned':
    case 'NetworkDeprovisionCompleted':
    case 'DatacenterPrepareCompleted':
    case 'NetworkBatchCompleted':
      return { phase: 'COMPLETED', paused: null };
    case 'NetworkProvisionFailed':
    case 'NetworkDeprovisionFailed':
    case 'DatacenterPrepareFailed':
    case 'NetworkBatchFailed':
      return { phase: job.isCancelled ? 'CANCELLED' : 'FAILED', paused: null };
  }
};
