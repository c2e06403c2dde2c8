import type { Event } from '@ferrule/kernel';
import type { ChangeReport, Plan, RollbackResult } from '@ferrule/router-contracts';
import type {
  BatchSummary,
  NetworkBatchAccepted,
  NetworkBatchCompleted,
  NetworkBatchFailed,
} from './batch-messages.ts';
import type {
  NetworkDeprovisionAccepted,
  NetworkDeprovisionCompleted,
  NetworkDeprovisionFailed,
  NetworkDeprovisionRejected,
} from './deprovision-messages.ts';
import type {
  AllocationResult,
  DatacenterPrepareAccepted,
  DatacenterPrepareCompleted,
  DatacenterPrepareFailed,
  DatacenterPrepareRejected,
  NetworkBatchRejected,
  NetworkProvisionAccepted,
  NetworkProvisionCompleted,
  NetworkProvisionFailed,
  NetworkProvisionPlanned,
  NetworkProvisionRejected,
} from './messages.ts';
import type { LeftBehind, OperatorEvent } from './operator-messages.ts';

/**
 * The public steps of `network.provision`, in the order in which an answer lists them; the last two
 * where they were asked for.
 */
export const PROVISIONING_STEPS = [
  'ipam_allocation',
  'router_vlan_creation',
  'firewall_rules',
  'dhcp_configuration',
  'dns_update',
  'routing_configuration',
  'bgp_configuration',
] as const;
export type ProvisioningStep = (typeof PROVISIONING_STEPS)[number];

/** Every step there is: the public ones, what a job does on a router, and by jobs of its own. */
export const JOB_STEPS = [
  ...PROVISIONING_STEPS,
  'router_plan',
  'router_apply',
  'router_activate',
  'dns_withdrawal',
  'ipam_release',
  'child_jobs',
] as const;
export type JobStep = (typeof JOB_STEPS)[number];

export const JOB_STATES = [
  'PENDING',
  'IN_PROGRESS',
  'PAUSED',
  'ROLLING_BACK',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'NEEDS_OPERATOR',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** The states in which nothing happens any more by itself. */
export const JOB_ENDS: readonly JobState[] = ['COMPLETED', 'FAILED', 'CANCELLED', 'NEEDS_OPERATOR'];

export interface JobRef {
  readonly jobId: string;
  /** Null: the job is about no network. */
  readonly networkId: string | null;
}

export interface NetworkJobRef extends JobRef {
  readonly networkId: string;
}

/** Why something did not happen, in the words that an answer shows. */
export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly suggestion: string | null;
  readonly resource: string | null;
  readonly current: number | null;
  readonly maximum: number | null;
  readonly rangeStart: string | null;
  readonly rangeEnd: string | null;
}

interface StepRef extends JobRef {
  readonly step: JobStep;
  /** The place in the plan of what a step on a router is about, otherwise 0; absent in old jobs. */
  readonly index?: number;
}

/** What a step brought. */
export interface StepOutcome {
  /** Of `ipam_allocation`. */
  readonly result: AllocationResult | null;
  /** Of `router_plan`: every change, with what was there before. */
  readonly plan?: Plan;
  /** Of a stage: what became of each change. */
  readonly reports?: readonly ChangeReport[];
  readonly warnings?: readonly string[];
  /** Of `child_jobs`. */
  readonly children?: BatchSummary;
}

interface Undoing extends StepRef {
  /** 1 for the first time. */
  readonly attempt: number;
}

/** Recorded before the command goes out: whatever becomes of it, it is known that it may have happened. */
export type StepIntended = Event<
  'StepIntended',
  StepRef & {
    /** RFC 3339. Later than this nobody begins it. */
    readonly notAfter?: string;
    /** 1 for the first time, and where it is absent. */
    readonly attempt?: number;
    /** RFC 3339. What is not done by then is undone; said where it begins to hold. */
    readonly deadline?: string;
  }
>;
export type StepCompleted = Event<'StepCompleted', StepRef & StepOutcome>;
/** Nobody was met. It is tried again; somebody should look at what is away meanwhile. */
export type StepPostponed = Event<
  'StepPostponed',
  StepRef & { readonly attempt: number; readonly reason: Reason; readonly again: string }
>;
export type StepSkipped = Event<
  'StepSkipped',
  StepRef & {
    readonly reason: string;
    /** Who left it out; absent where the workflow itself did. */
    readonly by?: string;
  }
>;
export type StepFailed = Event<
  'StepFailed',
  StepRef & {
    readonly reason: Reason;
    readonly reports?: readonly ChangeReport[];
    /** It is known that nothing was done: there is nothing to undo. */
    readonly nothingDone?: true;
  }
>;
export type StepUndoIntended = Event<'StepUndoIntended', Undoing & { readonly notAfter: string }>;
export type StepUndone = Event<
  'StepUndone',
  StepRef & {
    readonly rollback: RollbackResult | null;
    readonly reports?: readonly ChangeReport[];
  }
>;
/** The router could not be asked. It is tried again: somebody should look at the router meanwhile. */
export type StepUndoPostponed = Event<
  'StepUndoPostponed',
  Undoing & { readonly reason: Reason; readonly again: string }
>;
export type StepUndoFailed = Event<
  'StepUndoFailed',
  Undoing & {
    readonly reason: Reason;
    readonly rollback: RollbackResult | null;
    readonly reports?: readonly ChangeReport[];
  }
>;
/** Something could not be undone. What is left keeps its addresses until somebody has seen to it. */
export type JobNeedsOperator = Event<
  'JobNeedsOperator',
  StepRef & {
    readonly reason: Reason;
    readonly rollback: RollbackResult | null;
    /** What it leaves behind; absent in old jobs. */
    readonly left?: readonly LeftBehind[];
  }
>;
/** Another job works on the same thing: it begins when that has ended. */
export type JobQueued = Event<
  'JobQueued',
  JobRef & { readonly key: string; readonly behind: string | null }
>;

/** What a job begins with. */
export type JobAccepted =
  | NetworkProvisionAccepted
  | NetworkDeprovisionAccepted
  | DatacenterPrepareAccepted
  | NetworkBatchAccepted;

export type JobEvent =
  | JobAccepted
  | StepIntended
  | StepCompleted
  | StepPostponed
  | StepSkipped
  | StepFailed
  | StepUndoIntended
  | StepUndone
  | StepUndoPostponed
  | StepUndoFailed
  | JobNeedsOperator
  | JobQueued
  | OperatorEvent
  | NetworkBatchCompleted
  | NetworkBatchFailed
  | NetworkProvisionCompleted
  | NetworkProvisionFailed
  | NetworkProvisionPlanned
  | NetworkDeprovisionCompleted
  | NetworkDeprovisionFailed
  | DatacenterPrepareCompleted
  | DatacenterPrepareFailed;
export type JobRejected =
  | NetworkProvisionRejected
  | NetworkDeprovisionRejected
  | DatacenterPrepareRejected
  | NetworkBatchRejected;
export type ProvisioningEvent = JobEvent | JobRejected;
export type ProvisioningEventType = ProvisioningEvent['type'];
