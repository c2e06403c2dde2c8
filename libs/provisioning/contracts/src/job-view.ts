import type { RollbackResult } from '@ferrule/router-contracts';
import type { JobRef, JobState, JobStep, Reason } from './job-messages.ts';
import type {
  AllocationResult,
  NetworkStatus,
  RejectedCommand,
  ResolvedRequest,
} from './messages.ts';

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
  /** Null for a job that is about no network. */
  readonly request: ResolvedRequest | null;
  readonly result: (AllocationResult & { readonly status: NetworkStatus }) | null;
  /** What was taken off the router again; null: nothing had to be. */
  readonly rollback: RollbackResult | null;
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
