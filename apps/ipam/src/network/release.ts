import type { RowChange } from '@ferrule/event-store';
import type { NetworkEvent, ReleaseNetwork } from '@ferrule/ipam-contracts';
import {
  type Cidr,
  cidrOf,
  formatCidr,
  type Network,
  networkDecider,
  networkStream,
} from '@ferrule/ipam-domain';
import type { Delivery } from '@ferrule/service';
import { type Ground, Stale } from '../space/ground.ts';
import type { Space } from '../space/space.row.ts';
import type { Decision, Work } from '../space/work.ts';
import { quotaSize } from './allocation.ts';

/** A prefix of the network, and the pool that it goes back to. */
export interface HeldBlock {
  readonly pool: Space;
  readonly block: Cidr;
}

/** What a network has beside its prefixes. */
export interface Belongings {
  readonly blocks: readonly HeldBlock[];
  /** Where its addresses are, if it ever had any. */
  readonly addressSpaces: readonly Space[];
  readonly addressesInUse: number;
  readonly vlan: { readonly datacenter: string; readonly serviceVlan: number } | undefined;
  /** When it was allocated, for the record of who had what. */
  readonly since: string;
}

export const releaseWork = (
  command: ReleaseNetwork,
  { blocks, addressSpaces, addressesInUse, vlan, since }: Belongings,
  { meta, once }: Delivery,
): Work<{ readonly events: readonly NetworkEvent[] }> => {
  const { networkId } = command.data;
  const stream = networkStream(networkId);
  const { tenant } = meta;
  const decide = (ground: Ground): Decision<{ readonly events: readonly NetworkEvent[] }> => {
    const { state, version } = ground.fold<NetworkEvent, Network>(stream, networkDecider);
    const seen = addressSpaces.map(({ no, holdings }) => `${no}: ${holdings}`);
    const now = ground.addressSpaces(networkId).map(({ no, holdings }) => `${no}: ${holdings}`);
    if (seen.join() !== now.join()) throw new Stale(`addresses of ${networkId} have changed`);
    // Two pools may keep them for different times; all comes back after the longer.
    const quarantineSeconds = Math.max(
      0,
      ...blocks.map(({ pool }) => ground.space(pool.no).quarantineSeconds),
    );
    const events = networkDecider.decide(
      { ...command, tenant, quarantineSeconds, addressesInUse },
      state,
    );
    const isReleased = events.some(({ type }) => type === 'NetworkReleased');
    const rows: RowChange[] = [];
    if (isReleased && typeof state === 'object') {
      const at = new Date(Date.now() + quarantineSeconds * 1_000);
      for (const { pool, block } of blocks) {
        if (quarantineSeconds === 0) ground.free(pool.no).give(block);
        rows.push(...blockRows(networkId, pool, block, { tenant, since }, quarantineSeconds, at));
      }
      ground.use(tenant, { networks: -1, addresses: -quotaSize(blocks.map(({ block }) => block)) });
      rows.push(...leftovers(addressSpaces));
      rows.push({
        op: 'update',
        table: 'network',
        key: ['id'],
        row: { id: networkId, status: 'released', released_at: new Date() },
      });
      if (vlan !== undefined)
        rows.push({
          op: 'update',
          table: 'vlan',
          key: ['datacenter', 'service_vlan', 'vlan'],
          row: {
            datacenter: vlan.datacenter,
            service_vlan: vlan.serviceVlan,
            vlan: state.vlanId,
            network_id: null,
            free_from: at,
          },
        });
    }
    const expected = version === 0 ? ('none' as const) : { at: version };
    return { appends: [{ stream, expected, events, rows, meta, once }], answer: { events } };
  };
  return {
    spaces: [...blocks.map(({ pool }) => pool.no), ...addressSpaces.map(({ no }) => no)],
    streams: [stream],
    takes: [],
    touches: blocks.map(({ pool, block }) => ({ space: pool.no, block })),
    addressesOf: networkId,
    tenant,
    once,
    decide,
  };
};

/** It stays held, by nobody, until its quarantine is over; or it goes at once. */
const blockRows = (
  id: string,
  { no, vrfId }: Space,
  block: Cidr,
  { tenant, since }: { readonly tenant: string; readonly since: string },
  quarantineSeconds: number,
  freeFrom: Date,
): readonly RowChange[] => {
  const prefix = formatCidr(block);
  const key = ['id', 'prefix'];
  return [
    {
      op: 'insert',
      table: 'past',
      row: { id, space: no, vrf_id: vrfId, prefix, kind: 'network', tenant, since },
    },
    quarantineSeconds === 0
      ? { op: 'delete', table: 'held', key, row: { id, prefix } }
      : {
          op: 'update',
          table: 'held',
          key,
          row: { id, prefix, kind: 'quarantine', free_from: freeFrom },
        },
  ];
};

/** The network's addresses go with it. */
const leftovers = (spaces: readonly Space[]): readonly RowChange[] =>
  spaces.flatMap(({ no }): RowChange[] => [
    { op: 'delete', table: 'held', key: ['space'], row: { space: no } },
    { op: 'delete', table: 'free_block', key: ['space'], row: { space: no } },
    { op: 'delete', table: 'space', key: ['no'], row: { no } },
  ]);

/** The prefixes of a network, and the pools that they are of. */
export const blocksOf = (state: Network): readonly { poolId: string; block: Cidr }[] =>
  typeof state === 'object'
    ? state.blocks.map(({ poolId, prefix }) => ({ poolId, block: cidrOf(prefix) }))
    : [];
