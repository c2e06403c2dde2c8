import { type Command, type Decider, Rejection } from '@ferrule/kernel';
import type {
  AllocationResult,
  JobEvent,
  JobRef,
  JobState,
  ProvisioningStep,
  Reason,
  ResolvedRequest,
} from '@ferrule/provisioning-contracts';
import { warningsOf } from './request.ts';
import { networkProvision, type Workflow } from './workflow.ts';

export type StartJob = Command<
  'StartJob',
  JobRef & { readonly publisher: string; readonly request: ResolvedRequest }
>;
/** What another service answered to a step. */
export type ConcludeStep = Command<
  'ConcludeStep',
  { readonly step: ProvisioningStep } & (
    { readonly result: AllocationResult } | { readonly reason: Reason }
  )
>;
export type JobCommand = StartJob | ConcludeStep;

export type Job =
  | 'none'
  | (JobRef & {
      readonly status: JobState;
      readonly request: ResolvedRequest;
      readonly warnings: readonly string[];
      /** The step that was asked for and has not been answered. */
      readonly underWay: ProvisioningStep | null;
      readonly result: AllocationResult | null;
    });

type Known = Exclude<Job, 'none'>;

const stepsAfter = (workflow: Workflow, step: ProvisioningStep | null) =>
  workflow.steps.slice(workflow.steps.findIndex((each) => each.step === step) + 1);

/** Everything up to the next step that somebody has to be asked for, or to the end. */
const advance = (
  job: Pick<Known, 'jobId' | 'networkId' | 'request' | 'warnings'>,
  after: ProvisioningStep | null,
  result: AllocationResult | null,
): readonly JobEvent[] => {
  const { jobId, networkId, request } = job;
  const ref = { jobId, networkId };
  const events: JobEvent[] = [];
  const missing = new Set<string>();
  for (const definition of stepsAfter(networkProvision, after)) {
    const { step } = definition;
    if ('do' in definition) return [...events, { type: 'StepIntended', data: { ...ref, step } }];
    const notAsked = step === 'dhcp_configuration' && !request.enableDHCP;
    if (!notAsked) missing.add(definition.absent);
    const reason = notAsked ? 'enableDHCP is false' : definition.absent;
    events.push({ type: 'StepSkipped', data: { ...ref, step, reason } });
  }
  if (result === null) throw new TypeError(`job ${jobId} ended without an allocation`);
  return [
    ...events,
    {
      type: 'NetworkProvisionCompleted',
      data: {
        ...ref,
        ...result,
        clientId: request.clientId,
        datacenter: request.datacenter,
        status: missing.size > 0 ? 'allocated' : 'provisioned',
        warnings: [...job.warnings, ...missing],
      },
    },
  ];
};

const start = ({ data }: StartJob, job: Job): readonly JobEvent[] => {
  if (job !== 'none') {
    if (sameRequest(job.request, data.request)) return [];
    throw new Rejection(
      'IDEMPOTENCY_KEY_REUSED',
      `job ${data.jobId} was started by this id with another request`,
      { suggestion: 'send a new request under a new id' },
    );
  }
  const { jobId, networkId, request } = data;
  const warnings = warningsOf(request);
  return [
    {
      type: 'NetworkProvisionAccepted',
      data: {
        ...data,
        definition: networkProvision.name,
        definitionVersion: networkProvision.version,
        warnings,
      },
    },
    ...advance({ jobId, networkId, request, warnings }, null, null),
  ];
};

const sameRequest = (a: ResolvedRequest, b: ResolvedRequest): boolean =>
  a.clientId === b.clientId &&
  a.type === b.type &&
  a.datacenter === b.datacenter &&
  a.size === b.size &&
  a.enableDHCP === b.enableDHCP &&
  a.firewallProfile === b.firewallProfile &&
  a.bgpEnabled === b.bgpEnabled &&
  a.description === b.description;

const conclude = ({ data }: ConcludeStep, job: Job): readonly JobEvent[] => {
  // An answer to a step that nobody waits for is an echo: of a repeat, or of somebody else's network.
  if (job === 'none' || job.underWay !== data.step) return [];
  const { jobId, networkId } = job;
  const { step } = data;
  if ('reason' in data) {
    const failed = { jobId, networkId, step, reason: data.reason };
    return [
      { type: 'StepFailed', data: failed },
      { type: 'NetworkProvisionFailed', data: failed },
    ];
  }
  return [
    { type: 'StepCompleted', data: { jobId, networkId, step, result: data.result } },
    ...advance(job, step, data.result),
  ];
};

const change = (job: Job, changed: Partial<Known>): Job =>
  job === 'none' ? job : { ...job, ...changed };

export const jobDecider: Decider<JobCommand, JobEvent, Job> = {
  initial: 'none',
  decide: (command, job) =>
    command.type === 'StartJob' ? start(command, job) : conclude(command, job),
  evolve: (job, event) => {
    switch (event.type) {
      case 'NetworkProvisionAccepted': {
        const { jobId, networkId, request, warnings } = event.data;
        return {
          jobId,
          networkId,
          status: 'PENDING',
          request,
          warnings,
          underWay: null,
          result: null,
        };
      }
      case 'StepIntended':
        return change(job, { status: 'IN_PROGRESS', underWay: event.data.step });
      case 'StepCompleted':
        return change(job, { underWay: null, result: event.data.result });
      case 'StepSkipped':
        return job;
      case 'StepFailed':
        return change(job, { underWay: null });
      case 'NetworkProvisionCompleted':
        return change(job, { status: 'COMPLETED' });
      case 'NetworkProvisionFailed':
        return change(job, { status: 'FAILED' });
    }
  },
};

export const jobStream = (jobId: string): string => jobId;
