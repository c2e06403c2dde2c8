import { NoQuery } from '@ferrule/http';
import {
  type FreeBlockView,
  type Holding,
  IPAM_QUERIES,
  type PoolView,
  type SpaceUse,
} from '@ferrule/ipam-contracts';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { inPath } from './ipam-commands.ts';
import {
  DocumentsFreeBlocks,
  DocumentsHoldings,
  DocumentsPool,
  DocumentsPools,
  DocumentsTree,
} from './ipam.document.ts';
import {
  PlacesQuery,
  PoolListQuery,
  PoolPath,
  SearchQuery,
  SpacePath,
  TreeQuery,
  WhoHasQuery,
} from './requests.ts';

/** What there is to allocate from, how full it is, and who has what. */
@ApiTags('ipam')
@Controller('api/v1/ipam')
export class SpaceController {
  constructor(private readonly queries: ScopedQueries) {}

  @Get('tree')
  @OfTheHouse()
  @DocumentsTree()
  tree(
    @Query() { vrf, space, cursor, ...filter }: TreeQuery,
  ): Promise<{ spaces: readonly SpaceUse[]; next: string | null }> {
    const question = { vrfId: vrf, spaceId: space, after: cursor, ...filter };
    return this.queries.ask(IPAM_QUERIES.tree, question);
  }

  @Get('spaces/:space/holdings')
  @OfTheHouse()
  @DocumentsHoldings('List what is held in a pool or container', {
    description: 'In the order of the addresses.',
  })
  holdings(
    @Param() { space }: SpacePath,
    @Query() { limit, cursor }: PlacesQuery,
  ): Promise<{ holdings: readonly Holding[]; next: string | null }> {
    const question = { spaceId: space, limit, after: cursor };
    return inPath('space', this.queries.ask(IPAM_QUERIES.listHoldings, question));
  }

  @Get('pools')
  @OfTheHouse()
  @DocumentsPools()
  pools(
    @Query() { cursor, ...filter }: PoolListQuery,
  ): Promise<{ pools: readonly PoolView[]; next: string | null }> {
    return this.queries.ask(IPAM_QUERIES.listPools, { ...filter, after: cursor });
  }

  @Get('pools/:pool')
  @OfTheHouse()
  @NoQuery()
  @DocumentsPool()
  pool(@Param() { pool }: PoolPath): Promise<PoolView> {
    return this.#pool(pool);
  }

  @Get('pools/:pool/free')
  @OfTheHouse()
  @DocumentsFreeBlocks()
  async freeBlocks(
    @Param() { pool }: PoolPath,
    @Query() { limit, cursor }: PlacesQuery,
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
      'By any part of an address, an id, a client, a tenant, a name, a MAC, a tag or a custom field.',
  })
  search(
    @Query() { q, cursor, ...filter }: SearchQuery,
  ): Promise<{ holdings: readonly Holding[]; next: string | null }> {
    return this.queries.ask(IPAM_QUERIES.search, { ...filter, text: q, after: cursor });
  }

  #pool(poolId: string): Promise<PoolView> {
    return inPath('pool', this.queries.ask<PoolView>(IPAM_QUERIES.getPool, { poolId }));
  }
}
