import {
  type Cidr,
  cidrOf,
  formatCidr,
  fragmentationOf,
  type Shortage,
  sizeOf,
} from '@ferrule/ipam-domain';
import type { DataSource } from 'typeorm';
import type { Space } from '../space/space.row.ts';
import type { NetworkWish } from './network-wish.ts';
import type { Pools } from './allocation.ts';

/** Read only when something ran out: an allocation does not pay for it. */
interface Fullness {
  readonly total: string;
  readonly taken: string;
  readonly quarantined: string;
  readonly largest: string | null;
  readonly free_at: Date | null;
}

export const fullness = async (
  dataSource: DataSource,
  { no }: Pick<Space, 'no'>,
): Promise<Fullness> => {
  const [row] = await dataSource.query<Fullness[]>(
    `select addresses(s.prefix) as total, s.allocated + s.reserved + s.quarantined as taken,
       s.quarantined,
       (select f.block from free_block f where f.space = s.no order by f.length limit 1) as largest,
       (select min(h.free_from) from held h where h.space = s.no and h.kind = 'quarantine') as free_at
     from space s where s.no = $1`,
    [no],
  );
  if (row === undefined) throw new Error(`space ${no} is gone`);
  return row;
};

/** How full a space is, how scattered what is left, what is still to be had, and what comes back when. */
export const describeFull = (
  { id, prefix }: Pick<Space, 'id' | 'prefix'>,
  { total, taken, quarantined, largest, free_at }: Fullness,
  size: string,
  askable: (largestFree: Cidr) => number | undefined = ({ length }) => length,
) => {
  const largestFree = largest === null ? null : `/${cidrOf(largest).length}`;
  const fragmentation = fragmentationOf(
    BigInt(total) - BigInt(taken),
    largest === null ? 0n : sizeOf(cidrOf(largest)),
  );
  const percent = Math.floor((Number(taken) / Number(total)) * 100);
  const stillFits = largest === null ? undefined : askable(cidrOf(largest));
  const suggestions = [
    ...(stillFits === undefined ? [] : [`ask for a /${stillFits} or smaller, which still fits`]),
    ...(free_at === null
      ? []
      : [
          `wait until ${free_at.toISOString()}, when the first of ${quarantined} addresses comes out of quarantine`,
        ]),
    'release a network that is no longer used',
  ];
  return {
    message:
      `pool ${id} (${formatCidr(prefix)}) has no free ${size}: ${percent} % of it is taken` +
      (largestFree === null ? '' : `, and the largest block that is free is a ${largestFree}`),
    suggestion: suggestions.join(', or '),
    resource: 'addresses',
    current: Number(taken),
    maximum: Number(total),
    rangeStart: formatCidr(prefix),
    rangeEnd: formatCidr(prefix),
    largestFree,
    fragmentation,
    quarantined: Number(quarantined),
    freeAt: free_at?.toISOString() ?? null,
  };
};

export const noDatacenter = (datacenter: string, type: string): Shortage => ({
  code: 'DATACENTER_NOT_FOUND',
  field: 'datacenter',
  message: `no pool of datacenter ${datacenter} serves networks of type ${type}`,
  suggestion: 'ask for a datacenter and a type that have a pool',
  ...NOTHING_RAN_OUT,
});

const NOTHING_RAN_OUT = {
  resource: null,
  current: null,
  maximum: null,
  rangeStart: null,
  rangeEnd: null,
};

export const noPool = (poolId: string, datacenter: string): Shortage => ({
  code: 'POOL_NOT_FOUND',
  field: 'poolId',
  message: `datacenter ${datacenter} has no pool ${poolId} that could serve this network`,
  suggestion: 'ask for a pool of the datacenter and of the family of the size',
  ...NOTHING_RAN_OUT,
});

export const noVrf = (vrfId: string, datacenter: string, type: string): Shortage => ({
  code: 'POOL_NOT_FOUND',
  field: 'vrfId',
  message: `VRF ${vrfId} has no pool in datacenter ${datacenter} that serves networks of type ${type}`,
  suggestion: 'ask for a VRF that has one, or leave it out',
  ...NOTHING_RAN_OUT,
});

export const outsidePools = (subnet: string, datacenter: string): Shortage => ({
  code: 'PREFIX_OUTSIDE_POOL',
  field: 'subnet',
  message: `${subnet} lies in no pool of datacenter ${datacenter} that serves this network`,
  suggestion: 'ask for a prefix of one of its pools, or for any free one',
  ...NOTHING_RAN_OUT,
});

