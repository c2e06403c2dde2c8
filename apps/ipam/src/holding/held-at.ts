import type { PgEventStore, RecordedEvent } from '@ferrule/event-store';
import type {
  IpamEvent,
  Labels,
  NetworkAllocatedData,
  RecordedHolding,
  Wording,
} from '@ferrule/ipam-contracts';
import {
  type Cidr,
  cidrAt,
  cidrOf,
  cidrsBetween,
  contains,
  formatCidr,
  parseAddress,
  reworded,
} from '@ferrule/ipam-domain';
import { isWithin, type Scope } from '@ferrule/kernel';
import type { DataSource } from 'typeorm';

export interface Question {
  readonly prefix: string;
  readonly at: Date;
  readonly vrfId: string | null;
}

interface Place {
  readonly stream: string;
  readonly vrf_id: string;
  readonly space_id: string;
  readonly datacenter: string | null;
}

/** More than one, since a millisecond can see a prefix held and given back twice. */
const AT_ONE_MOMENT = 4;

/** Who held a prefix at a moment, by the events of whoever may have. */
export const heldAt = async (
  dataSource: DataSource,
  store: PgEventStore,
  { prefix, at, vrfId }: Question,
  scope: Scope,
): Promise<readonly RecordedHolding[]> => {
  const rows = await dataSource.query<Place[]>(
    `select h.stream, s.vrf_id, s.id as space_id, s.datacenter from space s join held h
       on place(h.space, h.prefix) >>= place(s.no, $1::cidr)
     where s.prefix >>= $1::cidr and h.kind <> 'quarantine' and h.since <= $2
       and (h.kind = 'network') = (h.stream like 'network-%')
       and ($3::text is null or s.vrf_id = $3)
     union
     -- What a network had is gone with it, and was where it was.
     select p.stream, p.vrf_id, coalesce(s.id, ''), coalesce(s.datacenter,
       (select n.datacenter from network n where n.id = split_part(p.id, '/', 1))) from vrf v
     cross join unnest($4::cidr[]) w(prefix) cross join lateral (
       -- One after another: of those that ended later, only the first can have begun before.
       select * from past p where p.vrf_id = v.id and p.prefix = w.prefix and p.until >= $2
       order by p.until limit ${AT_ONE_MOMENT}) p
     left join space s on s.no = p.space
     where (p.kind = 'network') = (p.stream like 'network-%') and ($3::text is null or v.id = $3)`,
    [prefix, at, vrfId, around(cidrOf(prefix)).map(formatCidr)],
  );
  const places = new Map(rows.map((row) => [row.stream, row]));
  const events = await store.readStreams<IpamEvent>([...places.keys()]);
  const byStream = Map.groupBy(events, ({ stream }) => stream);
  return [...byStream]
    .flatMap(([stream, story]) => {
      const place = places.get(stream);
      const before = story.filter((event) => Date.parse(event.at) <= at.getTime());
      const after = story.find((event) => Date.parse(event.at) > at.getTime());
      if (place === undefined) return [];
      const { datacenter, space_id: spaceId, vrf_id: vrfId } = place;
      return holdingsOf(before, after)
        .filter(({ tenant }) => isWithin(scope, { tenant, datacenter }))
        .map((holding) => ({ spaceId, ...holding, vrfId, stream }));
    })
    .filter((holding) => holding.prefix !== '' && contains(cidrOf(holding.prefix), cidrOf(prefix)))
    .sort((a, b) => cidrOf(a.prefix).length - cidrOf(b.prefix).length);
};

/** Every prefix that it is a part of. */
const around = ({ family, base, length }: Cidr): readonly Cidr[] =>
  Array.from({ length: length + 1 }, (_, at) => cidrAt(family, base, at));

type Bare = Omit<RecordedHolding, 'vrfId' | 'spaceId' | 'stream'> &
  Partial<Pick<RecordedHolding, 'spaceId'>>;

