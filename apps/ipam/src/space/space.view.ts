import {
  type FreeBlockView,
  IPAM_QUERIES,
  type NumberPoolView,
  type PoolView,
  type SpaceUse,
  type VlanGroupView,
} from '@ferrule/ipam-contracts';
import { cidrOf, fragmentationOf, sizeOf } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';

interface UseRow {
  readonly id: string;
  readonly kind: 'pool' | 'container';
  readonly vrf_id: string;
  readonly prefix: string;
  readonly parent_id: string | null;
  readonly supernet_id: string | null;
  readonly datacenter: string | null;
  readonly tenant: string | null;
  readonly total: string;
  readonly allocated: string;
  readonly reserved: string;
  readonly quarantined: string;
  readonly holdings: string;
}

interface PoolRow extends UseRow {
  readonly policy: string;
  readonly types: string[];
  readonly quarantine_seconds: number;
  readonly vlan_group_id: string | null;
  readonly description: string | null;
  readonly tags: string[];
  readonly fields: Record<string, string>;
  readonly status: 'live' | 'retired';
  readonly largest: string | null;
}

const USE = `s.id, s.kind, s.vrf_id, s.prefix, p.id as parent_id, s.supernet_id, s.datacenter,
  s.tenant, addresses(s.prefix) as total, s.allocated, s.reserved, s.quarantined, s.holdings`;

const MOST = 1_000;
const limited = (limit: number): number => Math.min(Math.max(1, Math.trunc(limit)), MOST);

/** Spaces and how full they are. Counters are kept where things are held, so that nothing is counted here. */
@Controller()
export class SpaceView {
  constructor(private readonly dataSource: DataSource) {}

  /** All pools and containers, each after the one that it lies in, or those of one of them. */
  @Answers(IPAM_QUERIES.tree)
  async tree(
    @Payload() { vrfId, datacenter, spaceId }: Partial<Record<string, string>>,
  ): Promise<{ spaces: readonly SpaceUse[] }> {
    const rows = await this.dataSource.query<UseRow[]>(
      `select ${USE} from space s left join space p on p.no = s.parent
       where s.kind <> 'network' and s.status = 'live'
         and ($1::text is null or s.vrf_id = $1) and ($2::text is null or s.datacenter = $2)
         and ($3::text is null or s.prefix <<= (select w.prefix from space w
           where w.id = $3 and w.kind <> 'network' and w.vrf_id = s.vrf_id))
       order by s.vrf_id, s.prefix`,
      [vrfId ?? null, datacenter ?? null, spaceId ?? null],
    );
    return { spaces: rows.map(useOf) };
  }

