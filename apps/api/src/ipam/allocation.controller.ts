import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import { type AllocationPreview, IPAM_QUERIES, type NetworkView } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { QueryClient } from '@ferrule/messaging';
import {
  Body,
  Controller,
  Delete,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiConfig } from '../config.ts';
import { readKey } from '../job/idempotency-key.ts';
import { checkSame, IpamCommands } from './ipam-commands.ts';
import { DocumentsNetworkChange, DocumentsPreview, TakesKey } from './ipam.document.ts';
import { AllocateNetworkRequest, NetworkPath, ReleaseQuery } from './requests.ts';

/** Of networks that no router carries: only these are given back without a job. */
const ALLOCATED = 'alloc';

/** Addresses and a VLAN by themselves: planned, or for what is configured elsewhere. */
@ApiTags('networks')
@Controller('api/v1/networks')
export class AllocationController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: QueryClient,
    @Inject(ApiConfig) private readonly config: Pick<ApiConfig, 'tenant'>,
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
  @HttpCode(200)
  @NoQuery()
  @DocumentsPreview()
  preview(
    @Body()
    { clientId: _, description: __, tags: ___, fields: ____, ...wish }: AllocateNetworkRequest,
  ): Promise<AllocationPreview> {
    return this.queries.ask(IPAM_QUERIES.previewNetwork, { ...wish, tenant: this.config.tenant });
  }

  /** Released already is released. */
  @Delete(':networkId')
  @DocumentsNetworkChange('Release a network', {
    description:
      'One that was allocated and not provisioned. Nobody gets its addresses before its quarantine is over.',
  })
  async release(
    @Param() { networkId }: NetworkPath,
    @Query() { force, reason = 'asked for over HTTP' }: ReleaseQuery,
  ): Promise<NetworkView> {
    const network = await this.#network(networkId);
    if (network.status === 'released') return network;
    if (!networkId.startsWith(`${ALLOCATED}-`))
      throw new Rejection(
        'NETWORK_PROVISIONED',
        `network ${networkId} was not allocated here: a router may carry it`,
        { field: 'networkId', suggestion: 'release only what POST /api/v1/networks/allocate gave' },
      );
    const data = { networkId, reason, ...(force === 'true' && { force: true }) };
    const id = this.commands.idOf(`release-${networkId}`, undefined);
    const story = await this.commands.execute(id, { type: 'ReleaseNetwork', data });
    const answer = story.findLast(
      (event) => event.type === 'NetworkReleased' || event.type === 'NetworkReleaseRefused',
    );
    if (answer?.type === 'NetworkReleaseRefused')
      throw refusal({ ...answer.data, field: 'networkId' });
    return this.#network(networkId);
  }

  #network(networkId: string): Promise<NetworkView> {
    return this.queries.ask(IPAM_QUERIES.getNetwork, { networkId });
  }
}

/** What ipam recorded as refused, told as a refusal, with its facts. */
const refusal = (found: {
  readonly code: string;
  readonly message: string;
  readonly field: string;
  readonly suggestion: string;
  readonly resource?: string | null;
  readonly current?: number | null;
  readonly maximum?: number | null;
  readonly rangeStart?: string | null;
  readonly rangeEnd?: string | null;
  readonly largestFree?: string | null;
  readonly fragmentation?: number | null;
  readonly quarantined?: number | null;
  readonly freeAt?: string | null;
}): Rejection => {
  const { resource, current, maximum, rangeStart, rangeEnd } = found;
  const { largestFree, fragmentation, quarantined, freeAt } = found;
  const facts = Object.entries({
    ...{ resource, current, maximum, rangeStart, rangeEnd },
    ...{ largestFree, fragmentation, quarantined, freeAt },
  }).filter(([, fact]) => fact !== undefined && fact !== null);
  const { code, message, field, suggestion } = found;
  return new Rejection(code, message, { field, suggestion, ...Object.fromEntries(facts) });
};
