import { Rejection } from '@ferrule/kernel';
import {
  type BatchSummary,
  childJobId,
  type JobAccepted,
  DEFAULT_PARALLEL,
  type NetworkBatchAccepted,
  type ProvisionNetworksRequest,
} from '@ferrule/provisioning-contracts';
import { type Begun, definitionOf, networkProvisionAccepted } from './accepted.ts';
import { type Datacenter, findDatacenter, resolveRequest, warningsOf } from './request.ts';
import type { Results, Workflow } from './workflow.ts';

type Input = NetworkBatchAccepted['data'];

/** In bytes: what the bus carries, but for its envelope. */
const LARGEST = 500_000;

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

/** Every network is looked at before one is begun: a batch is taken up as a whole, or not at all. */
export const resolveBatch = (
  { networks, parallel = DEFAULT_PARALLEL }: ProvisionNetworksRequest,
  datacenters: readonly Datacenter[],
  begun: Pick<Input, 'jobId' | 'publisher'> & { networkIdOf(this: void, place: number): string },
): NetworkBatchAccepted => {
  const { jobId, publisher, networkIdOf } = begun;
  const accepted = networkBatchAccepted({
    ...{ jobId, publisher, parallel },
    networks: networks.map((asked, place) => {
      const request = at(`networks[${place}]`, () => resolveRequest(asked, datacenters));
      if (request.dryRun === true) throw dryRun(place);
      const { router } = findDatacenter(request.datacenter, datacenters);
      return { networkId: networkIdOf(place), router, request };
    }),
  });
  if (new TextEncoder().encode(JSON.stringify(accepted.data)).length > LARGEST)
    throw new Rejection(
      'BATCH_TOO_LARGE',
      'the batch does not fit one message once it is checked',
      {
        field: 'networks',
        suggestion: 'send it in two parts',
      },
    );
  return accepted;
};

const dryRun = (place: number): Rejection =>
  new Rejection('DRY_RUN_IN_BATCH', 'a batch is carried out, not tried', {
    field: `networks[${place}].dryRun`,
    suggestion: 'ask for a dry run of one network',
  });

/** The field of one request, as the sender of many wrote it. */
const at = <T>(path: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    const { code, message, detail } = error;
    throw new Rejection(code, message, { ...detail, field: `${path}.${detail.field ?? ''}` });
  }
};

export const networkBatchAccepted = (data: Begun<NetworkBatchAccepted>): NetworkBatchAccepted => ({
  type: 'NetworkBatchAccepted',
  data: { ...data, ...definitionOf(networkBatch) },
});
