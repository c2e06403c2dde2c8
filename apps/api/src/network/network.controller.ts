import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import { IPAM_QUERIES, type NetworkView } from '@ferrule/ipam-contracts';
import { QueryClient } from '@ferrule/messaging';
import { ProvisionNetworkRequest } from '@ferrule/provisioning-contracts';
import { Body, Controller, Get, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { readKey } from '../job/idempotency-key.ts';
import { ID, PageQuery } from '../page.ts';
import { DocumentsNetwork, DocumentsNetworks, DocumentsProvision } from './network.document.ts';
import { NetworkHandler } from './network.handler.ts';
import { readPrefer } from '../job/prefer.ts';
import { type ProvisionedNetwork, provisionedNetwork } from './provisioned-network.ts';
import { linkOf, type StartedJob } from '../job/started-job.ts';

class NetworkPath {
  @Matches(ID, { message: 'networkId must be 1 to 64 letters, digits, "-" or "_"' })
  networkId!: string;
}

@ApiTags('networks')
@Controller('api/v1/networks')
export class NetworkController {
  constructor(
    private readonly handler: NetworkHandler,
    private readonly queries: QueryClient,
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
      response.setHeader('location', `/api/v1/networks/${ref.networkId}`);
      return provisionedNetwork(ref, job, job.result);
    }
    response.statusCode = 202;
    response.setHeader('location', linkOf(ref));
    return job ?? { ...ref, status: 'PENDING' };
  }

  @Get()
  @DocumentsNetworks()
  async list(
    @Query() { limit, cursor }: PageQuery,
  ): Promise<{ networks: readonly NetworkView[]; next: string | null }> {
    return this.queries.ask(IPAM_QUERIES.listNetworks, { limit, after: cursor });
  }

  @Get(':networkId')
  @NoQuery()
  @DocumentsNetwork()
  async get(@Param() { networkId }: NetworkPath): Promise<NetworkView> {
    return this.queries.ask(IPAM_QUERIES.getNetwork, { networkId });
  }
}
