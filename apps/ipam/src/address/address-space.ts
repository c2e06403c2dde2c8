import type { NetworkEvent } from '@ferrule/ipam-contracts';
import {
  type Cidr,
  cidrsBetween,
  dhcpRangeOf,
  formatCidr,
  type Network,
  parseAddress,
  gatewayOf,
  bitsOf,
  networkDecider,
  networkStream,
  unusableIn,
} from '@ferrule/ipam-domain';
import type { Ground } from '../space/ground.ts';
import { type Described, heldRow } from '../space/held-rows.ts';
import type { Space } from '../space/space.row.ts';
import type { Work } from '../space/work.ts';
import type { RowChange } from '@ferrule/event-store';

/** A network that has addresses to give, as far as they are concerned. */
export interface AddressedNetwork {
  readonly id: string;
  readonly tenant: string;
  readonly enableDHCP: boolean;
  /** Of each of its prefixes, and the pool that it is of. */
  readonly prefixes: readonly { readonly prefix: Cidr; readonly pool: Space }[];
}

/** One address as a block. */
export const single = (family: 4 | 6, base: bigint): Cidr => ({
  family,
  base,
  length: bitsOf(family),
});

/** Those of a network that hosts are never attached to by name, from the beginning. */
export const furniture = (
  network: Pick<AddressedNetwork, 'id' | 'tenant' | 'enableDHCP'>,
  prefix: Cidr,
): readonly { readonly holder: Described; readonly block: Cidr }[] => {
  const common = { stream: networkStream(network.id), tenant: network.tenant };
  const gateway = parseAddress(gatewayOf(prefix));
  const range = network.enableDHCP ? dhcpRangeOf(prefix) : null;
  const fixed = (name: string, kind: 'address' | 'range', type: string, block: Cidr) => ({
    holder: { ...common, id: `${network.id}/${name}`, kind, type, label: name },
    block,
  });
  return [
    ...unusableIn(prefix).map(({ family, value }) =>
      fixed('unusable', 'range', 'reserved', single(family, value)),
    ),
    ...(gateway
      ? [fixed('gateway', 'address', 'gateway', single(gateway.family, gateway.value))]
      : []),
    ...(range ? cidrsBetween(prefix.family, range.first, range.last) : []).map((block) =>
      fixed('dhcp', 'range', 'reserved', block),
    ),
  ];
};

/** What of a space has to be seen so that it can be furnished. */
export const furnitureIn = (network: AddressedNetwork, space: Space) =>
  furniture(network, space.prefix).map(({ block }) => ({ space: space.no, block }));

/** Takes what is fixed, the first time that anything is taken. */
export const furnish = (
  network: AddressedNetwork,
  { no, prefix }: Space,
  ground: Ground,
): readonly RowChange[] => {
  const pieces = furniture(network, prefix);
  for (const { block } of pieces) ground.free(no).take(block);
  return pieces.map(({ holder, block }) => heldRow(holder, no, block));
};

/** Makes a network's prefixes spaces of their own, under the locks of their pools: so not while it is released. */
export const openingWork = (network: AddressedNetwork): Work<undefined> => {
  const stream = networkStream(network.id);
  return {
    spaces: network.prefixes.map(({ pool }) => pool.no),
    streams: [stream],
    takes: [],
    touches: [],
    addressesOf: network.id,
    decide: (ground) => {
      const { state } = ground.fold<NetworkEvent, Network>(stream, networkDecider);
      const isThere = typeof state === 'object' && ground.addressSpaces(network.id).length === 0;
      const rows = isThere ? network.prefixes.map((one) => spaceRow(network.id, one)) : [];
      const meta = { correlationId: network.id, actor: 'ipam', tenant: network.tenant };
      return {
        appends: isThere ? [{ stream, expected: 'any', events: [], rows, meta }] : [],
        answer: undefined,
      };
    },
  };
};

const spaceRow = (
  id: string,
  { prefix, pool }: AddressedNetwork['prefixes'][number],
): RowChange => ({
  op: 'insert',
  table: 'space',
  row: {
    id,
    kind: 'network',
    vrf_id: pool.vrfId,
    prefix: formatCidr(prefix),
    parent: pool.no,
    datacenter: pool.datacenter,
  },
});
