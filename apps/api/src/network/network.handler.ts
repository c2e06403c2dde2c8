import {
  type JobHistory,
  type JobView,
  type NetworkBatchAccepted,
  type NetworkJobRef,
  networkIdOf,
  DEFAULT_PARALLEL,
  PROVISIONING_QUERIES,
  type ProvisionNetworkRequest,
  type ProvisionNetworksRequest,
} from '@ferrule/provisioning-contracts';
import { Inject, Injectable } from '@nestjs/common';
import { checkDatacenter } from '../access/datacenters.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { failedJob } from '../job/failed-job.ts';
import { JobStarter, keyWasReused, PUBLISHER } from '../job/job-starter.ts';
import type { Preference } from '../job/prefer.ts';
import { BATCH_TITLE } from './batch.document.ts';
import { TITLE } from './network.document.ts';
import { isSameRequest } from './same-request.ts';

export interface Provisioning extends NetworkJobRef {
  readonly job: JobView | undefined;
}

@Injectable()
export class NetworkHandler {
  constructor(
    private readonly jobs: JobStarter,
    @Inject(ScopedQueries) private readonly queries: Pick<ScopedQueries, 'ask'>,
  ) {}

  async provision(
    request: ProvisionNetworkRequest,
    key: string | undefined,
    preference: Preference,
  ): Promise<Provisioning> {
    checkDatacenter(request.datacenter);
    const { id, jobId, job } = await this.jobs.start({
      command: 'ProvisionNetwork',
      body: request,
      key,
      preference,
      isSame: (seen) => isSameRequest(seen.request, request),
      failed: failedJob(TITLE),
    });
    return { jobId, networkId: networkIdOf(PUBLISHER, id), job };
  }

  async provisionAll(
    request: ProvisionNetworksRequest,
    key: string | undefined,
    preference: Preference,
  ): Promise<Pick<Provisioning, 'jobId' | 'job'>> {
    for (const [place, { datacenter }] of request.networks.entries())
      checkDatacenter(datacenter, `networks[${place}].datacenter`);
    const { jobId, job } = await this.jobs.start({
      command: 'ProvisionNetworks',
      body: request,
      key,
      preference,
      isSame: ({ workflow }) => workflow === 'network.provision-batch',
      failed: failedJob(BATCH_TITLE),
    });
    if (key !== undefined && job !== undefined && !(await this.#isSameBatch(jobId, request)))
      throw keyWasReused(job);
    return { jobId, job };
  }

  /** What a batch was asked for stands in its first event alone: it may be long. */
  async #isSameBatch(
    jobId: string,
    { networks, parallel = DEFAULT_PARALLEL }: ProvisionNetworksRequest,
  ): Promise<boolean> {
    const { events } = await this.queries.ask<JobHistory>(PROVISIONING_QUERIES.getJobHistory, {
      jobId,
    });
    const seen = events[0]?.data as NetworkBatchAccepted['data'] | undefined;
    return (
      seen?.parallel === parallel &&
      seen.networks.length === networks.length &&
      networks.every((asked, place) => isSameRequest(seen.networks[place]?.request ?? null, asked))
    );
  }
}
