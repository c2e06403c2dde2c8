import {
  type BatchSummary,
  childJobId,
  type JobAccepted,
  type NetworkBatchAccepted,
} from '@ferrule/provisioning-contracts';
import { type Begun, definitionOf, networkProvisionAccepted } from './accepted.ts';
import { warningsOf } from './request.ts';
import type { Results, Workflow } from './workflow.ts';

type Input = NetworkBatchAccepted['data'];

const NONE: BatchSummary = { total: 0, completed: 0, failed: 0, cancelled: 0, needsOperator: 0 };

const summaryOf = ({ networks }: Input, { children }: Results): BatchSummary =>
  children ?? { ...NONE, total: networks.length, cancelled: networks.length };

const jobsOf = ({ jobId, publisher, networks }: Input): readonly JobAccepted[] =>
  networks.map(({ networkId, router, request }, place) =>
    networkProvisionAccepted({
      ...{ jobId: childJobId(jobId, place), networkId, publisher, request, router },
      warnings: warningsOf(request),
      parentJobId: jobId,
    }),
  );

/** Many networks, each a job of its own; how each of them ends is not the batch's affair. */
export const networkBatch: Workflow<Input> = {
  name: 'network.provision-batch',
  version: 1,
  steps: [{ name: 'child_jobs', jobs: jobsOf }],
  shows: () => [{ step: 'child_jobs', parts: [{ step: 'child_jobs', index: 0 }] }],
  completed: (input, { results }) => ({
    type: 'NetworkBatchCompleted',
    data: { jobId: input.jobId, ...summaryOf(input, results) },
  }),
  failed: (input, { step, reason, results }) => ({
    type: 'NetworkBatchFailed',
    data: { jobId: input.jobId, step, reason, ...summaryOf(input, results) },
  }),
};

export const networkBatchAccepted = (data: Begun<NetworkBatchAccepted>): NetworkBatchAccepted => ({
  type: 'NetworkBatchAccepted',
  data: { ...data, ...definitionOf(networkBatch) },
});
