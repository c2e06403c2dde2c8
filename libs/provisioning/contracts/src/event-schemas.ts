import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
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
import {
  allocation,
  jobRef,
  NETWORK_STATUS,
  networkJobRef,
  REASON_SCHEMA,
  RESOLVED_REQUEST_SCHEMA,
  ROLLBACK_SCHEMA,
  STEP,
  TIME,
  WARNINGS,
} from './job-schemas.ts';
import type {
  AllocationResult,
  DatacenterPrepareAccepted,
  DatacenterPrepareCompleted,
  DatacenterPrepareFailed,
  NetworkProvisionAccepted,
  NetworkProvisionCompleted,
  NetworkProvisionFailed,
  RejectedCommand,
} from './messages.ts';

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
const plan: JsonSchema = {
  type: 'object',
  description: 'Of router_plan: every change, with what was there before',
};
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
      warnings: WARNINGS,
    },
    { optional: ['router'], description: 'The command was taken up and has become a job' },
  ),
  NetworkProvisionRejected: rejected,
  NetworkProvisionCompleted: objectSchema<NetworkProvisionCompleted['data']>(
    {
      ...networkJobRef,
      ...allocation,
      clientId: text,
      datacenter: text,
      status: NETWORK_STATUS,
      warnings: WARNINGS,
    },
    { description: 'The job came to its end; this is all that attaching a machine needs' },
  ),
  NetworkProvisionFailed: objectSchema<NetworkProvisionFailed['data']>(
    { ...networkJobRef, step: STEP, reason: REASON_SCHEMA, rollback: ROLLBACK_SCHEMA },
    { optional: ['rollback'], description: 'The job failed, and what it had done is undone' },
  ),
  DatacenterPrepareAccepted: objectSchema<DatacenterPrepareAccepted['data']>(
    { ...datacenterJob, publisher: text, ...definition },
    { description: 'The command was taken up and has become a job' },
  ),
  DatacenterPrepareRejected: rejected,
  DatacenterPrepareCompleted: objectSchema<DatacenterPrepareCompleted['data']>(
    { ...datacenterJob, warnings: WARNINGS },
    { description: 'The router carries the base configuration of its datacenter' },
  ),
  DatacenterPrepareFailed: objectSchema<DatacenterPrepareFailed['data']>(
    { ...datacenterJob, step: STEP, reason: REASON_SCHEMA, rollback: ROLLBACK_SCHEMA },
    { description: 'The job failed, and what it had done is undone' },
  ),
  StepIntended: objectSchema<StepIntended['data']>(
    { ...step, notAfter: { ...TIME, description: 'Later than this nobody begins it' } },
    { optional: ['index', 'notAfter'], description: 'A step was asked for' },
  ),
  StepCompleted: objectSchema<StepCompleted['data']>(
    {
      ...step,
      result: orNull(objectSchema<AllocationResult>(allocation)),
      plan,
      reports,
      warnings: WARNINGS,
    },
    { optional: ['index', 'plan', 'reports', 'warnings'], description: 'A step is done' },
  ),
  StepSkipped: objectSchema<StepSkipped['data']>(
    { ...step, reason: text },
    { optional: ['index'], description: 'A step was left out' },
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
    { ...step, reason: REASON_SCHEMA, rollback: ROLLBACK_SCHEMA },
    {
      optional: ['index'],
      description: 'Something could not be undone: a person has to see to it',
    },
  ),
};
