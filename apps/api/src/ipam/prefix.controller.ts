import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import { type Holding, IPAM_QUERIES } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { readKey } from '../job/idempotency-key.ts';
import { checkSame, inPath, IpamCommands } from './ipam-commands.ts';
import {
  Documents,
  DocumentsCreated,
  DocumentsGone,
  DocumentsHoldings,
  TakesKey,
} from './ipam.document.ts';
import {
  AllocatePrefixRequest,
  PrefixPath,
  ReleasePrefixQuery,
  SplitPrefixRequest,
} from './prefix-requests.ts';
import { DescribeRequest } from './space-requests.ts';

/** Prefixes that are no network's: for use, to allocate in, or never to be handed out. */
@ApiTags('ipam')
@Controller('api/v1/ipam/prefixes')
@OfTheHouse()
export class PrefixController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Post()
  @NoQuery()
  @TakesKey()
  @DocumentsCreated(
    'Holding',
    'Allocate a prefix, a container or a reservation',
    'The next free one of a size, or a certain one, out of a pool or a container.',
  )
  async allocate(
    @Body() { prefixId: named, ...request }: AllocatePrefixRequest,
    @Headers('Idempotency-Key') key: string | undefined,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<Holding> {
    const prefixId = named ?? this.commands.idOf('prefix', readKey(key));
    const data = { prefixId, ...request };
    const command = { type: 'AllocatePrefix', data } as const;
    const id = this.commands.idOf(`allocate-${prefixId}`, readKey(key));
    const story = await this.commands.execute(id, command);
    const allocated = story.find((event) => event.type === 'PrefixAllocated')?.data;
    const found = allocated && { ...allocated, size: sizeOf(allocated.prefix) };
    checkSame({ ...data, prefix: written(data.prefix) }, found);
    response.setHeader('location', `/api/v1/ipam/prefixes/${prefixId}`);
    return this.#prefix(prefixId);
  }

  @Get(':prefix')
  @NoQuery()
  @Documents('Holding', 'Show a prefix')
  get(@Param() { prefix }: PrefixPath): Promise<Holding> {
    return this.#prefix(prefix);
  }

  @Patch(':prefix')
  @NoQuery()
  @Documents('Holding', 'Describe a prefix', {
    description: 'By another description, other tags or other custom fields.',
  })
  async describe(
    @Param() { prefix: prefixId }: PrefixPath,
    @Body() { ...words }: DescribeRequest,
  ): Promise<Holding> {
    const command = { type: 'DescribePrefix', data: { prefixId, ...words } } as const;
    await inPath('prefix', this.commands.executeOnce(command));
    return this.#prefix(prefixId);
  }

  @Post(':prefix/split')
  @HttpCode(200)
  @NoQuery()
  @DocumentsHoldings('Split a prefix', {
    description: 'Into equal parts, each a prefix of its own.',
  })
  async split(
    @Param() { prefix: prefixId }: PrefixPath,
    @Body() { size }: SplitPrefixRequest,
  ): Promise<{ holdings: readonly Holding[]; next: null }> {
    const command = { type: 'SplitPrefix', data: { prefixId, size } } as const;
    const story = await inPath('prefix', this.commands.executeOnce(command));
    const parts = story.flatMap((event) => (event.type === 'PrefixSplit' ? event.data.parts : []));
    const holdings = await Promise.all(parts.map((part) => this.#prefix(part.prefixId)));
    return { holdings, next: null };
  }

  @Delete(':prefix')
  @HttpCode(204)
  @DocumentsGone('Release a prefix', 'Nobody gets it before its quarantine is over.')
  async release(
    @Param() { prefix: prefixId }: PrefixPath,
    @Query() { reason = 'asked for over HTTP' }: ReleasePrefixQuery,
  ): Promise<void> {
    await this.#prefix(prefixId);
    await this.commands.executeOnce({ type: 'ReleasePrefix', data: { prefixId, reason } });
  }

  async #prefix(id: string): Promise<Holding> {
    const { holdings } = await this.queries.ask<{ holdings: readonly Holding[] }>(
      IPAM_QUERIES.getHolding,
      { id },
    );
    const held = holdings.find(({ kind }) => KINDS.has(kind));
    if (held !== undefined) return held;
    throw new Rejection('PREFIX_UNKNOWN', `there is no prefix ${id}`, { field: 'prefix' });
  }
}

const KINDS = new Set(['prefix', 'container', 'reservation']);

const sizeOf = (prefix: string): string => prefix.slice(prefix.indexOf('/'));

/** IPv6 is shortened by whoever records it: only the one of IPv4 can be compared as it was written. */
const written = (prefix: string | undefined): string | undefined =>
  prefix?.includes(':') === true ? undefined : prefix;
