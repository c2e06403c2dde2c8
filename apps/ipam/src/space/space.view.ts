import {
  type FreeBlockView,
  IPAM_QUERIES,
  type PoolView,
  type SpaceUse,
} from '@ferrule/ipam-contracts';
import { cidrOf, fragmentationOf, sizeOf } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { limited, pageOf } from '../page.ts';

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

/** A tree is looked at as a whole, as far as one answer holds it. */
const MOST_IN_A_TREE = 2_000;

interface TreeQuestion {
  readonly vrfId?: string;
  readonly datacenter?: string;
  /** This one, and what lies in it. */
  readonly spaceId?: string;
  /** How many levels below the topmost: 0 for that one alone, none given for all. */
  readonly depth?: number;
  readonly after?: string;
  readonly limit?: number;
}

/** Goes down level by level: what lies deeper is not even looked at. */
const DOWN_TO_DEPTH = `with recursive down(no, depth) as (
    select s.no, 0 from space s where case when $3::text is null then s.kind = 'pool'
      else s.id = $3 and s.kind <> 'network' end
    union all
    select c.no, d.depth + 1 from down d join space c on c.parent = d.no
    where c.kind = 'container' and d.depth < $5)`;

/** Spaces and how full they are. Counters are kept where things are held, so that nothing is counted here. */
@Controller()
export class SpaceView {
  constructor(private readonly dataSource: DataSource) {}

  /** Pools and containers, each after the one that it lies in, page by page. */
  @Answers(IPAM_QUERIES.tree)
  async tree(
    @Payload() { vrfId, datacenter, spaceId, depth, after, limit = MOST_IN_A_TREE }: TreeQuestion,
  ): Promise<{ spaces: readonly SpaceUse[]; next: string | null }> {
    const take = limited(limit, MOST_IN_A_TREE);
    const rows = await this.dataSource.query<UseRow[]>(
      `${depth === undefined ? '' : DOWN_TO_DEPTH}
       select ${USE} from space s left join space p on p.no = s.parent
       where s.kind <> 'network' and s.status = 'live'
         and ($1::text is null or s.vrf_id = $1) and ($2::text is null or s.datacenter = $2)
         and ($3::text is null or s.prefix <<= (select w.prefix from space w
           where w.id = $3 and w.kind <> 'network' and w.vrf_id = s.vrf_id))
         and ($4::text is null or (s.vrf_id, s.prefix) >
           (split_part($4, ' ', 1), network(split_part($4, ' ', 2)::inet)))
         ${depth === undefined ? '' : 'and s.no in (select no from down)'}
       order by s.vrf_id, s.prefix limit ${take}`,
      [
        ...[vrfId ?? null, datacenter ?? null, spaceId ?? null, after ?? null],
        ...(depth === undefined ? [] : [depth]),
      ],
    );
    const { items, next } = pageOf(rows, take, useOf, (row) => `${row.vrf_id} ${row.prefix}`);
    return { spaces: items, next };
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
    const { items, next } = pageOf(rows, take, poolOf, ({ id }) => id);
    return { pools: items, next };
  }

  @Answers(IPAM_QUERIES.getPool)
  async pool(@Payload() { poolId }: { poolId: string }): Promise<PoolView> {
    const [pool] = await this.#pools('s.id = $1', [poolId]);
    if (pool === undefined)
      throw new Rejection('POOL_NOT_FOUND', `there is no pool ${poolId}`, { field: 'poolId' });
    return poolOf(pool);
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
    const { items, next } = pageOf(
      rows,
      take,
      ({ block, addresses }) => ({ prefix: block, addresses }),
      ({ block }) => block,
    );
    return { blocks: items, next };
  }

  async #pools(where: string, values: readonly unknown[]): Promise<readonly PoolRow[]> {
    return this.dataSource.query<PoolRow[]>(
      `select ${USE}, s.policy, s.types, s.quarantine_seconds, s.vlan_group_id, s.description,
         s.tags, s.fields, s.status,
         (select f.block from free_block f where f.space = s.no order by f.length limit 1) as largest
       from space s left join space p on p.no = s.parent where s.kind = 'pool' and ${where}`,
      [...values],
    );
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
