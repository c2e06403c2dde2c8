import type { Command, Decider } from '@ferrule/kernel';
import type { JobAccepted, JobEvent, StepOutcome } from '@ferrule/provisioning-contracts';
import { fail, goOn, later, type StepFailure, tryLater } from './forward.ts';
import { evolve } from './evolve.ts';
import { isSame, type Job, type KnownJob } from './job-state.ts';
import { obey, type OrderJob, tryNow } from './operator.ts';
import { inMaintenance, unanswered } from './reasons.ts';
import { startAgain } from './same-request.ts';
import {
  concludeUndo,
  type ConcludeUndo,
  type Moment,
  named,
  postpone,
  stepOf,
  undoLater,
} from './undo.ts';
import type { Action, Effect } from './workflow.ts';
import { workflowOf } from './workflows.ts';

export type StartJob = Command<
  'StartJob',
  Moment & {
    readonly accepted: JobAccepted;
    /** Another job works on the same thing. */
    readonly behind?: { readonly key: string; readonly jobId: string | null };
  }
>;
/** What another service answered to a step. */
export type ConcludeStep = Command<
  'ConcludeStep',
  Moment & Action & ({ readonly outcome: StepOutcome } | StepFailure)
>;
/** A timer is due, or what the job waits for may be there. */
export type WakeJob = Command<
  'WakeJob',
  Moment & {
    /** The router answers again, or the job before it has ended. */
    readonly isEarly?: boolean;
    /** Why the router that it waits for is not to be changed now. */
    readonly maintenance?: { readonly router: string; readonly why: string };
  }
>;
/** An answer after which nothing changes: it is known to have come. */
export type NoteAnswer = Command<'NoteAnswer'>;
export type JobCommand = StartJob | ConcludeStep | ConcludeUndo | WakeJob | OrderJob | NoteAnswer;

/** How far the clocks of two machines may be apart. */
const SKEW_MS = 2_000;
/** How often it is looked whether a maintenance has ended. */
const MAINTENANCE_MS = 60_000;

const start = ({ data: { accepted, behind, ...moment } }: StartJob, job: Job) => {
  if (job !== 'none') return startAgain(accepted, job);
  const workflow = workflowOf(accepted);
  if (behind === undefined)
    return [accepted, ...goOn(evolve(job, accepted) as KnownJob, workflow, moment)];
  const { key, jobId } = behind;
  const queued: JobEvent = { type: 'JobQueued', data: { ...workflow.ref, key, behind: jobId } };
  return [accepted, queued];
};

const conclude = ({ data }: ConcludeStep, job: KnownJob): readonly JobEvent[] => {
  const { waiting } = job;
  // An answer to a step that nobody waits for is an echo: of a repeat, or of somebody else's network.
  if (waiting?.direction !== 'do' || !isSame(waiting.action, data)) return [];
  const workflow = workflowOf(job.accepted);
  if ('reason' in data) {
    const { notAfter, attempt } = waiting;
    const isLate = data.reason.code === 'DEADLINE_EXCEEDED' && attempt > 1;
    // Of an attempt before this one, whose time is over.
    if (isLate && notAfter !== null && data.now < notAfter) return [];
    return tryLater(job, workflow, data, data);
  }
  const completed: JobEvent = {
    type: 'StepCompleted',
    data: { ...named(workflow.ref, waiting.action), ...data.outcome },
  };
  return [completed, ...goOn(evolve(job, completed) as KnownJob, workflow, data)];
};

const wake = ({ data }: WakeJob, job: KnownJob): readonly JobEvent[] => {
  const { now, isEarly = false, maintenance } = data;
  const { waiting, postponed, queued } = job;
  const workflow = workflowOf(job.accepted);
  if (queued !== null) return isEarly ? goOn(job, workflow, data) : [];
  const due = dueAt(job);
  if (due === null || (now < due && !(isEarly && postponed !== null))) return [];
  const open = postponed ?? waiting;
  if (open === null) return [];
  if (maintenance !== undefined) {
    const reason = inMaintenance(maintenance.router, maintenance.why);
    const again = now + MAINTENANCE_MS;
    const isCancelled = open.direction === 'do' && job.failure !== null;
    if (isCancelled) return fail(job, workflow, open.action, { reason }, data);
    if (isEarly && postponed !== null) return [];
    return [(open.direction === 'do' ? later : undoLater)(workflow, open, reason, again)];
  }
  if (postponed !== null) return tryNow(job, workflow, data);
  const reason = unanswered(open.action.step);
  return open.direction === 'do'
    ? tryLater(job, workflow, { reason }, data)
    : postpone(job, workflow, reason, data);
};

/** When the job is to be woken although nobody answers, in milliseconds since 1970. */
export const dueAt = (job: Job): number | null => {
  if (job === 'none') return null;
  const { waiting, postponed, paused } = job;
  if (waiting === null) return paused === null ? (postponed?.again ?? null) : null;
  const { action, notAfter } = waiting;
  if (notAfter === null) return null;
  // Only then nothing of it can overtake its undo, nor still be on its way while that looks.
  return notAfter + stepOf(workflowOf(job.accepted), action.step).lastsMs + SKEW_MS;
};

/** The router that it waits for, if it waits for one. */
export const awaitedRouter = (job: Job): string | null => {
  if (job === 'none') return null;
  const open = job.waiting ?? job.postponed;
  if (open === null) return null;
  return stepOf(workflowOf(job.accepted), open.action.step).router(job.results);
};

/** The command that carries out an intent, or takes it back. */
export const effectOf = (event: JobEvent, job: Job): Effect | undefined => {
  if (job === 'none') return undefined;
  const workflow = workflowOf(job.accepted);
  const { results } = job;
  if (event.type === 'JobCancelled') {
    const { action, direction, notAfter } = job.waiting ?? {};
    if (action === undefined || direction !== 'do' || typeof notAfter !== 'number')
      return undefined;
    const late = new Date(notAfter).toISOString();
    return stepOf(workflow, action.step).cancel({ results, index: action.index, notAfter: late });
  }
  if (event.type !== 'StepIntended' && event.type !== 'StepUndoIntended') return undefined;
  const { step, index = 0, notAfter = '' } = event.data;
  const definition = stepOf(workflow, step);
  const situation = { results, index, notAfter };
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
      case 'OrderJob':
        return obey(command, job);
      case 'NoteAnswer':
        return [];
    }
  },
  evolve,
};

export const jobStream = (jobId: string): string => jobId;
