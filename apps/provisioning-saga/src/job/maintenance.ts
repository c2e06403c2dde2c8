import {
  INVENTORY_QUERIES,
  type DatacenterView,
  type RouterView,
} from '@ferrule/inventory-contracts';
import { QueryClient } from '@ferrule/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';

const PATIENCE_MS = 2_000;

/** Whether a router is left alone on purpose. It is asked only when nobody has answered in time. */
@Injectable()
export class Maintenance {
  readonly #log = new Logger('Maintenance');

  constructor(@Inject(QueryClient) private readonly queries: Pick<QueryClient, 'ask'>) {}

  async of(router: string): Promise<{ readonly router: string; readonly why: string } | undefined> {
    try {
      const { datacenter, status, maintenanceReason } = await this.queries.ask<RouterView>(
        INVENTORY_QUERIES.getRouter,
        { routerId: router },
        PATIENCE_MS,
      );
      if (status === 'maintenance') return { router, why: maintenanceReason ?? 'nobody said why' };
      const around = await this.queries.ask<DatacenterView>(
        INVENTORY_QUERIES.getDatacenter,
        { datacenterId: datacenter },
        PATIENCE_MS,
      );
      return around.maintenanceReason === null
        ? undefined
        : { router, why: around.maintenanceReason };
    } catch (error) {
      // Whoever cannot be asked says nothing of a maintenance: the job goes on as without one.
      this.#log.warn(`nobody says whether ${router} is in maintenance: ${String(error)}`);
      return undefined;
    }
  }
}
