import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import {
  ConfigureRouterPayload,
  INVENTORY_QUERIES,
  type InventoryCommand,
  routerPasswordPlace,
  type RouterView,
} from '@ferrule/inventory-contracts';
import type { Probe } from '@ferrule/router-contracts';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { checkDatacenter } from '../access/datacenters.ts';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { changed } from './changed.ts';
import { InventoryCommands } from './inventory-commands.ts';
import {
  DocumentsChange,
  DocumentsList,
  DocumentsOne,
  DocumentsProbe,
  TakesChanges,
} from './inventory.document.ts';
import { InventoryView } from './inventory.view.ts';
import {
  BecauseRequest,
  CredentialsRequest,
  RegisterRouterRequest,
  RouterListQuery,
  RouterPath,
} from './requests.ts';
import { Sealer } from './sealer.ts';

@ApiTags('routers')
@Controller('api/v1/routers')
@OfTheHouse()
export class RouterController {
  constructor(
    private readonly commands: InventoryCommands,
    private readonly view: InventoryView,
    private readonly queries: ScopedQueries,
    private readonly sealer: Sealer,
  ) {}

  @Get()
  @DocumentsList('router')
  list(
    @Query() { cursor, ...filter }: RouterListQuery,
  ): Promise<{ routers: readonly RouterView[]; next: string | null }> {
    return this.queries.ask(INVENTORY_QUERIES.listRouters, { ...filter, after: cursor });
  }

  @Get(':router')
  @NoQuery()
  @DocumentsOne('router')
  get(@Param() { router }: RouterPath): Promise<RouterView> {
    return this.view.router(router);
  }

  @Post()
  @Needs('administer')
  @NoQuery()
  @DocumentsChange('router', 'Register a router', { status: 201 })
  async register(
    @Body() { password, ...order }: RegisterRouterRequest,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<RouterView> {
    const { routerId, datacenter } = order;
    checkDatacenter(datacenter);
    const data = { ...order, password: this.#sealed(routerId, password) };
    const view = await this.#done({ type: 'RegisterRouter', data });
    response.setHeader('location', `/api/v1/routers/${routerId}`);
    return view;
  }

  @Patch(':router')
  @Needs('administer')
  @NoQuery()
  @TakesChanges({ address: '10.255.1.2', port: 8729 })
  @DocumentsChange('router', 'Configure a router', { description: 'All but its credentials.' })
  async configure(@Param() { router }: RouterPath, @Body() changes: unknown): Promise<RouterView> {
    const { name, address, port, tls, dialect, pair } = await this.view.router(router);
    const current = { name, address, port, dialect, pair, tls: tlsOrder(tls) };
    const data = changed(ConfigureRouterPayload, current, changes, { routerId: router });
    return this.#done({ type: 'ConfigureRouter', data });
  }

  @Put(':router/credentials')
  @Needs('administer')
  @NoQuery()
  @DocumentsChange('router', 'Rotate the credentials of a router', {
    description: 'The gateway signs in with them within a second.',
  })
  rotate(
    @Param() { router }: RouterPath,
    @Body() { user, password }: CredentialsRequest,
  ): Promise<RouterView> {
    const data = { routerId: router, user, password: this.#sealed(router, password) };
    return this.#done({ type: 'RotateRouterCredentials', data });
  }

  @Post(':router/maintenance')
  @HttpCode(200)
  @NoQuery()
  @DocumentsChange('router', 'Set a router to maintenance', { description: 'Its commands wait.' })
  startMaintenance(
    @Param() { router }: RouterPath,
    @Body() { reason }: BecauseRequest,
  ): Promise<RouterView> {
    return this.#done({ type: 'StartRouterMaintenance', data: { routerId: router, reason } });
  }

  @Delete(':router/maintenance')
  @NoQuery()
  @DocumentsChange('router', 'End the maintenance of a router')
  endMaintenance(@Param() { router }: RouterPath): Promise<RouterView> {
    return this.#done({ type: 'EndRouterMaintenance', data: { routerId: router } });
  }

  @Post(':router/retire')
  @Needs('administer')
  @HttpCode(200)
  @NoQuery()
  @DocumentsChange('router', 'Retire a router', {
    description: 'For good; refused while networks live on it.',
  })
  retire(@Param() { router }: RouterPath, @Body() { reason }: BecauseRequest): Promise<RouterView> {
    return this.#done({ type: 'RetireRouter', data: { routerId: router, reason } });
  }

  @Post(':router/probe')
  @HttpCode(200)
  @NoQuery()
  @DocumentsProbe()
  probe(@Param() { router }: RouterPath): Promise<Probe> {
    return this.view.probe(router);
  }

  #sealed(routerId: string, password: string): string {
    return this.sealer.seal(password, routerPasswordPlace(routerId));
  }

  async #done(
    command: Extract<InventoryCommand, { data: { routerId: string } }>,
  ): Promise<RouterView> {
    const { routerId } = command.data;
    // What its path names must be there; what it is to become may not.
    if (command.type !== 'RegisterRouter') await this.view.router(routerId);
    await this.commands.carryOut(command);
    return this.view.router(routerId);
  }
}

const tlsOrder = (tls: RouterView['tls']): object =>
  tls === null
    ? { enabled: false }
    : {
        enabled: true,
        ...(tls.fingerprint256 !== null && { fingerprint256: tls.fingerprint256 }),
      };
