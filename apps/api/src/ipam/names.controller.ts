import { AnswersWith, NoQuery } from '@ferrule/http';
import {
  IPAM_QUERIES,
  NETWORK_NAMES_EXAMPLE,
  type NetworkNamesView,
} from '@ferrule/ipam-contracts';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { NetworkPath } from './requests.ts';

/** What a network and its addresses are called, and where that is published. */
@ApiTags('networks')
@Controller('api/v1/networks')
export class NamesController {
  constructor(private readonly queries: ScopedQueries) {}

  @Get(':networkId/names')
  @NoQuery()
  @ApiOperation({
    summary: 'Show the names of a network',
    description: 'Forward and reverse, on which server, and what is not as it should be.',
  })
  @AnswersWith({
    status: 200,
    description: 'The names',
    schema: 'NetworkNames',
    example: NETWORK_NAMES_EXAMPLE,
  })
  get(@Param() { networkId }: NetworkPath): Promise<NetworkNamesView> {
    return this.queries.ask(IPAM_QUERIES.namesOf, { networkId });
  }
}
