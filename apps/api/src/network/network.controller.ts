import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import { IPAM_QUERIES, type NetworkListQuestion, type NetworkView } from '@ferrule/ipam-contracts';
import {
  JOB_ENDS,
  type JobView,
  ProvisionNetworkRequest,
  ProvisionNetworksRequest,
} from '@ferrule/provisioning-contracts';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { readKey } from '../job/idempotency-key.ts';
import { DocumentsBatch } from './batch.document.ts';
import { DocumentsNetwork, DocumentsNetworks, DocumentsProvision } from './network.document.ts';
import { NetworkHandler } from './network.handler.ts';
import { readPrefer } from '../job/prefer.ts';
import { type ProvisionedNetwork, provisionedNetwork } from './provisioned-network.ts';
import { NetworkPath, NetworksQuery } from './requests.ts';
import { linkOf, type StartedJob } from '../job/started-job.ts';

const NETWORKS = '/api/v1/networks';

@ApiTags('networks')
@Controller('api/v1/networks')
export class NetworkController {
  constructor(
    private readonly handler: NetworkHandler,
    private readonly queries: ScopedQueries,
  ) {}

  /** 201 with the network when it is done within the wait, 202 with the job otherwise. */
  @Post('provision')
  @NoQuery()
  @DocumentsProvision()
  async provision(
    @Body() request: ProvisionNetworkRequest,
    @Headers('Idempotency-Key') key: string | undefined,
    @Headers('Prefer') prefer: string | undefined,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<ProvisionedNetwork | StartedJob> {
    const preference = readPrefer(prefer);
    const { job, ...ref } = await this.handler.provision(request, readKey(key), preference);
    if (preference.applied !== undefined)
      response.setHeader('preference-applied', preference.applied);
    if (job?.result && !preference.async) {
      const isPlanned = job.result.status === 'planned';
      // A dry run has made nothing: there is only the job that tells of it.
      if (isPlanned) response.statusCode = 200;
      response.setHeader('location', isPlanned ? linkOf(ref) : `${NETWORKS}/${ref.networkId}`);
      return provisionedNetwork(ref, job, job.result);
    }
    response.statusCode = 202;
    response.setHeader('location', linkOf(ref));
    return job ?? { ...ref, status: 'PENDING' };
  }

  /** 200 with what has become of all of them, 202 with the job while some are under way. */
  @Post('provision-batch')
  @HttpCode(200)
  @NoQuery()
  @DocumentsBatch()
  async provisionBatch(
    @Body() request: ProvisionNetworksRequest,
    @Headers('Idempotency-Key') key: string | undefined,
    @Headers('Prefer') prefer: string | undefined,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<JobView | StartedJob> {
    const preference = readPrefer(prefer);
    const { jobId, job } = await this.handler.provisionAll(request, readKey(key), preference);
    if (preference.applied !== undefined)
      response.setHeader('preference-applied', preference.applied);
    response.setHeader('location', linkOf({ jobId }));
    if (job !== undefined && JOB_ENDS.includes(job.status) && !preference.async) return job;
    response.statusCode = 202;
    return job ?? { jobId, networkId: null, status: 'PENDING' };
  }

  @Get()
  @DocumentsNetworks()
  async list(
    @Query() { limit, cursor, client, ...wanted }: NetworksQuery,
  ): Promise<{ networks: readonly NetworkView[]; next: string | null }> {
    const question: NetworkListQuestion = {
      ...wanted,
      ...(limit !== undefined && { limit }),
      ...(cursor !== undefined && { after: cursor }),
      ...(client !== undefined && { clientId: client }),
    };
    return this.queries.ask(IPAM_QUERIES.listNetworks, question);
  }

  @Get(':networkId')
  @NoQuery()
  @DocumentsNetwork()
  async get(@Param() { networkId }: NetworkPath): Promise<NetworkView> {
    return this.queries.ask(IPAM_QUERIES.getNetwork, { networkId });
  }
}
