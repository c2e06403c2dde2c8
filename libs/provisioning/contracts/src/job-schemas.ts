import { type FieldNotes, type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type { RollbackResult } from '@ferrule/router-contracts';
import type { BatchProgress } from './batch-messages.ts';
import {
  JOB_STATES,
  JOB_STEPS,
  type JobRef,
  type NetworkJobRef,
  type Reason,
} from './job-messages.ts';
import { type JobSummary, type JobView, STEP_STATES, type StepView } from './job-view.ts';
import type { ResolvedRemoval } from './deprovision-messages.ts';
import type { AllocationResult, ResolvedRequest } from './messages.ts';
import type { ByOperator, LeftBehind } from './operator-messages.ts';
import { FIREWALL_PROFILES, NETWORK_TYPES } from './provision-network.payload.ts';

const text: JsonSchema = { type: 'string' };

export const TIME: JsonSchema = {
  type: 'string',
  format: 'date-time',
  examples: ['2026-01-05T10:00:00.000Z'],
};

export const STEP: JsonSchema = { type: 'string', enum: JOB_STEPS };

export const NETWORK_STATUS: JsonSchema = {
  type: 'string',
  enum: ['allocated', 'provisioned', 'planned', 'released'],
  description:
    'provisioned once a router carries it; allocated while only the addresses are taken; planned: of a dry run, nothing is taken',
};

export const WARNINGS: JsonSchema = {
  type: 'array',
  items: text,
  description: 'What was done and should still be known, or was left out',
};

export const networkJobRef: FieldNotes<NetworkJobRef> = {
  jobId: {
    ...text,
    description: 'Follows from the id of the command: a repeat gives the same job',
    examples: ['job-1f0c9a7e5d3b482690ac47fe'],
  },
  networkId: { ...text, examples: ['net-6b1d2f8c0e9a4357'] },
};

export const jobRef: FieldNotes<JobRef> = {
  jobId: networkJobRef.jobId,
  networkId: orNull({
    ...networkJobRef.networkId,
    description: 'Null: the job is about no network',
  }),
};

const count: JsonSchema = { type: 'integer', minimum: 0 };

export const ROLLBACK_SCHEMA = orNull(
  objectSchema<RollbackResult>(
    {
      TotalResources: count,
      Removed: count,
      Failed: count,
      Errors: { type: 'array', items: text },
    },
    { description: 'What was taken off the router again; null: nothing had to be' },
  ),
);

const VLAN: JsonSchema = { type: 'integer', minimum: 1, maximum: 4094, examples: [150] };

export const allocation: FieldNotes<AllocationResult> = {
  vlanId: VLAN,
  serviceVlan: orNull({ ...VLAN, description: 'The outer tag of Q-in-Q', examples: [1000] }),
  subnet: { ...text, examples: ['172.16.150.0/24'] },
  gateway: { ...text, description: 'The first host', examples: ['172.16.150.1'] },
  dhcpRange: orNull({
    ...text,
    description: 'Null without DHCP',
    examples: ['172.16.150.100-172.16.150.200'],
  }),
  ipv6Prefix: orNull({
    ...text,
    description: 'All that it holds of IPv6',
    examples: ['2001:db8:150::/56'],
  }),
  ipv6Subnet: orNull({
    ...text,
    description: 'The /64 of it that the VLAN carries',
    examples: ['2001:db8:150::/64'],
  }),
  ipv6Gateway: orNull({ ...text, examples: ['2001:db8:150::1'] }),
};

/** What results of old jobs do not say. */
export const NEWER_RESULTS = ['serviceVlan', 'ipv6Prefix', 'ipv6Subnet', 'ipv6Gateway'] as const;

export const ALLOCATION_SCHEMA = objectSchema<AllocationResult>(allocation, {
  optional: NEWER_RESULTS,
});

const requested: FieldNotes<ResolvedRequest> = {
  clientId: { ...text, examples: ['acme-corp'] },
  type: { ...text, enum: NETWORK_TYPES },
  datacenter: { ...text, examples: ['DC1'] },
  size: { ...text, examples: ['/24'] },
  enableDHCP: { type: 'boolean' },
  firewallProfile: { ...text, enum: FIREWALL_PROFILES },
  bgpEnabled: { type: 'boolean' },
  description: orNull(text),
  ipv6: orNull({ ...text, description: 'The size of its prefix of IPv6', examples: ['/64'] }),
  prefix: orNull({ ...text, examples: ['172.16.150.0/24'] }),
  vrf: orNull({ ...text, examples: ['acme'] }),
  dnsZone: orNull({ ...text, examples: ['dc1.example'] }),
  dryRun: { type: 'boolean' },
  tags: { type: 'array', items: text },
  ticket: orNull({ ...text, examples: ['CHG-4711'] }),
};

const removal: FieldNotes<ResolvedRemoval> = {
  networkId: networkJobRef.networkId,
  force: { type: 'boolean', description: 'Also while addresses of it are in use' },
  reason: orNull(text),
  ticket: orNull({ ...text, examples: ['CHG-4712'] }),
};

export const RESOLVED_REMOVAL_SCHEMA = objectSchema<ResolvedRemoval>(removal, {
  description: 'The request with every default filled in',
});

/** What requests of old jobs do not say. */
const NEWER = ['ipv6', 'prefix', 'vrf', 'dnsZone', 'dryRun', 'tags', 'ticket'] as const;

export const PLAN: JsonSchema = {
  type: 'object',
  description: 'Every change of the router, with what was there before',
};

export const RESOLVED_REQUEST_SCHEMA = objectSchema<ResolvedRequest>(requested, {
  optional: NEWER,
  description: 'The request with every default filled in',
});

export const REASON_SCHEMA = objectSchema<Reason>(
  {
    code: { ...text, description: 'For machines', examples: ['VLAN_EXHAUSTED'] },
    message: { ...text, description: 'For people' },
    field: orNull({ ...text, description: 'The field of the request that is at fault' }),
    suggestion: orNull({ ...text, description: 'What the sender can do about it' }),
    resource: orNull({ ...text, description: 'What ran out', examples: ['vlans'] }),
    current: orNull({ type: 'integer', description: 'How much of it is taken' }),
    maximum: orNull({ type: 'integer', description: 'How much of it there is' }),
    rangeStart: orNull(text),
    rangeEnd: orNull(text),
  },
  { description: 'Why something did not happen' },
);

export const STEP_VIEW_SCHEMA = objectSchema<StepView>(
  {
    step: STEP,
    status: { ...text, enum: STEP_STATES },
    timestamp: orNull({ ...TIME, description: 'When it took on its status; null before it began' }),
    detail: { ...text, description: 'Why it was skipped or failed' },
  },
  { optional: ['detail'] },
);

export const WORKFLOW: JsonSchema = {
  ...text,
  description: 'What the job does',
  examples: ['network.provision'],
};

export const LEFT_BEHIND = objectSchema<LeftBehind>({
  step: STEP,
  index: count,
  where: { ...text, description: 'A router, or the service that holds it', examples: ['dc1-r1'] },
  what: { ...text, description: 'For people', examples: ['/interface/vlan name=vlan150'] },
  commands: {
    type: 'array',
    items: text,
    description: 'What would take it away, as it is typed there, in the order in which to give it',
  },
});

export const batchSummary = {
  total: { ...count, description: 'How many networks were asked for' },
  completed: { ...count, description: 'Provisioned' },
  failed: { ...count, description: 'Failed, and undone' },
  cancelled: { ...count, description: 'Cancelled, and undone; or never begun' },
  needsOperator: { ...count, description: 'Could not be undone: a person has to see to each' },
} as const;

const BATCH_PROGRESS_SCHEMA = objectSchema<BatchProgress>(
  {
    ...batchSummary,
    running: { ...count, description: 'Under way' },
    pending: { ...count, description: 'Not begun yet' },
  },
  { description: 'What has become of the jobs of a batch so far' },
);

/** A job as `GET /api/v1/jobs/{jobId}` shows it. */
export const jobFields: FieldNotes<JobView> = {
  ...jobRef,
  workflow: WORKFLOW,
  datacenter: requested.datacenter,
  status: { ...text, enum: JOB_STATES },
  currentStep: orNull(STEP),
  errorMessage: orNull({ ...text, description: 'What went wrong, for people' }),
  error: orNull(REASON_SCHEMA),
  startTime: TIME,
  endTime: orNull(TIME),
  steps: { type: 'array', items: STEP_VIEW_SCHEMA },
  warnings: WARNINGS,
  request: orNull(RESOLVED_REQUEST_SCHEMA),
  removal: orNull(RESOLVED_REMOVAL_SCHEMA),
  plan: orNull(PLAN),
  result: orNull(
    objectSchema<NonNullable<JobView['result']>>(
      { ...allocation, status: NETWORK_STATUS },
      { optional: NEWER_RESULTS },
    ),
  ),
  rollback: ROLLBACK_SCHEMA,
  left: {
    type: 'array',
    items: LEFT_BEHIND,
    description: 'What could not be undone, or was left so by an operator',
  },
  paused: orNull(
    objectSchema<ByOperator & { at: string }>(
      { by: { ...text, examples: ['ada'] }, reason: orNull(text), at: TIME },
      { description: 'Who paused it; null: nobody' },
    ),
  ),
  waitsFor: orNull({ ...text, description: 'Why nothing of it is under way' }),
  parentJobId: orNull({ ...text, description: 'The batch that it is part of' }),
  children: orNull(BATCH_PROGRESS_SCHEMA),
  publisher: { ...text, description: 'Who sent the command', examples: ['api', 'billing'] },
  actor: { ...text, examples: ['key:ada', 'publisher:billing'] },
  tenant: { ...text, examples: ['demo'] },
};

export const JOB_SCHEMA = objectSchema<JobView>(jobFields, {
  description: 'A job, from its events alone',
});

/** A job as lists show it. */
export const JOB_SUMMARY_SCHEMA = objectSchema<JobSummary>({
  ...jobRef,
  workflow: WORKFLOW,
  clientId: orNull(requested.clientId),
  datacenter: requested.datacenter,
  status: { ...text, enum: JOB_STATES },
  startTime: TIME,
});
