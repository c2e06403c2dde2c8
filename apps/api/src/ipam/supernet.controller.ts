import { NoQuery } from '@ferrule/http';
import { IPAM_QUERIES, type SupernetView } from '@ferrule/ipam-contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { foundIn, inPath, IpamCommands } from './ipam-commands.ts';
import { Documents, DocumentsCreated, DocumentsGone } from './ipam.document.ts';
import { AddSupernetRequest, SupernetPath } from './space-requests.ts';

@ApiTags('ipam')
@Controller('api/v1/ipam/supernets')
@OfTheHouse()
export class SupernetController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Get()
  @NoQuery()
  @Documents('SupernetList', 'List supernets')
  list(): Promise<{ supernets: readonly SupernetView[] }> {
    return this.queries.ask(IPAM_QUERIES.listSupernets, {});
  }

  @Post()
  @Needs('administer')
  @NoQuery()
  @DocumentsCreated('Supernet', 'Add a supernet', 'What all pools of a role are part of.')
  async add(@Body() { ...data }: AddSupernetRequest): Promise<SupernetView> {
    await this.commands.executeOnce({ type: 'AddSupernet', data });
    return foundIn((await this.list()).supernets, (one) => one.supernetId === data.supernetId);
  }

  @Delete(':supernet')
  @Needs('administer')
  @HttpCode(204)
  @NoQuery()
  @DocumentsGone('Remove a supernet', 'Refused while a pool is part of it.')
  async remove(@Param() { supernet: supernetId }: SupernetPath): Promise<void> {
    const removal = { type: 'RemoveSupernet', data: { supernetId } } as const;
    await inPath('supernet', this.commands.executeOnce(removal));
  }
}
