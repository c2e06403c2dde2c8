import { PgEventStore } from '@ferrule/event-store';
import { type Holding, IPAM_QUERIES, type RecordedHolding } from '@ferrule/ipam-contracts';
import { bitsOf, cidrAt, formatCidr, parseAddress, readCidr } from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { limited, pageOf } from '../page.ts';
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
  readonly type: string | null;
  readonly tags: string[];
  readonly fields: Record<string, string>;
  readonly since: Date;
}

const HELD = `h.id, h.kind, h.prefix, s.id as space_id, s.vrf_id, h.tenant, h.client_id, h.label,
  h.mac, h.type, h.tags, h.fields, h.since`;

interface Page {
  readonly after?: string;
  readonly limit?: number;
}

interface SearchQuestion extends Page {
  readonly text?: string;
  readonly tag?: string;
  /** `rack=b12`, or `rack` alone. */
  readonly field?: string;
  readonly tenant?: string;
}

/** Who holds what: now, on another day, and by whatever part of it somebody remembers. */
@Controller()
export class HoldingView {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: PgEventStore,
  ) {}

  /** By its id, each of its prefixes. */
  @Answers(IPAM_QUERIES.getHolding)
  async get(@Payload() { id }: { id: string }): Promise<{ holdings: readonly Holding[] }> {
    const rows = await this.dataSource.query<HeldRow[]>(
      `select ${HELD} from held h join space s on s.no = h.space
       where h.id = $1 and h.kind <> 'quarantine' order by h.prefix`,
      [id],
    );
    return { holdings: rows.map(holdingOf) };
  }

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
    const { items, next } = pageOf(rows, limited(limit), holdingOf, ({ prefix }) => prefix);
    return { holdings: items, next };
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

  /** By any part of what people remember of it; by a tag, a custom field, a tenant. */
  @Answers(IPAM_QUERIES.search)
  async search(
    @Payload() { text, tag, field, tenant, after, limit = 50 }: SearchQuestion,
  ): Promise<{ holdings: readonly Holding[]; next: string | null }> {
    const rows = await this.dataSource.query<HeldRow[]>(
      `select ${HELD} from held h join space s on s.no = h.space
       where h.kind <> 'quarantine' and ($1::text is null or h.prefix::text like $1 escape '!'
           or h.id ilike $1 escape '!' or h.client_id ilike $1 escape '!'
           or h.label ilike $1 escape '!' or h.mac ilike $1 escape '!'
           or h.tenant ilike $1 escape '!'
           or exists (select from unnest(h.tags) t where t ilike $1 escape '!')
           or exists (select from jsonb_each_text(h.fields) f where f.value ilike $1 escape '!'))
         and ($2::text is null or h.tags @> array[$2]) and ($3::text is null or h.tenant = $3)
         and ($4::jsonb is null or h.fields @> $4) and ($5::text is null or h.fields ? $5)
         and ($6::text is null or (h.id, h.prefix) > (split_part($6, ' ', 1), network(split_part($6, ' ', 2)::inet)))
       order by h.id, h.prefix limit ${limited(limit)}`,
      [
        text === undefined ? null : `%${text.slice(0, 100).replace(/[!%_]/g, '!$&')}%`,
        tag ?? null,
        tenant ?? null,
        ...fieldOf(field),
        after ?? null,
      ],
    );
    const { items, next } = pageOf(
      rows,
      limited(limit),
      holdingOf,
      ({ id, prefix }) => `${id} ${prefix}`,
    );
    return { holdings: items, next };
  }
}

/** `rack=b12` is a field with that value, `rack` one with any. */
const fieldOf = (field: string | undefined): readonly [string | null, string | null] => {
  if (field === undefined) return [null, null];
  const at = field.indexOf('=');
  if (at < 0) return [null, field];
  return [JSON.stringify({ [field.slice(0, at)]: field.slice(at + 1) }), null];
};

const prefixOf = (text: string): string => {
  const address = parseAddress(text);
  if (address) return formatCidr(cidrAt(address.family, address.value, bitsOf(address.family)));
  const { cidr, fault } = readCidr(text);
  if (cidr === undefined) throw new Rejection('ADDRESS_INVALID', fault, { field: 'address' });
  return formatCidr(cidr);
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
  type: row.type,
  tags: row.tags,
  fields: row.fields,
  since: row.since.toISOString(),
  until: null,
});
