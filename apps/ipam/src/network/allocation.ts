import type { AllocateNetwork, NetworkAllocatedData, NetworkEvent } from '@ferrule/ipam-contracts';
import {
  type Cidr,
  findOffer,
  formatCidr,
  NETWORK_CLOSED,
  type Network,
  networkDecider,
  networkStream,
  type Offer,
  type Shortage,
  sizeOf,
  vlanAlignedWith,
} from '@ferrule/ipam-domain';
import type { RowChange } from '@ferrule/event-store';
import type { Delivery } from '@ferrule/service';
import { type Ground, Stale } from '../space/ground.ts';
import { heldRow } from '../space/held-rows.ts';
import type { Space } from '../space/space.row.ts';
import type { Decision, VlanNeed, Work } from '../space/work.ts';
import { type Extras, refusalOf } from './extras.ts';
import type { NetworkWish } from './network-wish.ts';

/** The pools that an allocation is tried in. */
export interface Pools {
  readonly pool: Space;
  readonly pool6: Space | undefined;
  readonly vlanGroupId: string;
}

export type AllocationAnswer =
  | { readonly events: readonly NetworkEvent[] }
  | { readonly missing: 'block' | 'block6' | 'vlan'; readonly again: boolean };

/** What a network would take of the pools' space and VLANs. */
export const needsOf = (
  wish: NetworkWish,
  { pool, pool6, vlanGroupId }: Pools,
): Pick<Work<unknown>, 'spaces' | 'takes' | 'touches' | 'vlans'> => {
  const { block, block6, vlanId } = wish;
  const { chosen, length } = block;
  const space = pool.no;
  const vlans: VlanNeed = {
    groupId: vlanGroupId,
    ...(vlanId !== undefined && { wanted: vlanId }),
    ...(pool.policy === 'aligned' && { alignedIn: { space, length } }),
    ...(pool.policy === 'aligned' && chosen && { preferred: vlanAlignedWith(pool.prefix, chosen) }),
  };
  return {
    spaces: pool6 ? [space, pool6.no] : [space],
    takes: [
      ...(chosen === undefined ? [{ space, length }] : []),
      ...(pool6 && block6 ? [{ space: pool6.no, length: block6.length }] : []),
    ],
    touches: chosen === undefined ? [] : [{ space, block: chosen }],
    vlans,
  };
};

/** What they have for it now; nothing is taken. */
export const offered = (wish: NetworkWish, { pool, pool6, vlanGroupId }: Pools, ground: Ground) => {
  const sourceOf = ({ no }: Space) => ({ free: ground.free(no), policy: ground.space(no).policy });
  return findOffer(wish, sourceOf(pool), pool6 && sourceOf(pool6), ground.vlans(vlanGroupId));
};

export const offerOf = (
  blocks: readonly [Cidr, ...(readonly Cidr[])],
  vlanId: number,
  { pool, pool6 }: Pools,
): Offer => {
  const [first, second] = blocks;
  const serviceVlan = pool.serviceVlan === 0 ? null : pool.serviceVlan;
  const block = { poolId: pool.id, prefix: formatCidr(first) };
  return {
    vrfId: pool.vrfId,
    vlanId,
    serviceVlan,
    blocks: second && pool6 ? [block, { poolId: pool6.id, prefix: formatCidr(second) }] : [block],
  };
};

/** The addresses that count against a quota. */
export const quotaSize = (blocks: readonly Cidr[]): number =>
  blocks
    .filter(({ family }) => family === 4)
    .reduce((sum, block) => sum + Number(sizeOf(block)), 0);

