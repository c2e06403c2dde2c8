import {
  type DatacenterSettings,
  type DatacenterView as View,
  INVENTORY_QUERIES,
} from '@ferrule/inventory-contracts';
import { Rejection, type Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';

interface Row {
  readonly id: string;
  readonly settings: DatacenterSettings;
  readonly maintenance_reason: string | null;
  readonly registered_at: Date;
}

const COLUMNS = 'select id, settings, maintenance_reason, registered_at from datacenter';

@Controller()
export class DatacenterView {
  constructor(private readonly dataSource: DataSource) {}

  @Answers(INVENTORY_QUERIES.getDatacenter)
  async get(@Payload() { datacenterId, scope }: Scoped<{ datacenterId: string }>): Promise<View> {
    const { datacenters } = scopeOf({ scope });
    const [row] = await this.dataSource.query<Row[]>(
      `${COLUMNS} where id = $1 and ($2::text[] is null or id = any($2))`,
      [datacenterId, datacenters],
    );
    if (row === undefined)
      throw new Rejection('DATACENTER_NOT_FOUND', `there is no datacenter ${datacenterId}`, {
        field: 'datacenterId',
      });
    return view(row);
  }

  /** By id, so that a page stays where it is while others come. */
  @Answers(INVENTORY_QUERIES.listDatacenters)
  async list(
    @Payload() { after = '', limit = 50, scope }: Scoped<{ after?: string; limit?: number }>,
  ): Promise<{ datacenters: readonly View[]; next: string | null }> {
    const rows = await this.dataSource.query<Row[]>(
      `${COLUMNS} where id > $1 and ($3::text[] is null or id = any($3)) order by id limit $2`,
      [after, limit, scopeOf({ scope }).datacenters],
    );
    return {
      datacenters: rows.map(view),
      next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
    };
  }
}

const view = (row: Row): View => ({
  datacenterId: row.id,
  ...row.settings,
  maintenanceReason: row.maintenance_reason,
  registeredAt: row.registered_at.toISOString(),
});
