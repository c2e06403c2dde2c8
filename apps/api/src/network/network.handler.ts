import {
  type JobView,
  type NetworkJobRef,
  networkIdOf,
  type ProvisionNetworkRequest,
} from '@ferrule/provisioning-contracts';
import { Injectable } from '@nestjs/common';
import { failedJob } from '../job/failed-job.ts';
import { JobStarter, PUBLISHER } from '../job/job-starter.ts';
import type { Preference } from '../job/prefer.ts';
import { TITLE } from './network.document.ts';

export interface Provisioning extends NetworkJobRef {
  readonly job: JobView | undefined;
}

@Injectable()
export class NetworkHandler {
  constructor(private readonly jobs: JobStarter) {}

  async provision(
    request: ProvisionNetworkRequest,
    key: string | undefined,
    preference: Preference,
  ): Promise<Provisioning> {
    const { id, jobId, job } = await this.jobs.start({
      command: 'ProvisionNetwork',
      body: request,
      key,
      preference,
      isSame: (seen) => isSame(seen, request),
      failed: failedJob(TITLE),
    });
    return { jobId, networkId: networkIdOf(PUBLISHER, id), job };
  }
}

const isSame = ({ request }: JobView, asked: ProvisionNetworkRequest): boolean =>
  request !== null &&
  request.clientId === asked.clientId &&
  request.datacenter === asked.datacenter &&
  request.size === asked.size &&
  request.type === (asked.type ?? 'production') &&
  request.enableDHCP === (asked.options?.enableDHCP ?? true) &&
  request.firewallProfile === (asked.options?.firewallProfile ?? 'standard') &&
  request.bgpEnabled === (asked.options?.bgpEnabled ?? false) &&
  request.description === (asked.options?.description ?? null);
