import { NoQuery } from '@ferrule/http';
import {
  type FreeBlockView,
  type Holding,
  IPAM_QUERIES,
  type PoolView,
  type SpaceUse,
} from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { QueryClient } from '@ferrule/messaging';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  DocumentsFreeBlocks,
  DocumentsHoldings,
  DocumentsPool,
  DocumentsPools,
  DocumentsTree,
} from './ipam.document.ts';
import {
  FreeBlocksQuery,
  PoolListQuery,
  PoolPath,
  SearchQuery,
  TreeQuery,
  WhoHasQuery,
} from './requests.ts';

/** What there is to allocate from, how full it is, and who has what. */
@ApiTags('ipam')
@Controller('api/v1/ipam')
export class SpaceController {
  constructor(private readonly queries: QueryClient) {}

  @Get('tree')
  @DocumentsTree()
  tree(@Query() { vrf, datacenter, space }: TreeQuery): Promise<{ spaces: readonly SpaceUse[] }> {
    return this.queries.ask(IPAM_QUERIES.tree, { vrfId: vrf, datacenter, spaceId: space });
  }

  @Get('pools')
  @DocumentsPools()
  pools(
    @Query() { cursor, ...filter }: PoolListQuery,
  ): Promise<{ pools: readonly PoolView[]; next: string | null }> {
    return this.queries.ask(IPAM_QUERIES.listPools, { ...filter, after: cursor });
  }

  @Get('pools/:pool')
  @NoQuery()
  @DocumentsPool()
  pool(@Param() { pool }: PoolPath): Promise<PoolView> {
    return this.#pool(pool);
  }

  @Get('pools/:pool/free')
  @DocumentsFreeBlocks()
  async freeBlocks(
    @Param() { pool }: PoolPath,
    @Query() { limit, cursor }: FreeBlocksQuery,
  ): Promise<{ blocks: readonly FreeBlockView[]; next: string | null }> {
    await this.#pool(pool);
    return this.queries.ask(IPAM_QUERIES.freeBlocks, { spaceId: pool, limit, after: cursor });
  }

  @Get('who-has')
  @DocumentsHoldings('Who has an address, or had it then', {
    description: 'The widest first. A day means its first moment, in UTC.',
  })
  whoHas(@Query() { address, at, vrf }: WhoHasQuery): Promise<{ holdings: readonly Holding[] }> {
    return this.queries.ask(IPAM_QUERIES.whoHas, { address, at, vrfId: vrf });
  }

  @Get('search')
  @DocumentsHoldings('Search what is held', {
    description:
      'By any part of an address, an id, a client, a host name or a MAC; by tag; by tenant.',
  })
  search(
    @Query() { q, cursor, ...filter }: SearchQuery,
  ): Promise<{ holdings: readonly Holding[]; next: string | null }> {
    return this.queries.ask(IPAM_QUERIES.search, { ...filter, text: q, after: cursor });
  }

  /** What a path names and nobody knows is a missing page; in a body it is a wrong field. */
  async #pool(poolId: string): Promise<PoolView> {
    try {
      return await this.queries.ask<PoolView>(IPAM_QUERIES.getPool, { poolId });
    } catch (error) {
      if (!(error instanceof Rejection) || error.code !== 'POOL_NOT_FOUND') throw error;
      throw new Rejection('POOL_UNKNOWN', error.message, { field: 'pool' });
    }
  }
}