export const noIpv6 = (datacenter: string): Shortage => ({
  code: 'POOL_NOT_FOUND',
  field: 'ipv6Size',
  message: `datacenter ${datacenter} has no pool of IPv6 for this network`,
  suggestion: 'ask for IPv4 alone, or have a pool of IPv6 created',
  ...NOTHING_RAN_OUT,
});

/** Somebody has the very prefix that was asked for; of what is another tenant's nothing is said. */
const notFree = async (
  dataSource: DataSource,
  pool: Space,
  subnet: string,
  tenant: string,
): Promise<Shortage> => {
  const [own] = await dataSource.query<{ prefix: string; kind: string }[]>(
    `select prefix, kind from held
     where place(space, prefix) && place($1::integer, $2::cidr) and tenant = $3 limit 1`,
    [pool.no, subnet, tenant],
  );
  return {
    code: 'PREFIX_NOT_FREE',
    field: 'subnet',
    message: `${subnet} is not free${own ? `: ${own.prefix} is held as ${own.kind}` : ''}`,
    suggestion: 'ask for another prefix, or for any free one',
    ...NOTHING_RAN_OUT,
  };
};

interface GroupUse {
  readonly first: number;
  readonly last: number;
  readonly used: number;
  readonly quarantined: number;
  readonly free_at: Date | null;
}

const noVlan = async (
  dataSource: DataSource,
  { pool, vlanGroupId }: Pools,
  vlanId: number | undefined,
): Promise<Shortage> => {
  const [use] = await dataSource.query<GroupUse[]>(
    `select g.first, g.last, count(v.vlan) filter (where v.network_id is not null)::integer as used,
       count(v.vlan) filter (where v.network_id is null and v.free_from > clock_timestamp())::integer
         as quarantined,
       min(v.free_from) filter (where v.network_id is null and v.free_from > clock_timestamp()) as free_at
     from vlan_group g left join vlan v on v.group_id = g.id where g.id = $1 group by g.id`,
    [vlanGroupId],
  );
  if (use === undefined) throw new Error(`VLAN group ${vlanGroupId} is gone`);
  const range = { rangeStart: String(use.first), rangeEnd: String(use.last) };
  const figures = {
    resource: 'vlans',
    current: use.used + use.quarantined,
    maximum: use.last - use.first + 1,
    quarantined: use.quarantined,
    freeAt: use.free_at?.toISOString() ?? null,
    ...range,
  };
  if (vlanId !== undefined && (vlanId < use.first || vlanId > use.last))
    return {
      code: 'VLAN_OUTSIDE_GROUP',
      field: 'vlanId',
      message: `VLAN ${vlanId} is not one of pool ${pool.id}: ${use.first} to ${use.last}`,
      suggestion: 'ask for a VLAN of this range, or for any free one',
      ...figures,
    };
  if (vlanId !== undefined)
    return {
      code: 'VLAN_NOT_FREE',
      field: 'vlanId',
      message: `VLAN ${vlanId} is not free`,
      suggestion: 'ask for another VLAN, or for any free one',
      ...figures,
    };
  return {
    code: 'VLAN_EXHAUSTED',
    field: 'datacenter',
    message: `pool ${pool.id} has no free VLAN between ${use.first} and ${use.last}`,
    suggestion:
      use.free_at === null
        ? 'release a network that is no longer used, or create a VLAN group with another range'
        : `wait until ${use.free_at.toISOString()}, when the first of ${use.quarantined} comes out of quarantine`,
    ...figures,
  };
};

/** The largest network that fits into a block; not every length is one that a network may have. */
const networkSizeIn = ({ family, length }: Cidr): number | undefined => {
  if (family === 4) return length <= 31 ? Math.max(16, length) : undefined;
  if (length <= 64) return Math.max(40, length);
  return length <= 127 ? 127 : undefined;
};

/** Why the pools could not serve a wish. */
export const shortageOf = async (
  dataSource: DataSource,
  pools: Pools,
  wish: NetworkWish,
  missing: 'block' | 'block6' | 'vlan',
  tenant: string,
): Promise<Shortage> => {
  if (missing === 'vlan') return noVlan(dataSource, pools, wish.vlanId);
  const { pool, pool6 } = pools;
  if (missing === 'block' && wish.block.chosen)
    return notFree(dataSource, pool, formatCidr(wish.block.chosen), tenant);
  const [full, length, field] =
    missing === 'block'
      ? ([pool, wish.block.length, 'size'] as const)
      : ([pool6 ?? pool, wish.block6?.length ?? 64, 'ipv6Size'] as const);
  return {
    code: 'PREFIX_EXHAUSTED',
    field,
    ...describeFull(full, await fullness(dataSource, full), `/${length}`, networkSizeIn),
  };
};
