import { type FieldNotes, type JsonSchema, objectSchema } from '@ferrule/kernel';
import type {
  BatchNetwork,
  NetworkBatchAccepted,
  NetworkBatchCompleted,
  NetworkBatchFailed,
} from './batch-messages.ts';
import {
  REASON_SCHEMA,
  RESOLVED_REQUEST_SCHEMA,
  STEP,
  networkJobRef,
  batchSummary,
} from './job-schemas.ts';

const text: JsonSchema = { type: 'string' };
const network: FieldNotes<BatchNetwork> = {
  networkId: networkJobRef.networkId,
  router: { ...text, description: "The datacenter's router", examples: ['dc1-r1'] },
  request: RESOLVED_REQUEST_SCHEMA,
};

const { jobId } = networkJobRef;

export const BATCH_EVENT_SCHEMAS = {
  NetworkBatchAccepted: objectSchema<NetworkBatchAccepted['data']>(
    {
      jobId,
      publisher: text,
      definition: { ...text, description: 'The workflow', examples: ['network.provision-batch'] },
      definitionVersion: { type: 'integer', minimum: 1 },
      networks: { type: 'array', items: objectSchema<BatchNetwork>(network) },
      parallel: { type: 'integer', minimum: 1, description: 'At once on one router' },
    },
    { description: 'The command was taken up; each network is a job of its own' },
  ),
  NetworkBatchCompleted: objectSchema<NetworkBatchCompleted['data']>(
    { jobId, ...batchSummary },
    { description: 'Every job of the batch has ended, each in its own way' },
  ),
  NetworkBatchFailed: objectSchema<NetworkBatchFailed['data']>(
    { jobId, step: STEP, reason: REASON_SCHEMA, ...batchSummary },
    { description: 'The batch was cancelled; what had ended before stays as it is' },
  ),
} as const;
