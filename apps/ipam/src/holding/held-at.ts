import type { PgEventStore, RecordedEvent } from '@ferrule/event-store';
import type { IpamEvent, RecordedHolding } from '@ferrule/ipam-contracts';
import { bitsOf, cidrOf, contains, parseAddress } from '@ferrule/ipam-domain';
import type { DataSource } from 'typeorm';

export interface Question {
  readonly prefix: string;
  readonly at: Date;
  readonly vrfId: string | null;
}

/** More streams than any address ever belonged to are not read for one answer. */
const MOST_STREAMS = 500;

/** Who held a prefix at a moment, by the events of whoever may have. */
export const heldAt = async (
  dataSource: DataSource,
  store: PgEventStore,
  { prefix, at, vrfId }: Question,
): Promise<readonly RecordedHolding[]> => {
  const rows = await dataSource.query<{ stream: string; vrf_id: string; space_id: string }[]>(
    `select h.stream, s.vrf_id, s.id as space_id from space s join held h
       on place(h.space, h.prefix) >>= place(s.no, $1::cidr)
     where s.prefix >>= $1::cidr and h.kind <> 'quarantine' and h.since <= $2
       and ($3::text is null or s.vrf_id = $3)
     union
     select p.stream, p.vrf_id, coalesce(s.id, '') from past p left join space s on s.no = p.space
     where p.prefix >>= $1::cidr and p.until >= $2 and ($3::text is null or p.vrf_id = $3)
     limit ${MOST_STREAMS}`,
    [prefix, at, vrfId],
  );
  const places = new Map(rows.map((row) => [row.stream, row]));
  const events = await store.readStreams<IpamEvent>([...places.keys()]);
  const byStream = Map.groupBy(events, ({ stream }) => stream);
  return [...byStream]
    .flatMap(([stream, story]) => {
      const place = places.get(stream);
      const before = story.filter((event) => Date.parse(event.at) <= at.getTime());
      const after = story.find((event) => Date.parse(event.at) > at.getTime());
      return place === undefined
        ? []
        : holdingsOf(before, after).map((holding) => ({
            ...holding,
            vrfId: place.vrf_id,
            spaceId: place.space_id,
            stream,
          }));
    })
    .filter((holding) => holding.prefix !== '' && contains(cidrOf(holding.prefix), cidrOf(prefix)))
    .sort((a, b) => cidrOf(a.prefix).length - cidrOf(b.prefix).length);
};

type Bare = Omit<RecordedHolding, 'vrfId' | 'spaceId' | 'stream'>;

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
  };
  const event = { type: taken.type, data: taken.data } as IpamEvent;
  if (event.type === 'NetworkAllocated') {
    const { networkId: id, clientId, description, tags, subnet, prefixes } = event.data;
    const all = prefixes?.map(({ prefix }) => prefix) ?? [subnet];
    const network = { id, kind: 'network' as const, clientId, label: description ?? null };
    return all.map((prefix) => ({ ...common, ...network, prefix, tags: tags ?? [] }));
  }
  if (event.type === 'PrefixAllocated') {
    const { prefixId: id, kind, clientId, description, tags, prefix } = event.data;
    const labels = { clientId: clientId ?? null, label: description ?? null, tags: tags ?? [] };
    return [{ ...common, ...labels, id, kind, prefix }];
  }
  if (event.type !== 'AddressAttached') return [];
  const { addressId: id, address, hostName, mac } = event.data;
  const prefix = `${address}/${bitsOf(parseAddress(address)?.family ?? 4)}`;
  const labels = { clientId: null, label: hostName ?? null, mac: mac ?? null, tags: [] };
  return [{ ...common, ...labels, id, kind: 'address', prefix }];
};

const TAKEN = new Set(['NetworkAllocated', 'PrefixAllocated', 'AddressAttached']);
const ENDED = new Set(['NetworkReleased', 'PrefixReleased', 'PrefixSplit', 'AddressReleased']);
