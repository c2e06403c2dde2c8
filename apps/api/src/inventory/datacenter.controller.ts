import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import {
  type DatacenterPayload,
  type DatacenterView,
  INVENTORY_QUERIES,
  type InventoryCommand,
  md5KeyPlace,
} from '@ferrule/inventory-contracts';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { checkDatacenter } from '../access/datacenters.ts';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { PageQuery } from '../page.ts';
import { changed } from './changed.ts';
import { InventoryCommands } from './inventory-commands.ts';
import {
  DocumentsChange,
  DocumentsList,
  DocumentsOne,
  TakesChanges,
} from './inventory.document.ts';
import { InventoryView } from './inventory.view.ts';
import { BecauseRequest, DatacenterPath, DatacenterRequest } from './requests.ts';
import { Sealer } from './sealer.ts';

@ApiTags('datacenters')
@Controller('api/v1/datacenters')
@OfTheHouse()
export class DatacenterInventoryController {
  constructor(
    private readonly commands: InventoryCommands,
    private readonly view: InventoryView,
    private readonly queries: ScopedQueries,
    private readonly sealer: Sealer,
  ) {}

  @Get()
  @DocumentsList('datacenter')
  list(
    @Query() { limit, cursor }: PageQuery,
  ): Promise<{ datacenters: readonly DatacenterView[]; next: string | null }> {
    return this.queries.ask(INVENTORY_QUERIES.listDatacenters, { limit, after: cursor });
  }

  @Get(':datacenter')
  @NoQuery()
  @DocumentsOne('datacenter')
  get(@Param() { datacenter }: DatacenterPath): Promise<DatacenterView> {
    return this.view.datacenter(datacenter);
  }

  @Post()
  @Needs('administer')
  @NoQuery()
  @DocumentsChange('datacenter', 'Register a datacenter', { status: 201 })
  async register(
    @Body() request: DatacenterRequest,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<DatacenterView> {
    checkDatacenter(request.datacenterId, 'datacenterId');
    const view = await this.#done({ type: 'RegisterDatacenter', data: this.#sealed(request) });
    response.setHeader('location', `/api/v1/datacenters/${request.datacenterId}`);
    return view;
  }

  @Patch(':datacenter')
  @Needs('administer')
  @NoQuery()
  @TakesChanges({ management: ['10.254.1.0/24', '10.254.9.0/24'] })
  @DocumentsChange('datacenter', 'Configure a datacenter', {
    description: 'Its routers follow when it is prepared the next time.',
  })
  async configure(
    @Param() { datacenter }: DatacenterPath,
    @Body() changes: unknown,
  ): Promise<DatacenterView> {
    const {
      datacenterId,
      maintenanceReason: _,
      registeredAt: __,
      ...current
    } = await this.view.datacenter(datacenter);
    const request = changed(DatacenterRequest, current, changes, { datacenterId });
    return this.#done({ type: 'ConfigureDatacenter', data: this.#sealed(request) });
  }

  @Post(':datacenter/maintenance')
  @HttpCode(200)
  @NoQuery()
  @DocumentsChange('datacenter', 'Set a datacenter to maintenance', {
    description: 'The commands of all its routers wait.',
  })
  startMaintenance(
    @Param() { datacenter: datacenterId }: DatacenterPath,
    @Body() { reason }: BecauseRequest,
  ): Promise<DatacenterView> {
    return this.#done({ type: 'StartDatacenterMaintenance', data: { datacenterId, reason } });
  }

  @Delete(':datacenter/maintenance')
  @NoQuery()
  @DocumentsChange('datacenter', 'End the maintenance of a datacenter')
  endMaintenance(@Param() { datacenter: datacenterId }: DatacenterPath): Promise<DatacenterView> {
    return this.#done({ type: 'EndDatacenterMaintenance', data: { datacenterId } });
  }

  /** Of the keys of its BGP peers nothing is published but what only the inventory can open. */
  #sealed({ bgp, ...request }: DatacenterRequest): DatacenterPayload {
    if (bgp === undefined) return request;
    const { peers: asked, ...own } = bgp;
    const peers = asked.map(({ md5Key, ...peer }, at) => ({
      ...peer,
      ...(md5Key !== undefined && {
        md5Key: this.sealer.seal(
          md5Key,
          md5KeyPlace(request.datacenterId, peer.name),
          `bgp.peers[${at}].md5Key`,
        ),
      }),
    }));
    return { ...request, bgp: { ...own, peers } };
  }

  async #done(
    command: Extract<InventoryCommand, { data: { datacenterId: string } }>,
  ): Promise<DatacenterView> {
    const { datacenterId } = command.data;
    // What its path names must be there; what it is to become may not.
    if (command.type !== 'RegisterDatacenter') await this.view.datacenter(datacenterId);
    await this.commands.carryOut(command);
    return this.view.datacenter(datacenterId);
  }
}
