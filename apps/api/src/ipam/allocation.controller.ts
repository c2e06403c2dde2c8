import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import { type AllocationPreview, IPAM_QUERIES, type NetworkView } from '@ferrule/ipam-contracts';
import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { callerNow } from '../access/caller.ts';
import { checkDatacenter } from '../access/datacenters.ts';
import { Needs } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { readKey } from '../job/idempotency-key.ts';
import { checkSame, IpamCommands } from './ipam-commands.ts';
import { DocumentsNetworkChange, DocumentsPreview, TakesKey } from './ipam.document.ts';
import { refusal } from './refusal.ts';
import { AllocateNetworkRequest } from './requests.ts';

/** What ids of networks that no router carries begin with: these are given back without a job. */
export const ALLOCATED = 'alloc';

/** Addresses and a VLAN by themselves: planned, or for what is configured elsewhere. */
@ApiTags('networks')
@Controller('api/v1/networks')
export class AllocationController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Post('allocate')
  @NoQuery()
  @TakesKey()
  @DocumentsNetworkChange('Allocate a network', {
    description: 'Its addresses and its VLAN, in one step; no router hears of it.',
    status: 201,
  })
  async allocate(
    @Body() { ...request }: AllocateNetworkRequest,
    @Headers('Idempotency-Key') key: string | undefined,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<NetworkView> {
    checkDatacenter(request.datacenter);
    const networkId = this.commands.idOf(ALLOCATED, readKey(key));
    const data = { networkId, ...request };
    const story = await this.commands.execute(`allocate-${networkId}`, {
      type: 'AllocateNetwork',
      data,
    });
    const answer = story.find(
      (event) => event.type === 'NetworkAllocated' || event.type === 'NetworkAllocationRefused',
    );
    checkSame(data, answer?.data);
    if (answer?.type === 'NetworkAllocationRefused') throw refusal(answer.data);
    response.setHeader('location', `/api/v1/networks/${networkId}`);
    return this.queries.ask(IPAM_QUERIES.getNetwork, { networkId });
  }

  @Post('preview')
  @Needs('read')
  @HttpCode(200)
  @NoQuery()
  @DocumentsPreview()
  preview(
    @Body()
    { clientId: _, description: __, tags: ___, fields: ____, ...wish }: AllocateNetworkRequest,
  ): Promise<AllocationPreview> {
    checkDatacenter(wish.datacenter);
    return this.queries.ask(IPAM_QUERIES.previewNetwork, { ...wish, tenant: callerNow().tenant });
  }
}
