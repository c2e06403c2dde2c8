import { PgEventStore } from '@ferrule/event-store';
import { type Holding, IPAM_QUERIES, type RecordedHolding } from '@ferrule/ipam-contracts';
import { bitsOf, cidrAt, formatCidr, parseAddress, readCidr } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { heldAt } from './held-at.ts';

interface HeldRow {
  readonly id: string;
  readonly kind: Holding['kind'];
  readonly prefix: string;
  readonly space_id: string;
  readonly vrf_id: string;
  readonly tenant: string;
  readonly client_id: string | null;
  readonly label: string | null;
  readonly mac: string | null;
  readonly tags: string[];
  readonly since: Date;
}

const HELD = `h.id, h.kind, h.prefix, s.id as space_id, s.vrf_id, h.tenant, h.client_id, h.label,
  h.mac, h.tags, h.since`;
const MOST = 1_000;
const limited = (limit: number): number => Math.min(Math.max(1, Math.trunc(limit)), MOST);

interface Page {
  readonly after?: string;
  readonly limit?: number;
}

/** Who holds what: now, on another day, and by whatever part of it somebody remembers. */
@Controller()
export class HoldingView {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: PgEventStore,
  ) {}

  /** What is held in a pool or a container, in the order of the addresses. */
  @Answers(IPAM_QUERIES.listHoldings)
  async list(
    @Payload() { spaceId, after, limit = 100 }: Page & { spaceId: string },
  ): Promise<{ holdings: readonly Holding[]; next: string | null }> {
    const rows = await this.dataSource.query<HeldRow[]>(
      `select ${HELD} from space s join held h on h.space = s.no
       where s.id = $1 and s.kind <> 'network' and ($2::text is null or h.prefix > network($2::inet))
       order by h.prefix limit ${limited(limit)}`,
      [spaceId, after ?? null],
    );
    return paged(rows, limited(limit), ({ prefix }) => prefix);
  }

  /** The addresses of a network. */
  @Answers(IPAM_QUERIES.listAddresses)
  async addresses(
    @Payload() { networkId, after, limit = 256 }: Page & { networkId: string },
  ): Promise<{ holdings: readonly Holding[]; next: string | null }> {
    const rows = await this.dataSource.query<HeldRow[]>(
      `select ${HELD} from space s join held h on h.space = s.no
       where s.id = $1 and s.kind = 'network' and ($2::text is null or h.prefix > network($2::inet))
       order by h.prefix limit ${limited(limit)}`,
      [networkId, after ?? null],
    );
    return paged(rows, limited(limit), ({ prefix }) => prefix);
  }

  /**
   * Everything that an address or a prefix belongs to, the widest first. Of a moment that is over
   * the tables only say where to look: the answer is what the events say.
   */
  @Answers(IPAM_QUERIES.whoHas)
  async whoHas(
    @Payload() { address, at, vrfId }: { address: string; at?: string; vrfId?: string },
  ): Promise<{ holdings: readonly (Holding | RecordedHolding)[] }> {
    const prefix = prefixOf(address);
    if (at !== undefined) {
      const moment = new Date(at);
      if (Number.isNaN(moment.getTime()))
        throw new Rejection('TIME_INVALID', `${JSON.stringify(at.slice(0, 40))} is no time`, {
          field: 'at',
        });
      const question = { prefix, at: moment, vrfId: vrfId ?? null };
      return { holdings: await heldAt(this.dataSource, this.store, question) };
    }
    const rows = await this.dataSource.query<HeldRow[]>(
      `select ${HELD} from space s join held h
         on place(h.space, h.prefix) >>= place(s.no, $1::cidr)
       where s.prefix >>= $1::cidr and ($2::text is null or s.vrf_id = $2)
       order by h.prefix, s.vrf_id`,
      [prefix, vrfId ?? null],
    );
    return { holdings: rows.map(holdingOf) };
  }

  /** By any part of an address, an id, a client, a label or a MAC; by a tag; by a tenant. */
  @Answers(IPAM_QUERIES.search)
  async search(
    @Payload()
    {
      text,
      tag,
      tenant,
      after,
      limit = 50,
    }: Page & {
      text?: string;
      tag?: string;
      tenant?: string;
    },
  ): Promise<{ holdings: readonly Holding[]; next: string | null }> {
    const rows = await this.dataSource.query<HeldRow[]>(
      `select ${HELD} from held h join space s on s.no = h.space
       where h.kind <> 'quarantine' and ($1::text is null or h.prefix::text like $1 escape '!'
           or h.id ilike $1 escape '!' or h.client_id ilike $1 escape '!'
           or h.label ilike $1 escape '!' or h.mac ilike $1 escape '!')
         and ($2::text is null or h.tags @> array[$2]) and ($3::text is null or h.tenant = $3)
         and ($4::text is null or (h.id, h.prefix) > (split_part($4, ' ', 1), network(split_part($4, ' ', 2)::inet)))
       order by h.id, h.prefix limit ${limited(limit)}`,
      [
        text === undefined ? null : `%${text.slice(0, 100).replace(/[!%_]/g, '!$&')}%`,
        tag ?? null,
        tenant ?? null,
        after ?? null,
      ],
    );
    return paged(rows, limited(limit), ({ id, prefix }) => `${id} ${prefix}`);
  }

  /** Lines as an import takes them, page by page: memory stays flat on both sides. */
  @Answers(IPAM_QUERIES.export)
  async export(
    @Payload() { spaceId, after, limit = MOST }: Page & { spaceId?: string },
  ): Promise<{ lines: readonly Record<string, string>[]; next: string | null }> {
    const rows = await this.dataSource.query<
      (HeldRow & { vlan_id: number | null; type: string | null })[]
    >(
      `select ${HELD}, h.type, n.vlan_id from held h join space s on s.no = h.space
       left join network n on h.kind = 'network' and n.id = h.id
       where h.kind in ('network', 'prefix', 'container', 'reservation')
         and ($1::text is null or s.id = $1)
         and ($2::text is null or (h.id, h.prefix) > (split_part($2, ' ', 1), network(split_part($2, ' ', 2)::inet)))
       order by h.id, h.prefix limit ${limited(limit)}`,
      [spaceId ?? null, after ?? null],
    );
    const { next } = paged(rows, limited(limit), ({ id, prefix }) => `${id} ${prefix}`);
    return { lines: rows.map(lineOf), next };
  }
}

