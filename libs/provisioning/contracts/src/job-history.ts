import type { JobState, JobStep, ProvisioningEventType } from './job-messages.ts';
import type { JobView } from './job-view.ts';

/** What `listJobs` is asked for: everything that is said has to hold. */
export interface JobListQuestion {
  /** The last job of the page before. */
  readonly before?: string;
  readonly limit?: number;
  readonly states?: readonly JobState[];
  readonly networkId?: string;
  readonly datacenter?: string;
  readonly workflow?: string;
  /** Only the jobs of this batch. */
  readonly parentJobId?: string;
  /** RFC 3339: only jobs that began then or later. */
  readonly since?: string;
}

/** An event of a job, as whoever follows it gets it. */
export interface JobHistoryEvent {
  /** Its place in the job: 1 is the first. */
  readonly version: number;
  readonly id: string;
  readonly type: ProvisioningEventType;
  readonly at: string;
  readonly actor: string;
  readonly data: object;
}

/** A part of what happened in a job, and the job as it is after all of it. */
export interface JobHistory {
  readonly events: readonly JobHistoryEvent[];
  /** False: there are more events than fit one answer. */
  readonly isWhole: boolean;
  readonly job: JobView;
}

export interface JobHistoryQuestion {
  readonly jobId: string;
  /** Events after this place. */
  readonly after?: number;
}

export const TIMELINE_OUTCOMES = [
  'under_way',
  'completed',
  'skipped',
  'failed',
  'undone',
  'postponed',
  'noted',
] as const;

/** Something that took time in a job, or that was done to it. */
export interface TimelineEntry {
  /** A step, or the event of which nothing but its time is to be told. */
  readonly what: JobStep | ProvisioningEventType;
  /** Of a step on a router: its place in the plan. */
  readonly index: number;
  /** Whether it was done or undone; null: neither. */
  readonly direction: 'do' | 'undo' | null;
  readonly attempt: number;
  readonly start: string;
  readonly end: string | null;
  /** Null while it is under way. */
  readonly milliseconds: number | null;
  readonly outcome: (typeof TIMELINE_OUTCOMES)[number];
  /** What it was about, or why it came out as it did. */
  readonly detail: string | null;
  readonly actor: string;
}

export interface JobTimeline {
  readonly jobId: string;
  readonly status: JobState;
  readonly startTime: string;
  readonly endTime: string | null;
  /** From its start to its end; null while it has none. */
  readonly milliseconds: number | null;
  readonly entries: readonly TimelineEntry[];
}
