import {
  INVENTORY_QUERIES,
  type DatacenterView,
  type RouterView,
} from '@ferrule/inventory-contracts';
import { QueryClient } from '@ferrule/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';

const PATIENCE_MS = 2_000;
/** All who wait for a router ask at the same moment. */
const KEPT_MS = 5_000;

type Answer = { readonly router: string; readonly why: string } | undefined;

/** Whether a router is left alone on purpose. It is asked only when nobody has answered in time. */
@Injectable()
export class Maintenance {
  readonly #log = new Logger('Maintenance');
  readonly #known = new Map<string, { readonly at: number; readonly answer: Promise<Answer> }>();

  constructor(@Inject(QueryClient) private readonly queries: Pick<QueryClient, 'ask'>) {}

  of(router: string): Promise<Answer> {
    const known = this.#known.get(router);
    if (known !== undefined && performance.now() - known.at < KEPT_MS) return known.answer;
    const answer = this.#ask(router);
    this.#known.set(router, { at: performance.now(), answer });
    return answer;
  }

  async #ask(router: string): Promise<Answer> {
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
