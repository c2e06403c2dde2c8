import {
  type AllocationPreview,
  IPAM_QUERIES,
  type NetworkView as View,
  PreviewNetworkPayload,
} from '@ferrule/ipam-contracts';
import { cidrOf, formatCidr, gatewayOf } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource, MoreThan } from 'typeorm';
import { NetworkHandler } from './network.handler.ts';
import { NetworkRow } from './network.row.ts';
import { asked } from '../question.ts';

@Controller()
export class NetworkView {
  constructor(
    private readonly dataSource: DataSource,
    private readonly handler: NetworkHandler,
  ) {}

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

  @Answers(IPAM_QUERIES.previewNetwork)
  async preview(
    @Payload() { tenant = '', ...wish }: { tenant?: string } & Record<string, unknown>,
  ): Promise<AllocationPreview> {
    return this.handler.preview(asked(PreviewNetworkPayload, wish), tenant);
  }
}

const statusOf = (row: NetworkRow): View['status'] => {
  const { status, provisionedAt, removalBegunAt, removalFailedAt } = row;
  if (status === 'released') return status;
  // In whatever order they were heard of.
  const isGoing = removalBegunAt !== null && (removalFailedAt ?? 0) < removalBegunAt;
  if (isGoing) return 'deprovisioning';
  return provisionedAt === null ? 'allocated' : 'provisioned';
};

/** A VLAN carries a /64, where there is room for one. */
const ipv6Of = (ipv6: string | null) => {
  if (ipv6 === null) return { ipv6Subnet: null, ipv6Gateway: null };
  const cidr = cidrOf(ipv6);
  const ipv6Subnet = formatCidr({ ...cidr, length: Math.max(64, cidr.length) });
  return { ipv6Subnet, ipv6Gateway: gatewayOf(cidr) };
};

const view = (row: NetworkRow): View => ({
  networkId: row.id,
  clientId: row.clientId,
  tenant: row.tenant,
  type: row.type,
  datacenter: row.datacenter,
  size: row.size,
  vlanId: row.vlanId,
  serviceVlan: row.serviceVlan === 0 ? null : row.serviceVlan,
  poolId: row.poolId,
  vrfId: row.vrfId,
  subnet: row.subnet,
  gateway: row.gateway.replace(/\/\d+$/, ''),
  dhcpRange: row.dhcpRange,
  ipv6: row.ipv6,
  ...ipv6Of(row.ipv6),
  dnsZone: row.dnsZone,
  description: row.description,
  tags: row.tags,
  fields: row.fields,
  status: statusOf(row),
  allocatedAt: row.allocatedAt.toISOString(),
  releasedAt: row.releasedAt?.toISOString() ?? null,
});
