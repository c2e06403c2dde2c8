import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import {
  IPAM_QUERIES,
  type IpamCommand,
  type PoolView,
  type Wording,
} from '@ferrule/ipam-contracts';
import {
  Body,
  Controller,
  Delete,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { readKey } from '../job/idempotency-key.ts';
import { checkSame, inPath, IpamCommands } from './ipam-commands.ts';
import { DocumentsGone, DocumentsPool, TakesKey } from './ipam.document.ts';
import { PoolPath } from './requests.ts';
import { AdjustPoolRequest, CreatePoolRequest } from './space-requests.ts';

@ApiTags('ipam')
@Controller('api/v1/ipam/pools')
@Needs('administer')
@OfTheHouse()
export class PoolController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
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
    return this.#pool(data.poolId);
  }

  @Patch(':pool')
  @NoQuery()
  @DocumentsPool('Adjust a pool')
  async adjust(
    @Param() { pool: poolId }: PoolPath,
    @Body() { description, tags, fields, ...rules }: AdjustPoolRequest,
  ): Promise<PoolView> {
    const words = { description, tags, fields };
    if (isSaid(rules) || !isSaid(words))
      await this.#done({ type: 'AdjustPool', data: { poolId, ...rules } });
    if (isSaid(words)) await this.#done({ type: 'DescribePool', data: { poolId, ...said(words) } });
    return this.#pool(poolId);
  }

  @Delete(':pool')
  @HttpCode(204)
  @NoQuery()
  @DocumentsGone('Retire a pool', 'Refused while anything is held in it.')
  async retire(@Param() { pool: poolId }: PoolPath): Promise<void> {
    await this.#done({ type: 'RetirePool', data: { poolId } });
  }

  #pool(poolId: string): Promise<PoolView> {
    return this.queries.ask(IPAM_QUERIES.getPool, { poolId });
  }

  #done(command: IpamCommand): Promise<unknown> {
    return inPath('pool', this.commands.executeOnce(command));
  }
}

const isSaid = (words: object): boolean =>
  Object.values(words).some((value) => value !== undefined);

const said = (words: { readonly [Name in keyof Wording]: Wording[Name] | undefined }): Wording =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
