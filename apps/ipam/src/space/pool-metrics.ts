import { labelledGauge, type LabelledValue } from '@ferrule/telemetry';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';

/** The fullest; whoever watches more than these watches nothing. */
const MOST = 500;

/** How much of each pool is left, for alerts before somebody is refused. */
@Injectable()
export class PoolMetrics implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #end: (() => void) | undefined;

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.#end = labelledGauge(
      { name: 'ferrule_pool_free_ratio', description: 'Free share of an address pool, 0 to 1' },
      () => this.#read(),
    );
  }

  beforeApplicationShutdown(): void {
    this.#end?.();
  }

  async #read(): Promise<readonly LabelledValue[]> {
    const rows = await this.dataSource.query<
      { pool: string; vrf: string; datacenter: string; free: string }[]
    >(
      `select id as pool, vrf_id as vrf, datacenter,
         1 - (allocated + reserved + quarantined) / addresses(prefix) as free
       from space where kind = 'pool' and status = 'live' order by free, id limit ${MOST}`,
    );
    return rows.map(({ free, ...labels }) => ({ value: Number(free), labels }));
  }
}
