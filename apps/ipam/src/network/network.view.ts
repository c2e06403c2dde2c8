import {
  type AllocationPreview,
  IPAM_QUERIES,
  type NetworkListQuestion,
  type NetworkView as View,
  PreviewNetworkPayload,
} from '@ferrule/ipam-contracts';
import { cidrOf, formatCidr, gatewayOf } from '@ferrule/ipam-domain';
import { isWithin, type Scoped } from '@ferrule/kernel';
import { Answers, asked } from '@ferrule/messaging';
import { narrowToScope } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { NetworkHandler } from './network.handler.ts';
import { GOING, NetworkRow } from './network.row.ts';
import { unknownNetwork } from './unknown-network.ts';

@Controller()
export class NetworkView {
  constructor(
    private readonly dataSource: DataSource,
    private readonly handler: NetworkHandler,
  ) {}

  @Answers(IPAM_QUERIES.getNetwork)
  async get(@Payload() { networkId, scope }: Scoped<{ networkId: string }>): Promise<View> {
    const row = await this.dataSource.getRepository(NetworkRow).findOneBy({ id: networkId });
    if (row === null || !isWithin(scopeOf({ scope }), row)) throw unknownNetwork(networkId);
    return view(row);
  }

  /** By id, so that a page stays where it is while networks come and go. */
  @Answers(IPAM_QUERIES.listNetworks)
  async list(
    @Payload() { after = '', limit = 50, scope, ...wanted }: Scoped<NetworkListQuestion>,
  ): Promise<{ networks: readonly View[]; next: string | null }> {
    const query = this.dataSource
      .getRepository(NetworkRow)
      .createQueryBuilder('network')
      .where('network.id > :after', { after })
      .orderBy({ 'network.id': 'ASC' })
      // One more than fits the page says whether there is another.
      .take(limit + 1);
    const within = narrowToScope(query, scopeOf({ scope }), COLUMNS);
    const rows = await narrow(within, wanted).getMany();
    const shown = rows.slice(0, limit);
    return {
      networks: shown.map(view),
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }

  @Answers(IPAM_QUERIES.previewNetwork)
  async preview(
    @Payload()
    { tenant = '', scope: _, ...wish }: { tenant?: string } & Record<string, unknown>,
  ): Promise<AllocationPreview> {
    return this.handler.preview(asked(PreviewNetworkPayload, wish), tenant);
  }
}

const COLUMNS = { tenant: 'network.tenant', datacenter: 'network.datacenter' };

/** The same as `statusOf`, for the database to look by. */
const HAS_STATUS: Readonly<Record<View['status'], string>> = {
  released: `network.status = 'released'`,
  deprovisioning: `network.status <> 'released' and ${GOING}`,
  provisioned: `network.status <> 'released' and not (${GOING}) and network.provisioned_at is not null`,
  allocated: `network.status <> 'released' and not (${GOING}) and network.provisioned_at is null`,
};

const narrow = (
  query: SelectQueryBuilder<NetworkRow>,
  { datacenter, clientId, type, tag, status }: NetworkListQuestion,
): SelectQueryBuilder<NetworkRow> => {
  if (datacenter !== undefined) query.andWhere('network.datacenter = :datacenter', { datacenter });
  if (clientId !== undefined) query.andWhere('network.client_id = :clientId', { clientId });
  if (type !== undefined) query.andWhere('network.type = :type', { type });
  if (tag !== undefined) query.andWhere(':tag = any(network.tags)', { tag });
  if (status !== undefined) query.andWhere(`(${HAS_STATUS[status]})`);
  return query;
};

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