/** What the last event until then says, and until when it was so. */
const holdingsOf = (
  before: readonly RecordedEvent<IpamEvent>[],
  after: RecordedEvent<IpamEvent> | undefined,
): readonly Bare[] => {
  const taken = before.findLast(({ type }) => TAKEN.has(type));
  const ended = before.some(({ type }) => ENDED.has(type));
  if (taken === undefined || ended) return [];
  const common = {
    tenant: taken.meta.tenant,
    since: taken.at,
    until: after !== undefined && ENDED.has(after.type) ? after.at : null,
    actor: taken.meta.actor,
    eventId: taken.id,
    mac: null,
    type: null,
    fields: {},
  };
  const event = inWords({ type: taken.type, data: taken.data } as IpamEvent, before);
  if (event.type === 'NetworkAllocated') {
    const { networkId: id, clientId, type, description, subnet, prefixes } = event.data;
    const all = prefixes?.map(({ prefix }) => prefix) ?? [subnet];
    const network = { id, kind: 'network' as const, clientId, type, label: description ?? null };
    const inside = { ...common, spaceId: id, clientId: null, tags: [] };
    return [
      ...all.map((prefix) => ({ ...common, ...network, ...labelsOf(event.data), prefix })),
      ...fixedIn(event.data).map((fixed) => ({ ...inside, ...fixed, id: `${id}/${fixed.label}` })),
    ];
  }
  if (event.type === 'PrefixAllocated') {
    const { prefixId: id, kind, clientId, description, prefix } = event.data;
    const named = { clientId: clientId ?? null, label: description ?? null };
    return [{ ...common, ...named, ...labelsOf(event.data), id, kind, prefix }];
  }
  if (event.type === 'AddressAttached') {
    const { networkId, addressId, type, address, hostName, mac } = event.data;
    const [prefix = ''] = blocksBetween(address, address);
    const named = { clientId: null, type, label: hostName ?? null, mac: mac ?? null, tags: [] };
    return [{ ...common, ...named, id: `${networkId}/${addressId}`, kind: 'address', prefix }];
  }
  if (event.type !== 'RangeReserved') return [];
  const { networkId, addressId, first, last, description } = event.data;
  const named = { clientId: null, type: 'reserved', label: description ?? null, tags: [] };
  return blocksBetween(first, last).map((prefix) => ({
    ...common,
    ...named,
    id: `${networkId}/${addressId}`,
    kind: 'range',
    prefix,
  }));
};

/** With what was said of it until then. */
const inWords = (taken: IpamEvent, story: readonly RecordedEvent<IpamEvent>[]): IpamEvent => {
  if (taken.type !== 'NetworkAllocated' && taken.type !== 'PrefixAllocated') return taken;
  const words = story.flatMap(({ type, data }) => (DESCRIBED.has(type) ? [data as Wording] : []));
  return { type: taken.type, data: words.reduce(reworded, taken.data) } as IpamEvent;
};

/** What a network's own event says of its addresses. */
const fixedIn = ({ gateway, prefixes, dhcpRange }: NetworkAllocatedData) => {
  const gateways = prefixes?.map((one) => one.gateway) ?? [gateway];
  const [first = '', last = ''] = dhcpRange?.split('-') ?? [];
  return [
    ...gateways.flatMap((address) =>
      blocksBetween(address, address).map((prefix) => ({
        ...{ kind: 'address' as const, type: 'gateway', label: 'gateway', prefix },
      })),
    ),
    ...blocksBetween(first, last).map((prefix) => ({
      ...{ kind: 'range' as const, type: 'reserved', label: 'dhcp', prefix },
    })),
  ];
};

const labelsOf = ({ tags = [], fields = {} }: Labels) => ({ tags, fields });

/** The prefixes that a range is held as. */
const blocksBetween = (first: string, last: string): readonly string[] => {
  const [from, to] = [parseAddress(first), parseAddress(last)];
  return from && to
    ? cidrsBetween(from.family, from.value, to.value).map((block) => formatCidr(block))
    : [];
};

const TAKEN = new Set(['NetworkAllocated', 'PrefixAllocated', 'AddressAttached', 'RangeReserved']);
const DESCRIBED = new Set(['NetworkDescribed', 'PrefixDescribed']);
const ENDED = new Set(['NetworkReleased', 'PrefixReleased', 'PrefixSplit', 'AddressReleased']);
