import { INVENTORY_QUERIES, type RouterView as View } from '@ferrule/inventory-contracts';
import { Rejection, type Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';

interface Row extends Pick<
  View,
  | 'datacenter'
  | 'name'
  | 'address'
  | 'port'
  | 'tls'
  | 'dialect'
  | 'status'
  | 'reachability'
  | 'failure'
  | 'version'
  | 'board'
  | 'identity'
  | 'networks'
> {
  readonly id: string;
  readonly pair: string | null;
  readonly pair_role: 'primary' | 'standby' | null;
  readonly user_name: string;
  readonly maintenance_reason: string | null;
  readonly probed_at: Date | null;
  readonly last_seen: Date | null;
  readonly registered_at: Date;
}

const COLUMNS = `select r.*,
    (select count(*)::int from network n where n.router = r.id and n.lives) as networks
  from router r`;

interface RouterFilter {
  readonly datacenter?: string;
  readonly status?: View['status'];
  /** Any part of its name or address. */
  readonly search?: string;
  readonly after?: string;
  readonly limit?: number;
}

@Controller()
export class RouterView {
  constructor(private readonly dataSource: DataSource) {}

  @Answers(INVENTORY_QUERIES.getRouter)
  async get(@Payload() { routerId, scope }: Scoped<{ routerId: string }>): Promise<View> {
    const { datacenters } = scopeOf({ scope });
    const [row] = await this.dataSource.query<Row[]>(
      `${COLUMNS} where r.id = $1 and ($2::text[] is null or r.datacenter = any($2))`,
      [routerId, datacenters],
    );
    if (row === undefined)
      throw new Rejection('ROUTER_NOT_FOUND', `there is no router ${routerId}`, {
        field: 'routerId',
      });
    return view(row);
  }

  /** By id, so that a page stays where it is while others come. */
  @Answers(INVENTORY_QUERIES.listRouters)
  async list(
    @Payload() { datacenter, status, search, after = '', limit = 50, scope }: Scoped<RouterFilter>,
  ): Promise<{ routers: readonly View[]; next: string | null }> {
    const rows = await this.dataSource.query<Row[]>(
      `${COLUMNS} where r.id > $1 and ($2::text is null or r.datacenter = $2)
         and ($3::text is null or r.status = $3)
         and ($4::text is null or strpos(lower(r.name), lower($4)) > 0
           or strpos(lower(r.address), lower($4)) > 0)
         and ($6::text[] is null or r.datacenter = any($6))
       order by r.id limit $5`,
      [after, datacenter, status, search, limit, scopeOf({ scope }).datacenters],
    );
    return {
      routers: rows.map(view),
      next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
    };
  }
}

const view = (row: Row): View => ({
  routerId: row.id,
  datacenter: row.datacenter,
  name: row.name,
  address: row.address,
  port: row.port,
  tls: row.tls,
  dialect: row.dialect,
  pair:
    row.pair === null || row.pair_role === null ? null : { name: row.pair, role: row.pair_role },
  user: row.user_name,
  status: row.status,
  maintenanceReason: row.maintenance_reason,
  reachability: row.reachability,
  failure: row.failure,
  board: row.board,
  version: row.version,
  identity: row.identity,
  lastSeen: row.last_seen?.toISOString() ?? null,
  probedAt: row.probed_at?.toISOString() ?? null,
  networks: row.networks,
  registeredAt: row.registered_at.toISOString(),
});
