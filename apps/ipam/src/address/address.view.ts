import { type AddressView as View, IPAM_QUERIES } from '@ferrule/ipam-contracts';
import { cidrOf, formatAddress, lastOf, parseAddress } from '@ferrule/ipam-domain';
import { isWithin, Rejection, type Scope, type Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { placesAfter, withinScope } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { HELD_COLUMNS } from '../holding/held-row.ts';
import { NetworkRow } from '../network/network.row.ts';
import { limited, pageOf } from '../page.ts';
import { furniture } from './address-space.ts';

interface Question {
  readonly networkId: string;
  /** Of one address: itself, or the range that it is in. */
  readonly address?: string;
  readonly addressId?: string;
  readonly after?: string;
  readonly limit?: number;
}

interface Row {
  readonly id: string;
  readonly kind: 'address' | 'range';
  readonly type: View['type'];
  readonly label: string | null;
  readonly mac: string | null;
  readonly since: Date;
  readonly first: string;
  readonly last: string;
  readonly prefix: string;
}

/** A range is held block by block: what has one id and no gap is shown as one. */
const heldWithin = (within: string): string => `with block as (
    select h.id, h.kind, coalesce(h.type, 'reserved') as type, h.label, h.mac, h.since, h.prefix,
      case when lag(h.id) over held = h.id
        then host(broadcast(lag(h.prefix) over held))::inet + 1 <> host(h.prefix)::inet
        else true end as begins
    from space s join held h on h.space = s.no
    where s.id = $1 and s.kind = 'network' and h.kind in ('address', 'range')
      and ($2::text is null or h.prefix > network($2::inet)) and ${within}
    window held as (order by h.prefix)),
  numbered as (select *, count(*) filter (where begins) over (order by prefix) as run from block),
  whole as (
    select id, kind, type, label, mac, min(since) as since, host(min(prefix::inet)) as first,
      host(max(broadcast(prefix))) as last, max(prefix::inet)::cidr as prefix
    from numbered group by run, id, kind, type, label, mac)
  select * from whole
  where ($3::text is null or $3::inet between first::inet and last::inet)
    and ($4::text is null or id = $4)
  order by prefix`;

/** The addresses of networks, and who has them. */
@Controller()
export class AddressView {
  constructor(private readonly dataSource: DataSource) {}

  @Answers(IPAM_QUERIES.listAddresses)
  async list(
    @Payload() { networkId, address, addressId, after, limit = 256, scope }: Scoped<Question>,
  ): Promise<{ addresses: readonly View[]; next: string | null }> {
    const take = limited(limit);
    const allowed = scopeOf({ scope });
    const values: unknown[] = [
      networkId,
      after ?? null,
      address === undefined ? null : single(address),
      addressId === undefined ? null : `${networkId}/${addressId}`,
    ];
    const within = withinScope(allowed, HELD_COLUMNS, placesAfter(values));
    const rows = await this.dataSource.query<Row[]>(`${heldWithin(within)} limit ${take}`, values);
    const { items, next } = pageOf(rows, take, viewOf, ({ prefix }) => prefix);
    const fixed = next === null ? await this.#unfurnished(networkId, allowed) : [];
    const more = fixed.filter(
      (one) =>
        (addressId ?? one.addressId) === one.addressId &&
        (address === undefined || isPartOf(address, one)),
    );
    return { addresses: [...items, ...more], next };
  }

  /** What is fixed is written down with the first that is taken; it is fixed before that, too. */
  async #unfurnished(networkId: string, scope: Scope): Promise<readonly View[]> {
    const repository = this.dataSource.getRepository(NetworkRow);
    const network = await repository.findOneBy({ id: networkId, status: 'allocated' });
    if (network === null || !isWithin(scope, network)) return [];
    const { subnet, ipv6, dhcpRange, tenant, allocatedAt } = network;
    const open = await this.dataSource.query<{ prefix: string }[]>(
      `select prefix from space where id = $1 and kind = 'network' and holdings > 0`,
      [networkId],
    );
    const known = new Set(open.map(({ prefix }) => prefix));
    const enableDHCP = dhcpRange !== null;
    return [subnet, ...(ipv6 === null ? [] : [ipv6])]
      .filter((prefix) => !known.has(prefix))
      .flatMap((prefix) =>
        furniture({ id: networkId, tenant, enableDHCP }, cidrOf(prefix)).toSorted((a, b) =>
          a.block.base < b.block.base ? -1 : 1,
        ),
      )
      .map(({ holder, block }) =>
        viewOf({
          id: holder.id,
          kind: holder.kind === 'address' ? 'address' : 'range',
          type: holder.type === 'gateway' ? 'gateway' : 'reserved',
          label: holder.label ?? null,
          mac: null,
          since: allocatedAt,
          first: formatAddress(block.family, block.base),
          last: formatAddress(block.family, lastOf(block)),
          prefix: '',
        }),
      )
      .reduce<readonly View[]>(joined, []);
  }
}

const isPartOf = (text: string, { address: first, last }: View): boolean => {
  const [wanted, from, to] = [text, first, last ?? first].map((one) => parseAddress(one));
  if (wanted === undefined || from === undefined || to === undefined) return false;
  return wanted.family === from.family && wanted.value >= from.value && wanted.value <= to.value;
};

/** Blocks of one range that follow each other. */
const joined = (views: readonly View[], next: View): readonly View[] => {
  const before = views.at(-1);
  const isSame = before?.addressId === next.addressId && next.addressId === 'dhcp';
  return before !== undefined && isSame
    ? [...views.slice(0, -1), { ...before, last: next.last ?? next.address }]
    : [...views, next];
};

/** As the database reads it; what is none is held by nobody. */
const single = (text: string): string => {
  const address = parseAddress(text);
  if (address !== undefined) return formatAddress(address.family, address.value);
  throw new Rejection('ADDRESS_INVALID', `${JSON.stringify(text.slice(0, 60))} is no address`, {
    field: 'address',
  });
};

/** Named by what they are, and not by a host. */
const FIXED = new Set(['gateway', 'dhcp', 'unusable']);

const viewOf = ({ id, kind, type, label, mac, since, first, last }: Row): View => {
  const networkId = id.slice(0, id.indexOf('/'));
  const addressId = id.slice(networkId.length + 1);
  const isHost = kind === 'address' && !FIXED.has(addressId);
  return {
    addressId,
    networkId,
    kind,
    type,
    address: first,
    last: first === last ? null : last,
    hostName: isHost ? label : null,
    mac,
    description: isHost ? null : label,
    since: since.toISOString(),
  };
};
