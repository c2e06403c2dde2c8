import type { Command, Event } from '@ferrule/kernel';
import type { ProvisionNetworkRequest } from './provision-network.payload.ts';

/** The public steps of `network.provision`, in the order in which an answer lists them. */
export const PROVISIONING_STEPS = [
  'ipam_allocation',
  'router_vlan_creation',
  'firewall_rules',
  'dhcp_configuration',
  'dns_update',
] as const;
export type ProvisioningStep = (typeof PROVISIONING_STEPS)[number];

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

export interface JobRef {
  readonly jobId: string;
  readonly networkId: string;
}

/** What upstream systems send on `cmd.provisioning.network.provision.<publisher>`. */
export type ProvisionNetwork = Command<'ProvisionNetwork', ProvisionNetworkRequest>;

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

/** Everything that attaching a machine to the network needs. */
export interface AllocationResult {
  readonly vlanId: number;
  readonly subnet: string;
  readonly gateway: string;
  readonly dhcpRange: string | null;
}

export type NetworkProvisionAccepted = Event<
  'NetworkProvisionAccepted',
  JobRef & {
    readonly publisher: string;
    readonly definition: string;
    readonly definitionVersion: number;
    readonly request: Required<ResolvedRequest>;
    readonly warnings: readonly string[];
  }
>;

/** The request with every default filled in, as the job carries it out. */
export interface ResolvedRequest {
  readonly clientId: string;
  readonly type: string;
  readonly datacenter: string;
  readonly size: string;
  readonly enableDHCP: boolean;
  readonly firewallProfile: string;
  readonly bgpEnabled: boolean;
  readonly description: string | null;
}

export type NetworkProvisionRejected = Event<
  'NetworkProvisionRejected',
  {
    readonly jobId: string;
    readonly publisher: string;
    readonly code: string;
    readonly field: string | null;
    readonly message: string;
    readonly suggestion: string | null;
  }
>;

interface StepRef extends JobRef {
  readonly step: ProvisioningStep;
}

export type StepIntended = Event<'StepIntended', StepRef>;
export type StepCompleted = Event<
  'StepCompleted',
  StepRef & { readonly result: AllocationResult | null }
>;
export type StepSkipped = Event<'StepSkipped', StepRef & { readonly reason: string }>;
export type StepFailed = Event<'StepFailed', StepRef & { readonly reason: Reason }>;
export type NetworkProvisionCompleted = Event<
  'NetworkProvisionCompleted',
  JobRef &
    AllocationResult & {
      readonly clientId: string;
      readonly datacenter: string;
      /** `provisioned` once a router carries it; `allocated` while only the addresses are taken. */
      readonly status: NetworkStatus;
      readonly warnings: readonly string[];
    }
>;
export type NetworkProvisionFailed = Event<
  'NetworkProvisionFailed',
  JobRef & { readonly step: ProvisioningStep; readonly reason: Reason }
>;

export type NetworkStatus = 'allocated' | 'provisioned';

export type JobEvent =
  | NetworkProvisionAccepted
  | StepIntended
  | StepCompleted
  | StepSkipped
  | StepFailed
  | NetworkProvisionCompleted
  | NetworkProvisionFailed;
export type ProvisioningEvent = JobEvent | NetworkProvisionRejected;
export type ProvisioningEventType = ProvisioningEvent['type'];

export interface StepView {
  readonly step: ProvisioningStep;
  readonly status: 'pending' | 'in_progress' | 'completed' | 'skipped' | 'failed';
  readonly timestamp: string | null;
  readonly detail?: string;
}

/** A job as `GET /api/v1/jobs/{jobId}` shows it. */
export interface JobView extends JobRef {
  readonly status: JobState;
  readonly currentStep: ProvisioningStep | null;
  readonly errorMessage: string | null;
  readonly error: Reason | null;
  readonly startTime: string;
  readonly endTime: string | null;
  readonly steps: readonly StepView[];
  readonly warnings: readonly string[];
  readonly request: ResolvedRequest;
  readonly result: (AllocationResult & { readonly status: NetworkStatus }) | null;
  readonly publisher: string;
  readonly actor: string;
  readonly tenant: string;
}

/** A job as lists show it. */
export interface JobSummary extends JobRef {
  readonly clientId: string;
  readonly datacenter: string;
  readonly status: JobState;
  readonly startTime: string;
}

/** What became of a command: a job, or a no. A job whose id was used again with another request has both. */
export type JobAnswer =
  | {
      readonly outcome: 'accepted';
      readonly job: JobView;
      readonly rejection?: NetworkProvisionRejected['data'];
    }
  | { readonly outcome: 'rejected'; readonly rejection: NetworkProvisionRejected['data'] };