  @Answers(IPAM_QUERIES.listPools)
  async pools(
    @Payload()
    { datacenter, after = '', limit = 50 }: { datacenter?: string; after?: string; limit?: number },
  ): Promise<{ pools: readonly PoolView[]; next: string | null }> {
    const take = limited(limit);
    const rows = await this.#pools(
      `s.id > $1 and ($2::text is null or s.datacenter = $2) order by s.id limit ${take}`,
      [after, datacenter ?? null],
    );
    return { pools: rows, next: rows.length === take ? (rows.at(-1)?.spaceId ?? null) : null };
  }

  @Answers(IPAM_QUERIES.getPool)
  async pool(@Payload() { poolId }: { poolId: string }): Promise<PoolView> {
    const [pool] = await this.#pools('s.id = $1', [poolId]);
    if (pool === undefined)
      throw new Rejection('POOL_NOT_FOUND', `there is no pool ${poolId}`, { field: 'poolId' });
    return pool;
  }

  /** In the order of their addresses; page by page. */
  @Answers(IPAM_QUERIES.freeBlocks)
  async freeBlocks(
    @Payload() { spaceId, after, limit = 200 }: { spaceId: string; after?: string; limit?: number },
  ): Promise<{ blocks: readonly FreeBlockView[]; next: string | null }> {
    const take = limited(limit);
    const rows = await this.dataSource.query<{ block: string; addresses: string }[]>(
      `select f.block, addresses(f.block) as addresses from space s join free_block f on f.space = s.no
       where s.id = $1 and s.kind <> 'network' and ($2::text is null or f.block > network($2::inet))
       order by f.block limit ${take}`,
      [spaceId, after ?? null],
    );
    const blocks = rows.map(({ block, addresses }) => ({ prefix: block, addresses }));
    return { blocks, next: blocks.length === take ? (blocks.at(-1)?.prefix ?? null) : null };
  }

  @Answers(IPAM_QUERIES.listVlanGroups)
  async vlanGroups(): Promise<{ vlanGroups: readonly VlanGroupView[] }> {
    const rows = await this.dataSource.query<
      (Omit<VlanGroupView, 'serviceVlan'> & { service_vlan: number })[]
    >(
      `select g.id as "vlanGroupId", g.datacenter, g.service_vlan, g.first, g.last,
         count(v.network_id)::integer as held,
         count(*) filter (where v.network_id is null and v.free_from > clock_timestamp())::integer
           as quarantined,
         count(*) filter (where v.network_id is null and v.free_from <= clock_timestamp())::integer
           as free
       from vlan_group g join vlan v on v.group_id = g.id where g.status = 'live'
       group by g.id order by g.id`,
    );
    return {
      vlanGroups: rows.map(({ service_vlan: tag, ...row }) => ({
        ...row,
        serviceVlan: tag === 0 ? null : tag,
      })),
    };
  }

  @Answers(IPAM_QUERIES.listNumberPools)
  async numberPools(): Promise<{ numberPools: readonly NumberPoolView[] }> {
    const rows = await this.dataSource.query<
      (Omit<NumberPoolView, 'first' | 'last' | 'free'> & { first: string; last: string })[]
    >(
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

  async #pools(where: string, values: readonly unknown[]): Promise<readonly PoolView[]> {
    const rows = await this.dataSource.query<PoolRow[]>(
      `select ${USE}, s.policy, s.types, s.quarantine_seconds, s.vlan_group_id, s.description,
         s.tags, s.fields, s.status,
         (select f.block from free_block f where f.space = s.no order by f.length limit 1) as largest
       from space s left join space p on p.no = s.parent where s.kind = 'pool' and ${where}`,
      [...values],
    );
    return rows.map(poolOf);
  }
}

const freeIn = ({ total, allocated, reserved, quarantined }: UseRow): bigint =>
  BigInt(total) - BigInt(allocated) - BigInt(reserved) - BigInt(quarantined);

const useOf = (row: UseRow): SpaceUse => {
  const free = freeIn(row);
  return {
    spaceId: row.id,
    kind: row.kind,
    vrfId: row.vrf_id,
    prefix: row.prefix,
    parentId: row.parent_id,
    supernetId: row.supernet_id,
    datacenter: row.datacenter,
    tenant: row.tenant,
    total: row.total,
    allocated: row.allocated,
    reserved: row.reserved,
    quarantined: row.quarantined,
    free: String(free),
    holdings: Number(row.holdings),
    utilisation: Math.round((1 - Number(free) / Number(row.total)) * 10_000) / 10_000,
  };
};

const poolOf = (row: PoolRow): PoolView => {
  const largest = row.largest === null ? undefined : cidrOf(row.largest);
  return {
    ...useOf(row),
    policy: row.policy,
    types: row.types,
    quarantineSeconds: row.quarantine_seconds,
    vlanGroupId: row.vlan_group_id,
    description: row.description,
    tags: row.tags,
    fields: row.fields,
    status: row.status,
    largestFree: largest ? `/${largest.length}` : null,
    fragmentation: fragmentationOf(freeIn(row), largest ? sizeOf(largest) : 0n),
  };
};
