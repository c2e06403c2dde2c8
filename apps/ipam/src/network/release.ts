import type { Append, RowChange } from '@ferrule/event-store';
import type { AddressesInUse, NetworkEvent, ReleaseNetwork } from '@ferrule/ipam-contracts';
import {
  type Cidr,
  cidrOf,
  formatAddress,
  lastOf,
  type Network,
  networkDecider,
  networkStream,
} from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import type { Delivery } from '@ferrule/service';
import { type Ground, Stale } from '../space/ground.ts';
import type { Space } from '../space/space.row.ts';
import { releasedRows } from '../space/held-rows.ts';
import type { Decision, Work } from '../space/work.ts';
import { quotaSize } from './allocation.ts';
import type { Extras } from './extras.ts';

/** A prefix of the network, and the pool that it goes back to. */
export interface HeldBlock {
  readonly pool: Space;
  readonly block: Cidr;
}

/** A block of an address or a range that somebody asked for. */
export interface AttachedAddress {
  /** The network's id, a slash, and its own. */
  readonly id: string;
  readonly stream: string;
  readonly space: number;
  readonly type: string;
  readonly block: Cidr;
  readonly since: string;
}

/** What a network has, as its events had it when they were read. */
export interface Belongings {
  /** How many there were. */
  readonly version: number;
  readonly blocks: readonly HeldBlock[];
  /** Where its addresses are, if it ever had any. */
  readonly addressSpaces: readonly Space[];
  /** What is attached or reserved there; some of it, where there is more. */
  readonly addresses: readonly AttachedAddress[];
  readonly hasMore: boolean;
  readonly inUse: AddressesInUse;
  readonly vlan: { readonly datacenter: string; readonly serviceVlan: number } | undefined;
  /** When it was allocated, for the record of who had what. */
  readonly since: string;
}

/** `some`: of its addresses; the network itself is still to be released. */
export type ReleaseAnswer = 'answered' | 'some';

export const releaseWork = (
  command: ReleaseNetwork,
  belongings: Belongings,
  { meta, once }: Delivery,
  { rows: extraRows = [], strict }: Extras = {},
): Work<ReleaseAnswer> => {
  const { networkId } = command.data;
  const { blocks, addressSpaces, addresses, hasMore, inUse, vlan, since } = belongings;
  const stream = networkStream(networkId);
  const { tenant } = meta;
  const decide = (ground: Ground): Decision<ReleaseAnswer> => {
    const { state, version } = ground.fold<NetworkEvent, Network>(stream, networkDecider);
    // Allocated since: then there is something to give back after all.
    if (version !== belongings.version) throw new Stale(`${stream} has moved on`);
    const seen = addressSpaces.map(({ no, holdings }) => `${no}: ${holdings}`);
    const now = ground.addressSpaces(networkId).map(({ no, holdings }) => `${no}: ${holdings}`);
    if (seen.join() !== now.join()) throw new Stale(`addresses of ${networkId} have changed`);
    // Two pools may keep them for different times; all comes back after the longer.
    const quarantineSeconds = strict
      ? 0
      : Math.max(0, ...blocks.map(({ pool }) => ground.space(pool.no).quarantineSeconds));
    const events = networkDecider.decide({ ...command, tenant, quarantineSeconds, inUse }, state);
    const isReleased = events.some(({ type }) => type === 'NetworkReleased');
    const [first] = events;
    if (strict && first?.type === 'NetworkReleaseRefused')
      throw new Rejection(first.data.code, first.data.message, { field: 'id' });
    const released = isReleased ? releasesOf(networkId, addresses, addressSpaces, meta) : [];
    if (isReleased && hasMore) {
      for (const { space, block } of addresses) ground.free(space).give(block);
      return { appends: released, answer: 'some' };
    }
    const rows: RowChange[] = [...extraRows];
    if (isReleased && typeof state === 'object') {
      const at = new Date(Date.now() + quarantineSeconds * 1_000);
      for (const { pool, block } of blocks) {
        if (quarantineSeconds === 0) ground.free(pool.no).give(block);
        const holder = { id: networkId, kind: 'network' as const, stream, tenant };
        const freeFrom = quarantineSeconds === 0 ? undefined : at;
        rows.push(...releasedRows(holder, pool, block, since, freeFrom));
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
    const append = { stream, expected, events, rows, meta, once };
    return { appends: [...released, append], answer: 'answered' };
  };
  return {
    spaces: [...blocks.map(({ pool }) => pool.no), ...addressSpaces.map(({ no }) => no)],
    streams: [stream],
    takes: [],
    touches: [
      ...blocks.map(({ pool, block }) => ({ space: pool.no, block })),
      ...(hasMore ? addresses : []),
    ],
    addressesOf: networkId,
    tenant,
    once,
    decide,
  };
};

/** Each says so in its own stream, and in the record of who had what. */
const releasesOf = (
  networkId: string,
  addresses: readonly AttachedAddress[],
  spaces: readonly Space[],
  meta: Delivery['meta'],
): readonly Append[] => {
  const byStream = Map.groupBy(addresses, ({ stream }) => stream);
  return [...byStream].map(([stream, all]): Append => {
    const blocks = all.map(({ block }) => block).sort((a, b) => (a.base < b.base ? -1 : 1));
    const [first, last] = [blocks[0], blocks.at(-1)];
    return {
      stream,
      expected: 'any',
      events: [
        {
          type: 'AddressReleased',
          data: {
            networkId,
            addressId: all[0]?.id.slice(networkId.length + 1),
            first: first ? formatAddress(first.family, first.base) : null,
            last: last ? formatAddress(last.family, lastOf(last)) : null,
          },
        },
      ],
      rows: all.flatMap(({ id, type, space: no, block, since }) => {
        const space = spaces.find((one) => one.no === no);
        const kind = type === 'reserved' ? ('range' as const) : ('address' as const);
        const holder = { id, kind, stream, tenant: meta.tenant };
        return space ? releasedRows(holder, space, block, since, undefined) : [];
      }),
      meta,
    };
  });
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
