import { NoQuery } from '@ferrule/http';
import { IPAM_QUERIES, type NumberPoolView, type NumberView } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { readKey } from '../job/idempotency-key.ts';
import { checkSame, foundIn, inPath, IpamCommands } from './ipam-commands.ts';
import { Documents, DocumentsCreated, DocumentsGone, TakesKey } from './ipam.document.ts';
import {
  AllocateNumberRequest,
  CreateNumberPoolRequest,
  NumberPath,
  NumberPoolPath,
  NumbersQuery,
} from './number-requests.ts';

interface NumberPage {
  readonly numbers: readonly NumberView[];
  readonly next: string | null;
}

/** Numbers of autonomous systems and service VLANs, handed out one by one. */
@ApiTags('ipam')
@Controller('api/v1/ipam/number-pools')
@OfTheHouse()
export class NumberController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Get()
  @NoQuery()
  @Documents('NumberPoolList', 'List number pools')
  pools(): Promise<{ numberPools: readonly NumberPoolView[] }> {
    return this.queries.ask(IPAM_QUERIES.listNumberPools, {});
  }

  @Post()
  @Needs('administer')
  @NoQuery()
  @DocumentsCreated('NumberPool', 'Create a number pool', 'Of AS numbers or service VLANs.')
  async create(@Body() { ...data }: CreateNumberPoolRequest): Promise<NumberPoolView> {
    await this.commands.executeOnce({ type: 'CreateNumberPool', data });
    return this.#pool(data.numberPoolId);
  }

  @Delete(':numberPool')
  @Needs('administer')
  @HttpCode(204)
  @NoQuery()
  @DocumentsGone('Retire a number pool', 'Refused while somebody has a number of it.')
  async retire(@Param() { numberPool: numberPoolId }: NumberPoolPath): Promise<void> {
    const retirement = { type: 'RetireNumberPool', data: { numberPoolId } } as const;
    await inPath('numberPool', this.commands.executeOnce(retirement));
  }

  @Get(':numberPool/numbers')
  @Documents('NumberPage', 'List the numbers that are in use')
  async numbers(
    @Param() { numberPool: numberPoolId }: NumberPoolPath,
    @Query() { limit, cursor }: NumbersQuery,
  ): Promise<NumberPage> {
    await this.#pool(numberPoolId);
    return this.#numbers({ numberPoolId, limit, after: cursor });
  }

  @Post(':numberPool/numbers')
  @NoQuery()
  @TakesKey()
  @DocumentsCreated('HeldNumber', 'Allocate a number', 'The lowest free one, or a certain one.')
  async allocate(
    @Param() { numberPool: numberPoolId }: NumberPoolPath,
    @Body() { ...request }: AllocateNumberRequest,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<NumberView> {
    const data = { numberPoolId, numberId: this.commands.idOf('num', readKey(key)), ...request };
    const story = await inPath(
      'numberPool',
      this.commands.execute(`number-${data.numberId}`, { type: 'AllocateNumber', data }),
    );
    const allocated = story.find((event) => event.type === 'NumberAllocated')?.data;
    checkSame(data, allocated);
    const { numbers } = await this.#numbers({ numberPoolId, number: allocated?.number });
    return foundIn(numbers, ({ numberId }) => numberId === data.numberId);
  }

  @Delete(':numberPool/numbers/:number')
  @HttpCode(204)
  @NoQuery()
  @DocumentsGone('Release a number')
  async release(@Param() { numberPool: numberPoolId, number }: NumberPath): Promise<void> {
    await this.#pool(numberPoolId);
    const { numbers } = await this.#numbers({ numberPoolId, number });
    const [held] = numbers;
    if (held === undefined)
      throw new Rejection('NUMBER_UNKNOWN', `nobody has ${number} of ${numberPoolId}`, {
        field: 'number',
      });
    const data = { numberPoolId, numberId: held.numberId };
    await this.commands.executeOnce({ type: 'ReleaseNumber', data });
  }

  async #pool(numberPoolId: string): Promise<NumberPoolView> {
    const { numberPools } = await this.pools();
    const pool = numberPools.find((one) => one.numberPoolId === numberPoolId);
    if (pool !== undefined) return pool;
    throw new Rejection('NUMBER_POOL_UNKNOWN', `there is no number pool ${numberPoolId}`, {
      field: 'numberPool',
    });
  }

  #numbers(question: object): Promise<NumberPage> {
    return this.queries.ask(IPAM_QUERIES.listNumbers, question);
  }
}
