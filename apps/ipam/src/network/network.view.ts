import { IPAM_QUERIES, type NetworkView as View } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource, MoreThan } from 'typeorm';
import { NetworkRow } from './network.row.ts';

@Controller()
export class NetworkView {
  constructor(private readonly dataSource: DataSource) {}

  @Answers(IPAM_QUERIES.getNetwork)
  async get(@Payload() { networkId }: { networkId: string }): Promise<View> {
    const row = await this.dataSource.getRepository(NetworkRow).findOneBy({ id: networkId });
    if (row === null)
      throw new Rejection('NETWORK_NOT_FOUND', `there is no network ${networkId}`, {
        field: 'networkId',
      });
    return view(row);
  }

  /** By id, so that a page stays where it is while networks come and go. */
  @Answers(IPAM_QUERIES.listNetworks)
  async list(
    @Payload() { after = '', limit = 50 }: { after?: string; limit?: number },
  ): Promise<{ networks: readonly View[]; next: string | null }> {
    const rows = await this.dataSource.getRepository(NetworkRow).find({
      where: { id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
    return {
      networks: rows.map(view),
      next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
    };
  }
}

const view = (row: NetworkRow): View => ({
  networkId: row.id,
  clientId: row.clientId,
  tenant: row.tenant,
  type: row.type,
  datacenter: row.datacenter,
  size: row.size,
  vlanId: row.vlanId,
  subnet: row.subnet,
  gateway: row.gateway.replace(/\/32$/, ''),
  dhcpRange: row.dhcpRange,
  description: row.description,
  status: row.status,
  allocatedAt: row.allocatedAt.toISOString(),
});
