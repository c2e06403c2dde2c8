import type { Meta } from '@ferrule/kernel';
import {
  type BatchProgress,
  JOB_ENDS,
  type JobEvent,
  type JobView,
  type LeftBehind,
  type Reason,
} from '@ferrule/provisioning-contracts';
import { aboutOf } from './about.ts';
import { evolve } from './evolve.ts';
import { actionOf, addRollbacks, type Job, type KnownJob } from './job-state.ts';
import { stepViews } from './step-views.ts';
import { leftBy } from './undo.ts';
import type { ShownStep } from './workflow.ts';
import { isKnown, workflowOf } from './workflows.ts';

/** An event with the time at which it was recorded. */
export type TimedJobEvent = JobEvent & { readonly at: string; readonly meta: Meta };

const errorOf = ({ phase, failure }: KnownJob, last: TimedJobEvent): Reason | null => {
  if (phase === 'COMPLETED') return null;
  // The last word says more than the first cause: what could not be undone.
  const said = JOB_ENDS.includes(phase) && 'reason' in last.data ? last.data.reason : null;
  return typeof said === 'object' && said !== null ? said : (failure?.reason ?? null);
};

/** Whoever looks at a job of which nothing is under way should see why. */
const waitsFor = ({ postponed, paused, queued, phase }: KnownJob): string | null => {
  if (JOB_ENDS.includes(phase)) return null;
  if (paused !== null) {
    const why = paused.reason === null ? '' : `: ${paused.reason}`;
    return `${paused.by} has paused it${why}`;
  }
  if (queued !== null)
    return `${queued.behind ?? 'another job'} works on ${queued.key}; it begins when that has ended`;
  if (postponed === null) return null;
  const { action, reason, again, direction } = postponed;
  const is = direction === 'do' ? 'done' : 'undone';
  const next = new Date(again).toISOString();
  return `${action.step} is not ${is} yet: ${reason.message}; it is tried again at ${next}`;
};

/** A job as people see it, from its events alone. */
export const jobView = (events: readonly TimedJobEvent[]): JobView | undefined => {
  const [accepted] = events;
  const last = events.at(-1);
  const job = events.reduce<Job>(evolve, 'none');
  if (accepted === undefined || last === undefined || job === 'none') return undefined;
  const { data } = job.accepted;
  const { networkId, datacenter, request, removal, parentJobId } = aboutOf(job.accepted);
  const steps = stepViews(shownOf(job, events), events);
  const error = errorOf(job, last);
  const hasEnded = JOB_ENDS.includes(job.phase);
  const waits = waitsFor(job);
  const isProvisioned = last.type === 'NetworkProvisionCompleted';
  return {
    jobId: data.jobId,
    networkId,
    workflow: data.definition,
    datacenter,
    status: job.status,
    currentStep: hasEnded ? null : (steps.current ?? null),
    errorMessage: error?.message ?? null,
    error,
    startTime: accepted.at,
    endTime: hasEnded ? last.at : null,
    steps: steps.views,
    warnings: isProvisioned
      ? last.data.warnings
      : [...job.warnings, ...(waits === null ? [] : [waits])],
    request,
    removal,
    plan: job.results.plan,
    result: resultOf(job, last),
    rollback: addRollbacks(job.rollback, job.stuck?.rollback ?? null),
    left: leftOf(job),
    paused: job.paused,
    waitsFor: waits,
    parentJobId,
    children: childrenOf(job),
    publisher: data.publisher,
    actor: accepted.meta.actor,
    tenant: accepted.meta.tenant,
  };
};

/** A job of a definition that is gone shows what it did, as it was called there. */
const shownOf = (job: KnownJob, events: readonly TimedJobEvent[]): readonly ShownStep[] => {
  if (isKnown(job.accepted)) return workflowOf(job.accepted).shows(job.results);
  const begun = events.flatMap((event) =>
    event.type === 'StepIntended' || event.type === 'StepSkipped' ? [actionOf(event.data)] : [],
  );
  return [...new Set(begun.map(({ step }) => step))].map((step) => ({
    step,
    parts: begun.filter((action) => action.step === step),
  }));
};

const leftOf = (job: KnownJob): readonly LeftBehind[] =>
  job.stuck === null || !isKnown(job.accepted)
    ? job.left
    : [...job.left, ...leftBy(job.begun, job, workflowOf(job.accepted))];

/** What it was given, or would have been. */
const resultOf = ({ accepted, results }: KnownJob, last: TimedJobEvent): JobView['result'] => {
  if (last.type !== 'NetworkProvisionCompleted' && last.type !== 'NetworkProvisionPlanned')
    return null;
  const preview = 'preview' in accepted.data ? accepted.data.preview : undefined;
  const found = results.allocation ?? preview;
  return found === undefined ? null : { ...found, status: last.data.status };
};

/** How far the jobs of a batch are; while they run, only their own rows tell. */
const childrenOf = ({ accepted, results, phase }: KnownJob): BatchProgress | null => {
  if (accepted.type !== 'NetworkBatchAccepted') return null;
  const { children } = results;
  if (children !== null) return { ...children, running: 0, pending: 0 };
  const total = accepted.data.networks.length;
  const never = JOB_ENDS.includes(phase) ? total : 0;
  const none = { completed: 0, failed: 0, cancelled: never, needsOperator: 0, running: 0 };
  return { total, ...none, pending: total - never };
};
