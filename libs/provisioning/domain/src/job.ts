import { type Command, type Decider, Rejection } from '@ferrule/kernel';
import type { JobAccepted, JobEvent, Reason, StepOutcome } from '@ferrule/provisioning-contracts';
import type { ChangeReport } from '@ferrule/router-contracts';
import { evolve, isSame, type Job, type KnownJob } from './job-state.ts';
import { unanswered } from './reasons.ts';
import {
  concludeUndo,
  type ConcludeUndo,
  intendUndo,
  named,
  postpone,
  retreat,
  stepOf,
  time,
} from './undo.ts';
import type { Action, Effect, JobWorkflow } from './workflow.ts';
import { workflowOf } from './workflows.ts';

/** When it is decided: milliseconds since 1970. */
interface Now {
  readonly now: number;
}

export type StartJob = Command<'StartJob', Now & { readonly accepted: JobAccepted }>;
interface StepFailure {
  readonly reason: Reason;
  readonly reports?: readonly ChangeReport[];
  /** Whoever was asked knows that nothing was done. */
  readonly nothingDone?: true;
}
/** What another service answered to a step. */
export type ConcludeStep = Command<
  'ConcludeStep',
  Now & Action & ({ readonly outcome: StepOutcome } | StepFailure)
>;
/** A timer is due. */
export type WakeJob = Command<'WakeJob', Now>;
export type JobCommand = StartJob | ConcludeStep | ConcludeUndo | WakeJob;

/** How far the clocks of two machines may be apart. */
const SKEW_MS = 2_000;

/** Everything up to the next step that somebody has to be asked for, or to the end. */
const advance = (
  job: KnownJob,
  workflow: JobWorkflow,
  after: Action | null,
  now: number,
): readonly JobEvent[] => {
  const { ref, steps } = workflow;
  const events: JobEvent[] = [];
  const from = after === null ? 0 : steps.findIndex(({ name }) => name === after.step);
  for (const [place, step] of steps.slice(from).entries()) {
    if (step.absent !== null) {
      events.push({ type: 'StepSkipped', data: { ...ref, step: step.name, reason: step.absent } });
      continue;
    }
    const places = step.places(job.results);
    const done = place === 0 && after !== null ? places.indexOf(after.index) + 1 : 0;
    const index = places[done];
    if (index === undefined) continue;
    const notAfter = time(now + step.timeoutMs);
    const action = named(ref, { step: step.name, index });
    return [...events, { type: 'StepIntended', data: { ...action, notAfter } }];
  }
  const { skipped, warnings, results } = events.reduce<Job>(evolve, job) as KnownJob;
  return [...events, workflow.completed({ results, warnings, skipped })];
};

const fail = (
  job: KnownJob,
  workflow: JobWorkflow,
  action: Action,
  { reason, reports, nothingDone, now }: Now & StepFailure,
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
  return [failed, ...retreat(evolve(job, failed) as KnownJob, workflow, now)];
};

const start = ({ data: { accepted, now } }: StartJob, job: Job): readonly JobEvent[] => {
  if (job === 'none')
    return [
      accepted,
      ...advance(evolve(job, accepted) as KnownJob, workflowOf(accepted), null, now),
    ];
  if (asksTheSame(job.accepted, accepted)) return [];
  throw new Rejection(
    'IDEMPOTENCY_KEY_REUSED',
    `job ${accepted.data.jobId} was started by this id with another request`,
    { suggestion: 'send a new request under a new id' },
  );
};

const asksTheSame = (one: JobAccepted, other: JobAccepted): boolean => {
  if (one.type === 'DatacenterPrepareAccepted')
    return one.type === other.type && one.data.datacenter === other.data.datacenter;
  if (one.type !== other.type) return false;
  const asked = new Map<string, unknown>(Object.entries(one.data.request));
  return Object.entries(other.data.request).every(([name, value]) => asked.get(name) === value);
};

const conclude = ({ data }: ConcludeStep, job: KnownJob): readonly JobEvent[] => {
  const { waiting } = job;
  // An answer to a step that nobody waits for is an echo: of a repeat, or of somebody else's network.
  if (waiting?.direction !== 'do' || !isSame(waiting.action, data)) return [];
  const workflow = workflowOf(job.accepted);
  if ('reason' in data) return fail(job, workflow, waiting.action, data);
  const completed: JobEvent = {
    type: 'StepCompleted',
    data: { ...named(workflow.ref, waiting.action), ...data.outcome },
  };
  const next = evolve(job, completed) as KnownJob;
  return [completed, ...advance(next, workflow, waiting.action, data.now)];
};

const wake = ({ data: { now } }: WakeJob, job: KnownJob): readonly JobEvent[] => {
  const due = dueAt(job);
  if (due === null || now < due) return [];
  const workflow = workflowOf(job.accepted);
  const { waiting, postponed } = job;
  if (postponed !== null)
    return [intendUndo(workflow, postponed.action, postponed.attempt + 1, now)];
  if (waiting === null) return [];
  const reason = unanswered(waiting.action.step);
  return waiting.direction === 'do'
    ? fail(job, workflow, waiting.action, { reason, now })
    : postpone(job, workflow, reason, now);
};

/** When the job is to be woken although nobody answers, in milliseconds since 1970. */
export const dueAt = (job: Job): number | null => {
  if (job === 'none') return null;
  if (job.postponed !== null) return job.postponed.again;
  if (typeof job.waiting?.notAfter !== 'number') return null;
  const { action, notAfter } = job.waiting;
  // Only then nothing of it can overtake its undo, nor still be on its way while that looks.
  return notAfter + stepOf(workflowOf(job.accepted), action.step).lastsMs + SKEW_MS;
};

/** The command that carries out an intent. */
export const effectOf = (event: JobEvent, job: Job): Effect | undefined => {
  if (job === 'none') return undefined;
  if (event.type !== 'StepIntended' && event.type !== 'StepUndoIntended') return undefined;
  const { step, index = 0, notAfter = '' } = event.data;
  const definition = stepOf(workflowOf(job.accepted), step);
  const situation = { results: job.results, index, notAfter };
  return event.type === 'StepIntended' ? definition.do(situation) : definition.undo(situation);
};

export const jobDecider: Decider<JobCommand, JobEvent, Job> = {
  initial: 'none',
  decide: (command, job) => {
    if (command.type === 'StartJob') return start(command, job);
    if (job === 'none') return [];
    switch (command.type) {
      case 'ConcludeStep':
        return conclude(command, job);
      case 'ConcludeUndo':
        return concludeUndo(command, job);
      case 'WakeJob':
        return wake(command, job);
    }
  },
  evolve,
};

export const jobStream = (jobId: string): string => jobId;
