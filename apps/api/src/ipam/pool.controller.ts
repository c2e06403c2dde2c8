import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import { IPAM_QUERIES, type PoolView } from '@ferrule/ipam-contracts';
import { QueryClient } from '@ferrule/messaging';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { readKey } from '../job/idempotency-key.ts';
import { checkSame, IpamCommands } from './ipam-commands.ts';
import { DocumentsPool, TakesKey } from './ipam.document.ts';
import { CreatePoolRequest } from './requests.ts';

@ApiTags('ipam')
@Controller('api/v1/ipam/pools')
export class PoolController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: QueryClient,
  ) {}

  @Post()
  @NoQuery()
  @TakesKey()
  @DocumentsPool('Create a pool', 201)
  async create(
    @Body() { ...data }: CreatePoolRequest,
    @Headers('Idempotency-Key') key: string | undefined,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<PoolView> {
    const id = this.commands.idOf('pool', readKey(key));
    const story = await this.commands.execute(id, { type: 'CreatePool', data });
    checkSame(data, story.find((event) => event.type === 'PoolCreated')?.data);
    response.setHeader('location', `/api/v1/ipam/pools/${data.poolId}`);
    return this.queries.ask(IPAM_QUERIES.getPool, { poolId: data.poolId });
  }
}
