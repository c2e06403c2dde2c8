import {
  type DatacenterView,
  INVENTORY_QUERIES,
  type RouterView,
} from '@ferrule/inventory-contracts';
import { Rejection } from '@ferrule/kernel';
import { type Probe, routerQuerySubject } from '@ferrule/router-contracts';
import { Injectable } from '@nestjs/common';
import { ScopedQueries } from '../access/scoped-queries.ts';

/** What a path names and nobody knows is a missing page; in a body it is a wrong field. */
const MISSING: Readonly<Record<string, string>> = {
  DATACENTER_NOT_FOUND: 'DATACENTER_UNKNOWN',
  ROUTER_NOT_FOUND: 'ROUTER_UNKNOWN',
};

/** The longest that a gateway waits for a router that does not answer. */
const PROBE_MS = 15_000;

/** Asks the inventory, and the gateways of its routers. */
@Injectable()
export class InventoryView {
  constructor(private readonly queries: ScopedQueries) {}

  datacenter(datacenterId: string): Promise<DatacenterView> {
    return this.#find(INVENTORY_QUERIES.getDatacenter, { datacenterId }, 'datacenter');
  }

  router(routerId: string): Promise<RouterView> {
    return this.#find(INVENTORY_QUERIES.getRouter, { routerId }, 'router');
  }

  async probe(routerId: string): Promise<Probe> {
    const { datacenter } = await this.router(routerId);
    const subject = routerQuerySubject({ datacenter, router: routerId }, 'probe');
    return this.#find(subject, {}, 'router', PROBE_MS);
  }

  async #find<View>(subject: string, question: object, field: string, ms?: number): Promise<View> {
    try {
      return await this.queries.ask<View>(subject, question, ms);
    } catch (error) {
      const code = error instanceof Rejection ? MISSING[error.code] : undefined;
      if (code === undefined || !(error instanceof Error)) throw error;
      throw new Rejection(code, error.message, { field });
    }
  }
}
