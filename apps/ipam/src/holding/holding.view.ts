import { PgEventStore } from '@ferrule/event-store';
import { type Holding, IPAM_QUERIES, type RecordedHolding } from '@ferrule/ipam-contracts';
import { bitsOf, cidrAt, formatCidr, parseAddress, readCidr } from '@ferrule/ipam-domain';
import { Rejection, type Scope, type Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { placesAfter, withinScope } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { limited, pageOf } from '../page.ts';
import { heldAt } from './held-at.ts';
import { HELD, HELD_COLUMNS, type HeldRow } from './held-row.ts';
import { searchHeld, type SearchQuestion } from './search.ts';
import { checkSpace } from '../space/space-within.ts';

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

  /** By its id, each of its prefixes. */
  @Answers(IPAM_QUERIES.getHolding)
  async get(
    @Payload() { id, scope }: Scoped<{ id: string }>,
  ): Promise<{ holdings: readonly Holding[] }> {
    const rows = await this.#held(
      scopeOf({ scope }),
      [id],
      (within) => `select ${HELD}
       from held h join space s on s.no = h.space
       where h.id = $1 and h.kind <> 'quarantine' and ${within} order by h.prefix`,
    );
    return { holdings: rows.map(holdingOf) };
  }

  /** What is held in a pool or a container, in the order of the addresses. */
  @Answers(IPAM_QUERIES.listHoldings)
  async list(
    @Payload() { spaceId, after, limit = 100, scope }: Scoped<Page & { spaceId: string }>,
  ): Promise<{ holdings: readonly Holding[]; next: string | null }> {
    const allowed = scopeOf({ scope });
    await checkSpace(this.dataSource, spaceId, allowed);
    const rows = await this.#held(
      allowed,
      [spaceId, after ?? null],
      (within) => `select ${HELD}
       from space s join held h on h.space = s.no
       where s.id = $1 and s.kind <> 'network' and ($2::text is null or h.prefix > network($2::inet))
         and ${within}
       order by h.prefix limit ${limited(limit)}`,
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
    @Payload()
    { address, at, vrfId, scope }: Scoped<{ address: string; at?: string; vrfId?: string }>,
  ): Promise<{ holdings: readonly (Holding | RecordedHolding)[] }> {
    const allowed = scopeOf({ scope });
    const prefix = prefixOf(address);
    if (at !== undefined) {
      const moment = new Date(at);
      if (Number.isNaN(moment.getTime()))
        throw new Rejection('TIME_INVALID', `${JSON.stringify(at.slice(0, 40))} is no time`, {
          field: 'at',
        });
      const question = { prefix, at: moment, vrfId: vrfId ?? null };
      return { holdings: await heldAt(this.dataSource, this.store, question, allowed) };
    }
    const rows = await this.#held(
      allowed,
      [prefix, vrfId ?? null],
      (within) => `select ${HELD}
       from space s join held h on place(h.space, h.prefix) >>= place(s.no, $1::cidr)
       where s.prefix >>= $1::cidr and ($2::text is null or s.vrf_id = $2) and ${within}
       order by h.prefix, s.vrf_id`,
    );
    return { holdings: rows.map(holdingOf) };
  }

  /** By any part of what people remember of it; by a tag, a custom field, a tenant. */
  @Answers(IPAM_QUERIES.search)
  async search(
    @Payload() { scope, ...question }: Scoped<SearchQuestion>,
  ): Promise<{ holdings: readonly Holding[]; next: string | null }> {
    const rows = await searchHeld(this.dataSource, question, scopeOf({ scope }));
    const { items, next } = pageOf(
      rows,
      limited(question.limit ?? 50),
      holdingOf,
      ({ id, prefix }) => `${id} ${prefix}`,
    );
    return { holdings: items, next };
  }

  #held(
    scope: Scope,
    values: unknown[],
    sql: (within: string) => string,
  ): Promise<readonly HeldRow[]> {
    const within = withinScope(scope, HELD_COLUMNS, placesAfter(values));
    return this.dataSource.query<HeldRow[]>(sql(within), values);
  }
}

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
