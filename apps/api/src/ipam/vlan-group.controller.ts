import { NoQuery } from '@ferrule/http';
import { IPAM_QUERIES, type VlanGroupView } from '@ferrule/ipam-contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { foundIn, inPath, IpamCommands } from './ipam-commands.ts';
import { Documents, DocumentsCreated, DocumentsGone } from './ipam.document.ts';
import { CreateVlanGroupRequest, VlanGroupPath } from './space-requests.ts';

@ApiTags('ipam')
@Controller('api/v1/ipam/vlan-groups')
@OfTheHouse()
export class VlanGroupController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Get()
  @NoQuery()
  @Documents('VlanGroupList', 'List VLAN groups')
  list(): Promise<{ vlanGroups: readonly VlanGroupView[] }> {
    return this.queries.ask(IPAM_QUERIES.listVlanGroups, {});
  }

  @Post()
  @Needs('administer')
  @NoQuery()
  @DocumentsCreated('VlanGroup', 'Create a VLAN group', 'VLANs that networks of a datacenter get.')
  async create(@Body() { ...data }: CreateVlanGroupRequest): Promise<VlanGroupView> {
    await this.commands.executeOnce({ type: 'CreateVlanGroup', data });
    return foundIn((await this.list()).vlanGroups, (one) => one.vlanGroupId === data.vlanGroupId);
  }

  @Delete(':vlanGroup')
  @Needs('administer')
  @HttpCode(204)
  @NoQuery()
  @DocumentsGone('Retire a VLAN group', 'Refused while a pool gets its VLANs from it.')
  async retire(@Param() { vlanGroup: vlanGroupId }: VlanGroupPath): Promise<void> {
    const retirement = { type: 'RetireVlanGroup', data: { vlanGroupId } } as const;
    await inPath('vlanGroup', this.commands.executeOnce(retirement));
  }
}
