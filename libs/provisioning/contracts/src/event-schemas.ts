import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type { BatchSummary } from './batch-messages.ts';
import { BATCH_EVENT_SCHEMAS } from './batch-schemas.ts';
import type {
  JobNeedsOperator,
  ProvisioningEventType,
  StepCompleted,
  StepFailed,
  StepIntended,
  StepSkipped,
  StepUndoFailed,
  StepUndoIntended,
  StepUndone,
  StepUndoPostponed,
} from './job-messages.ts';
import { DEPROVISION_EVENT_SCHEMAS } from './deprovision-schemas.ts';
import {
  allocation,
  ALLOCATION_SCHEMA,
  batchSummary,
  jobRef,
  LEFT_BEHIND,
  NETWORK_STATUS,
  networkJobRef,
  NEWER_RESULTS,
  PLAN,
  REASON_SCHEMA,
  RESOLVED_REQUEST_SCHEMA,
  ROLLBACK_SCHEMA,
  STEP,
  TIME,
  WARNINGS,
} from './job-schemas.ts';
import type {
  DatacenterPrepareAccepted,
  DatacenterPrepareCompleted,
  DatacenterPrepareFailed,
  NetworkProvisionAccepted,
  NetworkProvisionCompleted,
  NetworkProvisionFailed,
  NetworkProvisionPlanned,
  RejectedCommand,
} from './messages.ts';
import { OPERATOR_EVENT_SCHEMAS } from './operator-schemas.ts';

const text: JsonSchema = { type: 'string' };
const place: JsonSchema = { type: 'integer', minimum: 0 };

const definition = {
  definition: { ...text, description: 'The workflow', examples: ['network.provision'] },
  definitionVersion: { type: 'integer', minimum: 1 },
} as const;

const rejected = objectSchema<RejectedCommand>(
  {
    jobId: jobRef.jobId,
    publisher: text,
    code: { ...text, examples: ['VALIDATION_FAILED'] },
    field: orNull({ ...text, description: 'The field that is wrong', examples: ['size'] }),
    message: text,
    suggestion: orNull(text),
  },
  { description: 'The command should not have been sent; it is never tried again' },
);

const datacenterJob = {
  jobId: jobRef.jobId,
  datacenter: { ...text, examples: ['DC1'] },
  router: { ...text, examples: ['dc1-r1'] },
} as const;

const step = {
  ...jobRef,
  step: STEP,
  index: { ...place, description: 'Of a stage: its place in the plan' },
} as const;
const undoing = { ...step, attempt: { type: 'integer', minimum: 1 } } as const;
const reports: JsonSchema = {
  type: 'array',
  items: { type: 'object' },
  description: 'What became of each change',
};