const prefixOf = (text: string): string => {
  const address = parseAddress(text);
  if (address) return formatCidr(cidrAt(address.family, address.value, bitsOf(address.family)));
  const { cidr, fault } = readCidr(text);
  if (cidr === undefined) throw new Rejection('ADDRESS_INVALID', fault, { field: 'address' });
  return formatCidr(cidr);
};

const paged = (
  rows: readonly HeldRow[],
  limit: number,
  keyOf: (row: HeldRow) => string,
): { holdings: readonly Holding[]; next: string | null } => {
  const last = rows.at(-1);
  return {
    holdings: rows.map(holdingOf),
    next: rows.length === limit && last ? keyOf(last) : null,
  };
};

const holdingOf = (row: HeldRow): Holding => ({
  id: row.id,
  kind: row.kind,
  prefix: row.prefix,
  spaceId: row.space_id,
  vrfId: row.vrf_id,
  tenant: row.tenant,
  clientId: row.client_id,
  label: row.label,
  mac: row.mac,
  tags: row.tags,
  since: row.since.toISOString(),
  until: null,
});

const lineOf = (
  row: HeldRow & { readonly vlan_id: number | null; readonly type: string | null },
): Record<string, string> => ({
  kind: row.kind,
  prefix: row.prefix,
  space: row.space_id,
  id: row.id,
  tenant: row.tenant,
  client: row.client_id ?? '',
  type: row.type ?? '',
  vlan: row.vlan_id === null ? '' : String(row.vlan_id),
  description: row.label ?? '',
  tags: row.tags.join(';'),
});
