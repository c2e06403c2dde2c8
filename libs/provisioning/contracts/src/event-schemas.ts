import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import {
  allocation,
  jobRef,
  NETWORK_STATUS,
  REASON_SCHEMA,
  RESOLVED_REQUEST_SCHEMA,
  STEP,
  WARNINGS,
} from './job-schemas.ts';
import type {
  AllocationResult,
  NetworkProvisionAccepted,
  NetworkProvisionCompleted,
  NetworkProvisionFailed,
  NetworkProvisionRejected,
  ProvisioningEventType,
  StepCompleted,
  StepFailed,
  StepIntended,
  StepSkipped,
} from './messages.ts';

const text: JsonSchema = { type: 'string' };

/** What the body of each event holds. */
export const PROVISIONING_EVENT_SCHEMAS: Readonly<Record<ProvisioningEventType, JsonSchema>> = {
  NetworkProvisionAccepted: objectSchema<NetworkProvisionAccepted['data']>(
    {
      ...jobRef,
      publisher: text,
      definition: { ...text, description: 'The workflow', examples: ['network.provision'] },
      definitionVersion: { type: 'integer', minimum: 1 },
      request: RESOLVED_REQUEST_SCHEMA,
      warnings: WARNINGS,
    },
    { description: 'The command was taken up and has become a job' },
  ),
  NetworkProvisionRejected: objectSchema<NetworkProvisionRejected['data']>(
    {
      jobId: jobRef.jobId,
      publisher: text,
      code: { ...text, examples: ['VALIDATION_FAILED'] },
      field: orNull({ ...text, description: 'The field that is wrong', examples: ['size'] }),
      message: text,
      suggestion: orNull(text),
    },
    { description: 'The command should not have been sent; it is never tried again' },
  ),
  NetworkProvisionCompleted: objectSchema<NetworkProvisionCompleted['data']>(
    {
      ...jobRef,
      ...allocation,
      clientId: text,
      datacenter: text,
      status: NETWORK_STATUS,
      warnings: WARNINGS,
    },
    { description: 'The job came to its end; this is all that attaching a machine needs' },
  ),
  NetworkProvisionFailed: objectSchema<NetworkProvisionFailed['data']>(
    { ...jobRef, step: STEP, reason: REASON_SCHEMA },
    { description: 'The job failed' },
  ),
  StepIntended: objectSchema<StepIntended['data']>(
    { ...jobRef, step: STEP },
    { description: 'A step was asked for' },
  ),
  StepCompleted: objectSchema<StepCompleted['data']>(
    { ...jobRef, step: STEP, result: orNull(objectSchema<AllocationResult>(allocation)) },
    { description: 'A step is done' },
  ),
  StepSkipped: objectSchema<StepSkipped['data']>(
    { ...jobRef, step: STEP, reason: text },
    { description: 'A step was left out' },
  ),
  StepFailed: objectSchema<StepFailed['data']>(
    { ...jobRef, step: STEP, reason: REASON_SCHEMA },
    { description: 'A step failed' },
  ),
};
