import type { JobEvent, Reason } from '@ferrule/provisioning-contracts';
import type { ChangeReport } from '@ferrule/router-contracts';
import { evolve } from './evolve.ts';
import type { KnownJob } from './job-state.ts';
import { IN_MAINTENANCE, mayGoLater } from './reasons.ts';
import { backoff, type Moment, named, retreat, stepOf, time } from './undo.ts';
import type { Action, JobWorkflow } from './workflow.ts';

export interface StepFailure {
  readonly reason: Reason;
  readonly reports?: readonly ChangeReport[];
  /** Whoever was asked knows that nothing was done. */
  readonly nothingDone?: true;
}

/** On to what comes next, whichever way the job goes; nowhere while it is paused. */
export const goOn = (job: KnownJob, workflow: JobWorkflow, moment: Moment): readonly JobEvent[] => {
  if (job.paused !== null) return [];
  return job.failure === null ? advance(job, workflow, moment) : retreat(job, workflow, moment);
};

/** Everything up to the next step that somebody has to be asked for, or to the end. */
const advance = (job: KnownJob, workflow: JobWorkflow, moment: Moment): readonly JobEvent[] => {
  const { ref, steps } = workflow;
  const { done, deadline } = job;
  const events: JobEvent[] = [];
  const from = done === null ? 0 : steps.findIndex(({ name }) => name === done.step);
  for (const [place, step] of steps.slice(from).entries()) {
    if (step.absent !== null) {
      events.push({ type: 'StepSkipped', data: { ...ref, step: step.name, reason: step.absent } });
      continue;
    }
    const places = step.places(job.results);
    const index = places[place === 0 && done !== null ? places.indexOf(done.index) + 1 : 0];
    if (index === undefined) continue;
    const action = { step: step.name, index };
    if (deadline !== null && moment.now >= deadline) {
      const now = events.reduce<KnownJob>(follow, job);
      const reason = overdue(workflow);
      return [...events, ...fail(now, workflow, action, { reason, nothingDone: true }, moment)];
    }
    return [...events, intend(job, workflow, action, 1, moment)];
  }
  const { skipped, warnings, results } = events.reduce<KnownJob>(follow, job);
  return [...events, workflow.completed({ results, warnings, skipped })];
};

const follow = (job: KnownJob, event: JobEvent): KnownJob => evolve(job, event) as KnownJob;

export const intend = (
  { deadline, postponed }: KnownJob,
  workflow: JobWorkflow,
  action: Action,
  attempt: number,
  { now }: Moment,
): JobEvent => {
  const { timeoutMs } = stepOf(workflow, action.step);
  const { deadlineMs, ref } = workflow;
  const begins =
    deadlineMs !== null && (deadline === null || postponed?.reason.code === IN_MAINTENANCE);
  const ends = begins ? now + deadlineMs : (deadline ?? Infinity);
  const notAfter = Math.min(now + timeoutMs, ends);
  return {
    type: 'StepIntended',
    data: {
      ...named(ref, action),
      ...(Number.isFinite(timeoutMs) && { notAfter: time(notAfter) }),
      ...(attempt > 1 && { attempt }),
      ...(begins && { deadline: time(ends) }),
    },
  };
};

/** Nobody was met, or nobody answered: it is tried again while that makes sense. */
export const tryLater = (
  job: KnownJob,
  workflow: JobWorkflow,
  failure: StepFailure,
  moment: Moment,
): readonly JobEvent[] => {
  const { waiting, deadline, triedSince } = job;
  if (waiting === null) return [];
  const { action, attempt } = waiting;
  const { again: retry } = stepOf(workflow, action.step);
  const isOver = job.failure !== null || failure.reason.code === 'CANCELLED';
  if (isOver || retry === null || !mayGoLater(failure.reason))
    return fail(job, workflow, action, failure, moment);
  const again = moment.now + backoff(retry, attempt, moment);
  const isTooLate =
    again - (triedSince ?? moment.now) > retry.giveUpAfterMs ||
    (deadline !== null && again >= deadline);
  return isTooLate
    ? fail(job, workflow, action, failure, moment)
    : [later(workflow, waiting, failure.reason, again)];
};

export const later = (
  { ref }: JobWorkflow,
  { action, attempt }: { readonly action: Action; readonly attempt: number },
  reason: Reason,
  again: number,
): JobEvent => ({
  type: 'StepPostponed',
  data: { ...named(ref, action), attempt, reason, again: time(again) },
});

export const fail = (
  job: KnownJob,
  workflow: JobWorkflow,
  action: Action,
  { reason, reports, nothingDone }: StepFailure,
  moment: Moment,
): readonly JobEvent[] => {
  const failed: JobEvent = {
    type: 'StepFailed',
    data: {
      ...named(workflow.ref, action),
      reason,
      ...(reports && { reports }),
      ...(nothingDone && { nothingDone }),
    },
  };
  return [failed, ...goOn(follow(job, failed), workflow, moment)];
};

const overdue = ({ name, deadlineMs }: JobWorkflow): Reason => ({
  code: 'DEADLINE_EXCEEDED',
  message: `${name} took longer than ${(deadlineMs ?? 0) / 60_000} minutes`,
  field: null,
  suggestion: 'ask again; the steps of the job say what took so long',
  resource: null,
  current: null,
  maximum: null,
  rangeStart: null,
  rangeEnd: null,
});
