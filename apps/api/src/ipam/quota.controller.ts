import { NoQuery } from '@ferrule/http';
import { IPAM_QUERIES, type QuotaView } from '@ferrule/ipam-contracts';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { foundIn, IpamCommands } from './ipam-commands.ts';
import { Documents } from './ipam.document.ts';
import { QuotaRequest, TenantPath } from './space-requests.ts';

@ApiTags('ipam')
@Controller('api/v1/ipam/quotas')
@OfTheHouse('everywhere')
export class QuotaController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Get()
  @NoQuery()
  @Documents('QuotaList', 'List quotas', {
    description: 'How much tenants may have, and have. Whoever has no quota is not counted.',
  })
  list(): Promise<{ quotas: readonly QuotaView[] }> {
    return this.queries.ask(IPAM_QUERIES.listQuotas, {});
  }

  @Put(':tenant')
  @Needs('administer')
  @NoQuery()
  @Documents('Quota', 'Set the quota of a tenant')
  async set(
    @Param() { tenant }: TenantPath,
    @Body() { ...limits }: QuotaRequest,
  ): Promise<QuotaView> {
    await this.commands.executeOnce({ type: 'SetTenantQuota', data: { tenant, ...limits } });
    return foundIn((await this.list()).quotas, (one) => one.tenant === tenant);
  }
}
