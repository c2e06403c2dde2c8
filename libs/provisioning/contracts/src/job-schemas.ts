import { type FieldNotes, type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import {
  type AllocationResult,
  JOB_STATES,
  type JobRef,
  type JobSummary,
  type JobView,
  PROVISIONING_STEPS,
  type Reason,
  type ResolvedRequest,
  type StepView,
} from './messages.ts';
import { FIREWALL_PROFILES, NETWORK_TYPES } from './provision-network.payload.ts';

const text: JsonSchema = { type: 'string' };

export const TIME: JsonSchema = {
  type: 'string',
  format: 'date-time',
  examples: ['2026-01-05T10:00:00.000Z'],
};

export const STEP: JsonSchema = { type: 'string', enum: PROVISIONING_STEPS };

export const NETWORK_STATUS: JsonSchema = {
  type: 'string',
  enum: ['allocated', 'provisioned'],
  description: 'provisioned once a router carries it; allocated while only the addresses are taken',
};

export const WARNINGS: JsonSchema = {
  type: 'array',
  items: text,
  description: 'What was done and should still be known, or was left out',
};

export const jobRef: FieldNotes<JobRef> = {
  jobId: {
    ...text,
    description: 'Follows from the id of the command: a repeat gives the same job',
    examples: ['job-1f0c9a7e5d3b482690ac47fe'],
  },
  networkId: { ...text, examples: ['net-6b1d2f8c0e9a4357'] },
};

export const allocation: FieldNotes<AllocationResult> = {
  vlanId: { type: 'integer', minimum: 1, maximum: 4094, examples: [150] },
  subnet: { ...text, examples: ['172.16.150.0/24'] },
  gateway: { ...text, description: 'The first host', examples: ['172.16.150.1'] },
  dhcpRange: orNull({
    ...text,
    description: 'Null without DHCP',
    examples: ['172.16.150.100-172.16.150.200'],
  }),
};

const requested: FieldNotes<ResolvedRequest> = {
  clientId: { ...text, examples: ['acme-corp'] },
  type: { ...text, enum: NETWORK_TYPES },
  datacenter: { ...text, examples: ['DC1'] },
  size: { ...text, examples: ['/24'] },
  enableDHCP: { type: 'boolean' },
  firewallProfile: { ...text, enum: FIREWALL_PROFILES },
  bgpEnabled: { type: 'boolean' },
  description: orNull(text),
};

export const RESOLVED_REQUEST_SCHEMA = objectSchema<ResolvedRequest>(requested, {
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
    status: { ...text, enum: ['pending', 'in_progress', 'completed', 'skipped', 'failed'] },
    timestamp: orNull({ ...TIME, description: 'When it took on its status; null before it began' }),
    detail: { ...text, description: 'Why it was skipped or failed' },
  },
  { optional: ['detail'] },
);

/** A job as `GET /api/v1/jobs/{jobId}` shows it. */
export const jobFields: FieldNotes<JobView> = {
  ...jobRef,
  status: { ...text, enum: JOB_STATES },
  currentStep: orNull(STEP),
  errorMessage: orNull({ ...text, description: 'What went wrong, for people' }),
  error: orNull(REASON_SCHEMA),
  startTime: TIME,
  endTime: orNull(TIME),
  steps: { type: 'array', items: STEP_VIEW_SCHEMA },
  warnings: WARNINGS,
  request: RESOLVED_REQUEST_SCHEMA,
  result: orNull(
    objectSchema<NonNullable<JobView['result']>>({ ...allocation, status: NETWORK_STATUS }),
  ),
  publisher: { ...text, description: 'Who sent the command', examples: ['api', 'billing'] },
  actor: { ...text, examples: ['anonymous', 'publisher:billing'] },
  tenant: { ...text, examples: ['demo'] },
};

export const JOB_SCHEMA = objectSchema<JobView>(jobFields, {
  description: 'A provisioning job, from its events alone',
});

/** A job as lists show it. */
export const JOB_SUMMARY_SCHEMA = objectSchema<JobSummary>({
  ...jobRef,
  clientId: requested.clientId,
  datacenter: requested.datacenter,
  status: { ...text, enum: JOB_STATES },
  startTime: TIME,
});
