import type { Plan, RollbackResult } from '@ferrule/router-contracts';
import type { BatchProgress } from './batch-messages.ts';
import type { ResolvedRemoval } from './deprovision-messages.ts';
import type { JobRef, JobState, JobStep, Reason } from './job-messages.ts';
import type {
  AllocationResult,
  NetworkStatus,
  RejectedCommand,
  ResolvedRequest,
} from './messages.ts';
import type { ByOperator, LeftBehind } from './operator-messages.ts';

export const STEP_STATES = [
  'pending',
  'in_progress',
  'completed',
  'skipped',
  'failed',
  'undone',
] as const;

export interface StepView {
  readonly step: JobStep;
  readonly status: (typeof STEP_STATES)[number];
  readonly timestamp: string | null;
  readonly detail?: string;
}

/** A job as `GET /api/v1/jobs/{jobId}` shows it. */
export interface JobView extends JobRef {
  readonly workflow: string;
  readonly datacenter: string;
  readonly status: JobState;
  readonly currentStep: JobStep | null;
  readonly errorMessage: string | null;
  readonly error: Reason | null;
  readonly startTime: string;
  readonly endTime: string | null;
  readonly steps: readonly StepView[];
  readonly warnings: readonly string[];
  /** Of the provisioning of a network; null for any other job. */
  readonly request: ResolvedRequest | null;
  /** Of the removal of a network; null for any other job. */
  readonly removal: ResolvedRemoval | null;
  /** Every change of the router, with what was there before; null: there is no plan yet. */
  readonly plan: Plan | null;
  readonly result: (AllocationResult & { readonly status: NetworkStatus }) | null;
  /** What was taken off the router again; null: nothing had to be. */
  readonly rollback: RollbackResult | null;
  /** What could not be undone, or was left so by an operator, and what would take it away. */
  readonly left: readonly LeftBehind[];
  /** Who paused it; null: nobody. */
  readonly paused: (ByOperator & { readonly at: string }) | null;
  /** Why nothing of it is under way, in a sentence; null: something is, or it has ended. */
  readonly waitsFor: string | null;
  /** The batch that it is part of. */
  readonly parentJobId: string | null;
  /** Of a batch: what has become of its jobs. */
  readonly children: BatchProgress | null;
  readonly publisher: string;
  readonly actor: string;
  readonly tenant: string;
}

/** A job as lists show it. */
export interface JobSummary extends JobRef {
  readonly workflow: string;
  readonly clientId: string | null;
  readonly datacenter: string;
  readonly status: JobState;
  readonly startTime: string;
}

/** What became of a command: a job, or a no. A job whose id was used again with another request has both. */
export type JobAnswer =
  | {
      readonly outcome: 'accepted';
      readonly job: JobView;
      readonly rejection?: RejectedCommand;
    }
  | { readonly outcome: 'rejected'; readonly rejection: RejectedCommand };
