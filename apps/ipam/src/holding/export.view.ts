import { IPAM_QUERIES } from '@ferrule/ipam-contracts';
import type { Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { placesAfter, withinScope } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { limited, pageOf } from '../page.ts';
import { HELD_COLUMNS } from './held-row.ts';

interface Question {
  /** What is held in this pool or container itself. */
  readonly spaceId?: string;
  readonly kind?: string;
  readonly after?: string;
  readonly limit?: number;
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly prefix: string;
  readonly space_id: string;
  readonly vrf_id: string;
  readonly tenant: string;
  readonly client_id: string | null;
  readonly label: string | null;
  readonly type: string | null;
  readonly tags: string[];
  readonly fields: Record<string, string>;
  readonly vlan_id: number | null;
  readonly dhcp_range: string | null;
  readonly subnet: string | null;
}

/** What is held, as lines that an import takes. */
@Controller()
export class ExportView {
  constructor(private readonly dataSource: DataSource) {}

  /** Page by page: memory stays flat on both sides. */
  @Answers(IPAM_QUERIES.export)
  async export(
    @Payload() { spaceId, kind, after, limit = 1_000, scope }: Scoped<Question>,
  ): Promise<{ lines: readonly Record<string, string>[]; next: string | null }> {
    const values: unknown[] = [spaceId ?? null, kind ?? null, after ?? null];
    const within = withinScope(scopeOf({ scope }), HELD_COLUMNS, placesAfter(values));
    const rows = await this.dataSource.query<Row[]>(
      `select h.id, h.kind, h.prefix, s.id as space_id, s.vrf_id, h.tenant, h.client_id, h.label,
         h.type, h.tags, h.fields, n.vlan_id, n.dhcp_range, n.subnet
       from held h join space s on s.no = h.space
       left join network n on h.kind = 'network' and n.id = h.id
       where h.kind in ('network', 'prefix', 'container', 'reservation')
         and ($1::text is null or s.id = $1) and ($2::text is null or h.kind = $2)
         and ($3::text is null or (h.id, h.prefix) > (split_part($3, ' ', 1), network(split_part($3, ' ', 2)::inet)))
         and ${within}
       order by h.id, h.prefix limit ${limited(limit)}`,
      values,
    );
    const { items, next } = pageOf(
      rows,
      limited(limit),
      lineOf,
      ({ id, prefix }) => `${id} ${prefix}`,
    );
    return { lines: items, next };
  }
}

const lineOf = (row: Row): Record<string, string> => {
  // A list has one prefix a line: the second one of a network of both families goes as one of its own.
  const isSecond = row.kind === 'network' && row.subnet !== null && row.subnet !== row.prefix;
  const isNetwork = row.kind === 'network' && !isSecond;
  return {
    kind: isSecond ? 'prefix' : row.kind,
    prefix: row.prefix,
    space: row.space_id,
    vrf: row.vrf_id,
    id: isSecond ? `${row.id.slice(0, 29)}-v6` : row.id,
    tenant: row.tenant,
    client: row.client_id ?? '',
    type: isNetwork ? (row.type ?? '') : '',
    vlan: isNetwork ? String(row.vlan_id) : '',
    dhcp: isNetwork ? String(row.dhcp_range !== null) : '',
    description: row.label ?? '',
    tags: row.tags.join(';'),
    fields: Object.keys(row.fields).length === 0 ? '' : JSON.stringify(row.fields),
  };
};
