import type { AllocateNetworkData } from '@ferrule/ipam-contracts';
import type { Offer, Shortage } from '@ferrule/ipam-domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface Found {
  readonly pool_id: string;
  readonly prefix: string;
  readonly vlan_first: number;
  readonly vlan_last: number;
  readonly subnet: string | null;
  readonly vlan_id: number | null;
}

/** Counted only when something ran out: an allocation does not pay for it. */
interface Usage {
  readonly vlans_used: number;
  readonly addresses_used: string;
  readonly addresses: string;
}

/** What a datacenter's pool could give now. Only an offer: the database has the last word. */
@Injectable()
export class FreeSpace {
  constructor(private readonly dataSource: DataSource) {}

  async offer({ datacenter, size }: AllocateNetworkData): Promise<Offer> {
    const length = Number(size.slice(1));
    const [found] = await this.dataSource.query<Found[]>(
      `select p.id as pool_id, p.prefix, p.vlan_first, p.vlan_last,
         (select host(block) || $2 from (
            select p.prefix::inet + n * (2 ^ (32 - $3::int))::bigint as block
            from generate_series(0, (2 ^ ($3::int - masklen(p.prefix)))::bigint - 1) n
          ) blocks
          where not exists (select from network k where k.datacenter = p.datacenter
            and k.status = 'allocated' and k.subnet && set_masklen(block, $3::int))
          order by block limit 1) as subnet,
         (select v from generate_series(p.vlan_first, p.vlan_last) v
          where not exists (select from network k where k.datacenter = p.datacenter
            and k.status = 'allocated' and k.vlan_id = v)
          order by v limit 1) as vlan_id
       from pool p where p.datacenter = $1`,
      [datacenter, size, length],
    );
    if (found === undefined) return noDatacenter(datacenter);
    const { pool_id: poolId, subnet, vlan_id: vlanId } = found;
    if (subnet !== null && vlanId !== null) return { poolId, subnet, vlanId };
    const usage = await this.#usage(poolId);
    return subnet === null ? noPrefix(found, usage, size) : noVlan(found, usage);
  }

  async #usage(poolId: string): Promise<Usage> {
    const [usage] = await this.dataSource.query<Usage[]>(
      `select (2 ^ (32 - masklen(p.prefix)))::bigint as addresses,
         count(k.id)::int as vlans_used,
         coalesce(sum(2 ^ (32 - masklen(k.subnet))), 0)::bigint as addresses_used
       from pool p left join network k on k.datacenter = p.datacenter and k.status = 'allocated'
       where p.id = $1 group by p.prefix`,
      [poolId],
    );
    if (usage === undefined) throw new Error(`pool ${poolId} is gone`);
    return usage;
  }
}

const noDatacenter = (datacenter: string): Shortage => ({
  code: 'DATACENTER_NOT_FOUND',
  field: 'datacenter',
  message: `no pool belongs to datacenter ${datacenter}`,
  suggestion: 'ask for a datacenter that has a pool',
  resource: null,
  current: null,
  maximum: null,
  rangeStart: null,
  rangeEnd: null,
});

const noPrefix = (found: Found, usage: Usage, size: string): Shortage => ({
  code: 'PREFIX_EXHAUSTED',
  field: 'size',
  message: `pool ${found.pool_id} (${found.prefix}) has no free ${size}`,
  suggestion: 'ask for a smaller network, or release one that is no longer used',
  resource: 'addresses',
  current: Number(usage.addresses_used),
  maximum: Number(usage.addresses),
  rangeStart: found.prefix,
  rangeEnd: found.prefix,
});

const noVlan = (found: Found, usage: Usage): Shortage => ({
  code: 'VLAN_EXHAUSTED',
  field: 'datacenter',
  message: `pool ${found.pool_id} has no free VLAN between ${found.vlan_first} and ${found.vlan_last}`,
  suggestion: 'release a network that is no longer used, or widen the VLAN range of the pool',
  resource: 'vlans',
  current: usage.vlans_used,
  maximum: found.vlan_last - found.vlan_first + 1,
  rangeStart: String(found.vlan_first),
  rangeEnd: String(found.vlan_last),
});
