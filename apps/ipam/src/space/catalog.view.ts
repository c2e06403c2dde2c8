import {
  IPAM_QUERIES,
  type NumberPoolView,
  type NumberView,
  type QuotaView,
  type SupernetView,
  type VlanGroupView,
  type VrfView,
} from '@ferrule/ipam-contracts';
import { Answers } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { limited, pageOf } from '../page.ts';

type Row<View, Large extends keyof View> = Omit<View, Large> & Record<Large, string>;

/** What pools are part of, and what is handed out beside addresses. Of each there are a few. */
@Controller()
export class CatalogView {
  constructor(private readonly dataSource: DataSource) {}

  @Answers(IPAM_QUERIES.listVrfs)
  async vrfs(): Promise<{ vrfs: readonly VrfView[] }> {
    const vrfs = await this.dataSource.query<VrfView[]>(
      `select v.id as "vrfId", v.description,
         (select count(*)::integer from supernet n where n.vrf_id = v.id and n.status = 'live')
           as supernets,
         (select count(*)::integer from space s
           where s.vrf_id = v.id and s.kind = 'pool' and s.status = 'live') as pools
       from vrf v where v.status = 'live' order by v.id`,
    );
    return { vrfs };
  }

  @Answers(IPAM_QUERIES.listSupernets)
  async supernets(): Promise<{ supernets: readonly SupernetView[] }> {
    const supernets = await this.dataSource.query<SupernetView[]>(
      `select n.id as "supernetId", n.vrf_id as "vrfId", n.prefix, n.role, n.datacenter,
         (select count(*)::integer from space s
           where s.supernet_id = n.id and s.kind = 'pool' and s.status = 'live') as pools
       from supernet n where n.status = 'live' order by n.vrf_id, n.prefix`,
    );
    return { supernets };
  }

  @Answers(IPAM_QUERIES.listVlanGroups)
  async vlanGroups(): Promise<{ vlanGroups: readonly VlanGroupView[] }> {
    const vlanGroups = await this.dataSource.query<VlanGroupView[]>(
      `select g.id as "vlanGroupId", g.datacenter, nullif(g.service_vlan, 0) as "serviceVlan",
         g.first, g.last, count(v.network_id)::integer as held,
         count(*) filter (where v.network_id is null and v.free_from > clock_timestamp())::integer
           as quarantined,
         count(*) filter (where v.network_id is null and v.free_from <= clock_timestamp())::integer
           as free
       from vlan_group g join vlan v on v.group_id = g.id where g.status = 'live'
       group by g.id order by g.id`,
    );
    return { vlanGroups };
  }

  @Answers(IPAM_QUERIES.listQuotas)
  async quotas(): Promise<{ quotas: readonly QuotaView[] }> {
    const rows = await this.dataSource.query<Row<QuotaView, 'maxAddresses' | 'addresses'>[]>(
      `select id as tenant, max_networks as "maxNetworks", max_addresses as "maxAddresses",
         networks, addresses from tenant order by id`,
    );
    return {
      quotas: rows.map((row) => ({
        ...row,
        maxAddresses: numberOf(row.maxAddresses),
        addresses: Number(row.addresses),
      })),
    };
  }

  @Answers(IPAM_QUERIES.listNumberPools)
  async numberPools(): Promise<{ numberPools: readonly NumberPoolView[] }> {
    const rows = await this.dataSource.query<Row<Omit<NumberPoolView, 'free'>, 'first' | 'last'>[]>(
      `select p.id as "numberPoolId", p.kind, p.datacenter, p.first, p.last,
         (select count(*)::integer from number_held h where h.pool_id = p.id) as held
       from number_pool p where p.status = 'live' order by p.id`,
    );
    return {
      numberPools: rows.map((row) => {
        const [first, last] = [Number(row.first), Number(row.last)];
        return { ...row, first, last, free: last - first + 1 - row.held };
      }),
    };
  }

  /** In their order, page by page. */
  @Answers(IPAM_QUERIES.listNumbers)
  async numbers(
    @Payload()
    {
      numberPoolId,
      number,
      after,
      limit = 100,
    }: {
      numberPoolId: string;
      number?: number;
      after?: string;
      limit?: number;
    },
  ): Promise<{ numbers: readonly NumberView[]; next: string | null }> {
    const rows = await this.dataSource.query<
      (Row<Omit<NumberView, 'since'>, 'number'> & { since: Date })[]
    >(
      `select id as "numberId", pool_id as "numberPoolId", number, tenant, holder, since
       from number_held where pool_id = $1 and ($2::bigint is null or number > $2)
         and ($3::bigint is null or number = $3)
       order by number limit ${limited(limit)}`,
      [numberPoolId, after ?? null, number ?? null],
    );
    const { items, next } = pageOf(
      rows,
      limited(limit),
      (row) => ({ ...row, number: Number(row.number), since: row.since.toISOString() }),
      (row) => row.number,
    );
    return { numbers: items, next };
  }
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));