/** What the body of each event holds. */
export const PROVISIONING_EVENT_SCHEMAS: Readonly<Record<ProvisioningEventType, JsonSchema>> = {
  NetworkProvisionAccepted: objectSchema<NetworkProvisionAccepted['data']>(
    {
      ...networkJobRef,
      publisher: text,
      ...definition,
      request: RESOLVED_REQUEST_SCHEMA,
      router: { ...text, description: "The datacenter's router", examples: ['dc1-r1'] },
      parentJobId: { ...text, description: 'The batch that it is part of' },
      preview: { ...ALLOCATION_SCHEMA, description: 'Of a dry run: what would be allocated' },
      warnings: WARNINGS,
    },
    {
      optional: ['router', 'parentJobId', 'preview'],
      description: 'The command was taken up and has become a job',
    },
  ),
  NetworkProvisionRejected: rejected,
  NetworkProvisionCompleted: objectSchema<NetworkProvisionCompleted['data']>(
    {
      ...networkJobRef,
      ...allocation,
      clientId: text,
      type: text,
      dnsZone: orNull({ ...text, examples: ['dc1.example'] }),
      vrf: orNull(text),
      datacenter: text,
      status: NETWORK_STATUS,
      warnings: WARNINGS,
    },
    {
      optional: [...NEWER_RESULTS, 'type', 'dnsZone', 'vrf'],
      description: 'The job came to its end; this is all that attaching a machine needs',
    },
  ),
  NetworkProvisionPlanned: objectSchema<NetworkProvisionPlanned['data']>(
    {
      ...networkJobRef,
      ...allocation,
      clientId: text,
      datacenter: text,
      status: { ...text, const: 'planned' },
      warnings: WARNINGS,
    },
    {
      optional: NEWER_RESULTS,
      description: 'A dry run came to its end: nothing is taken, and the job has the plan',
    },
  ),
  ...DEPROVISION_EVENT_SCHEMAS,
  NetworkDeprovisionRejected: rejected,
  NetworkProvisionFailed: objectSchema<NetworkProvisionFailed['data']>(
    { ...networkJobRef, step: STEP, reason: REASON_SCHEMA, rollback: ROLLBACK_SCHEMA },
    { optional: ['rollback'], description: 'The job failed, and what it had done is undone' },
  ),
  DatacenterPrepareAccepted: objectSchema<DatacenterPrepareAccepted['data']>(
    { ...datacenterJob, publisher: text, ...definition },
    { description: 'The command was taken up and has become a job' },
  ),
  DatacenterPrepareRejected: rejected,
  NetworkBatchRejected: rejected,
  ...BATCH_EVENT_SCHEMAS,
  ...OPERATOR_EVENT_SCHEMAS,
  DatacenterPrepareCompleted: objectSchema<DatacenterPrepareCompleted['data']>(
    { ...datacenterJob, warnings: WARNINGS },
    { description: 'The router carries the base configuration of its datacenter' },
  ),
  DatacenterPrepareFailed: objectSchema<DatacenterPrepareFailed['data']>(
    { ...datacenterJob, step: STEP, reason: REASON_SCHEMA, rollback: ROLLBACK_SCHEMA },
    { description: 'The job failed, and what it had done is undone' },
  ),
  StepIntended: objectSchema<StepIntended['data']>(
    {
      ...step,
      notAfter: { ...TIME, description: 'Later than this nobody begins it' },
      attempt: undoing.attempt,
      deadline: { ...TIME, description: 'What is not done by then is undone' },
    },
    { optional: ['index', 'notAfter', 'attempt', 'deadline'], description: 'A step was asked for' },
  ),
  StepCompleted: objectSchema<StepCompleted['data']>(
    {
      ...step,
      result: orNull(ALLOCATION_SCHEMA),
      plan: PLAN,
      reports,
      warnings: WARNINGS,
      children: objectSchema<BatchSummary>(batchSummary),
    },
    {
      optional: ['index', 'plan', 'reports', 'warnings', 'children'],
      description: 'A step is done',
    },
  ),
  StepSkipped: objectSchema<StepSkipped['data']>(
    {
      ...step,
      reason: text,
      by: { ...text, description: 'Who left it out; absent where the workflow did' },
    },
    { optional: ['index', 'by'], description: 'A step was left out' },
  ),
  StepFailed: objectSchema<StepFailed['data']>(
    {
      ...step,
      reason: REASON_SCHEMA,
      reports,
      nothingDone: { type: 'boolean', const: true, description: 'There is nothing to undo' },
    },
    { optional: ['index', 'reports', 'nothingDone'], description: 'A step failed' },
  ),
  StepUndoIntended: objectSchema<StepUndoIntended['data']>(
    { ...undoing, notAfter: TIME },
    { optional: ['index'], description: 'The undo of a step was asked for' },
  ),
  StepUndone: objectSchema<StepUndone['data']>(
    { ...step, rollback: ROLLBACK_SCHEMA, reports },
    { optional: ['index', 'reports'], description: 'A step is undone' },
  ),
  StepUndoPostponed: objectSchema<StepUndoPostponed['data']>(
    { ...undoing, reason: REASON_SCHEMA, again: TIME },
    {
      optional: ['index'],
      description: 'The undo of a step could not be carried out yet; it is tried again',
    },
  ),
  StepUndoFailed: objectSchema<StepUndoFailed['data']>(
    { ...undoing, reason: REASON_SCHEMA, rollback: ROLLBACK_SCHEMA, reports },
    { optional: ['index', 'reports'], description: 'The undo of a step failed' },
  ),
  JobNeedsOperator: objectSchema<JobNeedsOperator['data']>(
    {
      ...step,
      reason: REASON_SCHEMA,
      rollback: ROLLBACK_SCHEMA,
      left: { type: 'array', items: LEFT_BEHIND, description: 'What it leaves behind' },
    },
    {
      optional: ['index', 'left'],
      description: 'Something could not be undone: a person has to see to it',
    },
  ),
};
