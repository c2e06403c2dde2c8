import { type DatacenterView, INVENTORY_QUERIES } from '@ferrule/inventory-contracts';
import { Rejection } from '@ferrule/kernel';
import type { QueryClient } from '@ferrule/messaging';

/** The zones that names of a datacenter's networks go into, the first one by default. */
export interface DatacenterZones {
  of(datacenter: string): Promise<readonly string[]>;
}

/** As inventory knows them. When it does not answer, the command is tried again. */
export class InventoryZones implements DatacenterZones {
  constructor(private readonly queries: QueryClient) {}

  async of(datacenter: string): Promise<readonly string[]> {
    try {
      const { dnsZones } = await this.queries.ask<DatacenterView>(INVENTORY_QUERIES.getDatacenter, {
        datacenterId: datacenter,
      });
      return dnsZones;
    } catch (error) {
      // Pools may be there before anybody told inventory of their datacenter.
      if (error instanceof Rejection) return [];
      throw error;
    }
  }
}