export const allocationWork = (
  command: AllocateNetwork,
  wish: NetworkWish,
  pools: Pools,
  { meta, once }: Delivery,
  { rows: extraRows = [], strict }: Extras,
): Work<AllocationAnswer> => {
  const { networkId } = command.data;
  const stream = networkStream(networkId);
  const { tenant } = meta;
  const { pool, pool6, vlanGroupId } = pools;
  const decide = (ground: Ground): Decision<AllocationAnswer> => {
    const { state, version } = ground.fold<NetworkEvent, Network>(stream, networkDecider);
    const record = (offer: Offer | Shortage, blocks: readonly Cidr[] = []) => {
      const events = networkDecider.decide({ ...command, offer, tenant }, state);
      const isNew = events.length > 0;
      if (strict && isNew && 'code' in offer) throw refusalOf(offer);
      const rows = events.flatMap((event) =>
        event.type === 'NetworkAllocated' ? rowsOf(event.data, pools, blocks, tenant) : [],
      );
      const expected = version === 0 ? ('none' as const) : { at: version };
      const append = { stream, expected, events, rows: [...rows, ...extraRows], meta, once };
      return { appends: [append], answer: { events } };
    };
    // Answered already, or closed: then nothing is taken.
    if (state !== 'unknown') return record(NETWORK_CLOSED);
    if (ground.space(pool.no).status === 'retired') throw new Stale(`${pool.id} is retired`);
    const found = offered(wish, pools, ground);
    if ('missing' in found)
      return { appends: [], answer: { missing: found.missing, again: ground.moreDue } };
    const { blocks, vlanId } = found;
    const more = { networks: 1, addresses: quotaSize(blocks) };
    const fault = ground.quotaFault(tenant, more);
    if (fault !== undefined) return record(quotaShortage(fault));
    for (const [place, block] of blocks.entries())
      ground.free(place === 0 ? pool.no : (pool6?.no ?? pool.no)).take(block);
    ground.takeVlan(vlanGroupId, vlanId);
    ground.use(tenant, more);
    const offer = offerOf(blocks, vlanId, pools);
    return record(offer, blocks);
  };
  return {
    ...needsOf(wish, pools),
    streams: [stream],
    tenant,
    once,
    decide,
  };
};

export const quotaShortage = (fault: {
  readonly resource: string;
  readonly current: number;
  readonly maximum: number;
  readonly message: string;
}): Shortage => ({
  code: 'QUOTA_EXCEEDED',
  field: fault.resource === 'networks' ? 'clientId' : 'size',
  suggestion: 'release what is no longer used, or have the quota raised',
  rangeStart: null,
  rangeEnd: null,
  ...fault,
});

const rowsOf = (
  data: NetworkAllocatedData,
  { pool, pool6 }: Pools,
  blocks: readonly Cidr[],
  tenant: string,
): readonly RowChange[] => {
  const { subnet, gateway, dhcpRange, vlanId } = data;
  const id = data.networkId;
  const labels = {
    ...(data.tags && { tags: data.tags }),
    ...(data.fields && { fields: data.fields }),
  };
  const ipv6 = data.prefixes?.[1]?.prefix;
  return [
    {
      op: 'insert',
      table: 'network',
      row: {
        id,
        pool_id: pool.id,
        vrf_id: pool.vrfId,
        client_id: data.clientId,
        tenant,
        type: data.type,
        datacenter: data.datacenter,
        size: data.size,
        subnet,
        ...(ipv6 !== undefined && { ipv6 }),
        vlan_id: vlanId,
        service_vlan: pool.serviceVlan,
        gateway,
        dhcp_range: dhcpRange,
        ...(data.description !== undefined && { description: data.description }),
        ...labels,
        status: 'allocated',
      },
    },
    ...blocks.map((block, place) =>
      heldRow(
        {
          id,
          kind: 'network',
          stream: networkStream(id),
          tenant,
          clientId: data.clientId,
          label: data.description,
          type: data.type,
          ...labels,
        },
        place === 0 ? pool.no : (pool6?.no ?? pool.no),
        block,
      ),
    ),
    {
      op: 'update',
      table: 'vlan',
      key: ['datacenter', 'service_vlan', 'vlan'],
      row: {
        datacenter: data.datacenter,
        service_vlan: pool.serviceVlan,
        vlan: vlanId,
        network_id: id,
      },
    },
  ];
};
