import { NoQuery } from '@ferrule/http';
import { IPAM_QUERIES, type NetworkView } from '@ferrule/ipam-contracts';
import { Body, Controller, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { IpamCommands } from './ipam-commands.ts';
import { DocumentsNetworkChange } from './ipam.document.ts';
import { NetworkPath } from './requests.ts';
import { DescribeRequest } from './space-requests.ts';

/** What people say of a network; no router hears of it. */
@ApiTags('networks')
@Controller('api/v1/networks')
export class NetworkDescriptionController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Patch(':networkId')
  @NoQuery()
  @DocumentsNetworkChange('Describe a network', {
    description: 'By another description, other tags or other custom fields.',
  })
  async describe(
    @Param() { networkId }: NetworkPath,
    @Body() { ...words }: DescribeRequest,
  ): Promise<NetworkView> {
    const data = { networkId, ...words };
    await this.commands.executeOnce({ type: 'DescribeNetwork', data });
    return this.queries.ask(IPAM_QUERIES.getNetwork, { networkId });
  }
}
