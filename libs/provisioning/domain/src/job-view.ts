import type { Meta } from '@ferrule/kernel';
import {
  JOB_ENDS,
  type JobEvent,
  type JobView,
  type Reason,
} from '@ferrule/provisioning-contracts';
import { evolve, type Job, type KnownJob } from './job-state.ts';
import { stepViews } from './step-views.ts';
import { workflowOf } from './workflows.ts';

/** An event with the time at which it was recorded. */
export type TimedJobEvent = JobEvent & { readonly at: string; readonly meta: Meta };

const errorOf = (job: KnownJob, last: TimedJobEvent): Reason | null =>
  last.type === 'JobNeedsOperator' ? last.data.reason : (job.failure?.reason ?? null);

/** Whoever looks at a job that is being undone should see that it waits, and for whom. */
const waitsFor = ({ postponed }: KnownJob): readonly string[] => {
  if (postponed === null) return [];
  const { action, reason, again } = postponed;
  const next = new Date(again).toISOString();
  return [`${action.step} is not undone yet: ${reason.message}; it is tried again at ${next}`];
};

/** A job as people see it, from its events alone. */
export const jobView = (events: readonly TimedJobEvent[]): JobView | undefined => {
  const [accepted] = events;
  const last = events.at(-1);
  const job = events.reduce<Job>(evolve, 'none');
  if (accepted === undefined || last === undefined || job === 'none') return undefined;
  const { data, type } = job.accepted;
  const workflow = workflowOf(job.accepted);
  const steps = stepViews(workflow.shows(job.results), events);
  const error = errorOf(job, last);
  const hasEnded = JOB_ENDS.includes(job.status);
  return {
    ...workflow.ref,
    workflow: workflow.name,
    datacenter: type === 'NetworkProvisionAccepted' ? data.request.datacenter : data.datacenter,
    status: job.status,
    currentStep: hasEnded ? null : (steps.current ?? null),
    errorMessage: error?.message ?? null,
    error,
    startTime: accepted.at,
    endTime: hasEnded ? last.at : null,
    steps: steps.views,
    warnings:
      last.type === 'NetworkProvisionCompleted'
        ? last.data.warnings
        : [...job.warnings, ...waitsFor(job)],
    request: type === 'NetworkProvisionAccepted' ? data.request : null,
    result:
      last.type === 'NetworkProvisionCompleted' && job.results.allocation !== null
        ? { ...job.results.allocation, status: last.data.status }
        : null,
    rollback: job.rollback,
    publisher: data.publisher,
    actor: accepted.meta.actor,
    tenant: accepted.meta.tenant,
  };
};
