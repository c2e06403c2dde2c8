import { NoQuery } from '@ferrule/http';
import { IPAM_QUERIES, type VrfView } from '@ferrule/ipam-contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { foundIn, inPath, IpamCommands } from './ipam-commands.ts';
import { Documents, DocumentsCreated, DocumentsGone } from './ipam.document.ts';
import { CreateVrfRequest, VrfPath } from './space-requests.ts';

@ApiTags('ipam')
@Controller('api/v1/ipam/vrfs')
@OfTheHouse('everywhere')
export class VrfController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Get()
  @NoQuery()
  @Documents('VrfList', 'List VRFs')
  list(): Promise<{ vrfs: readonly VrfView[] }> {
    return this.queries.ask(IPAM_QUERIES.listVrfs, {});
  }

  @Post()
  @Needs('administer')
  @NoQuery()
  @DocumentsCreated('Vrf', 'Create a VRF', 'In which addresses may be in use that others use, too.')
  async create(@Body() { ...data }: CreateVrfRequest): Promise<VrfView> {
    await this.commands.executeOnce({ type: 'CreateVrf', data });
    return foundIn((await this.list()).vrfs, ({ vrfId }) => vrfId === data.vrfId);
  }

  @Delete(':vrf')
  @Needs('administer')
  @HttpCode(204)
  @NoQuery()
  @DocumentsGone('Retire a VRF', 'Refused while a supernet or a pool is of it.')
  async retire(@Param() { vrf: vrfId }: VrfPath): Promise<void> {
    await inPath('vrf', this.commands.executeOnce({ type: 'RetireVrf', data: { vrfId } }));
  }
}
