import { handle, PgEventStore, RefusedByDatabase, type RowChange } from '@ferrule/event-store';
import type { AllocateNetwork, IpamEvent, ReleaseNetwork } from '@ferrule/ipam-contracts';
import { type NetworkCommand, networkDecider, networkStream } from '@ferrule/ipam-domain';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { FreeSpace } from './free-space.ts';

/** How often another instance may be faster before the message goes back to the queue. */
const ATTEMPTS = 20;

@Injectable()
export class NetworkHandler {
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: PgEventStore,
    private readonly freeSpace: FreeSpace,
  ) {}

  /** In this process one at a time per datacenter, since all of them would be offered the same block. */
  allocate(command: AllocateNetwork, delivery: Delivery): Promise<void> {
    const { datacenter } = command.data;
    const turn = (this.#turns.get(datacenter) ?? Promise.resolve()).then(() =>
      this.#allocate(command, delivery),
    );
    const settled = turn.catch(() => undefined);
    this.#turns.set(datacenter, settled);
    void settled.then(() => {
      if (this.#turns.get(datacenter) === settled) this.#turns.delete(datacenter);
    });
    return turn;
  }

  async release(command: ReleaseNetwork, delivery: Delivery): Promise<void> {
    await this.#handle(command, delivery);
  }

  async #allocate(command: AllocateNetwork, delivery: Delivery): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const offer = await this.freeSpace.offer(command.data);
      try {
        await this.#handle({ ...command, offer }, delivery);
        return;
      } catch (error) {
        // Another instance took what was offered: ask again what is free.
        const taken = error instanceof RefusedByDatabase && TAKEN.has(error.constraint);
        if (!taken || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #handle(command: NetworkCommand, { meta, once }: Delivery): Promise<void> {
    await handle(this.store, {
      stream: networkStream(command.data.networkId),
      decider: networkDecider,
      command,
      meta,
      once,
      effects: (events) => ({ rows: events.flatMap((event) => rowsOf(event, meta.tenant)) }),
    });
  }
}

const TAKEN = new Set(['network_no_overlap', 'network_vlan_once']);

const rowsOf = (event: IpamEvent, tenant: string): RowChange[] => {
  switch (event.type) {
    case 'NetworkAllocated': {
      const { data } = event;
      return [
        {
          op: 'insert',
          table: 'network',
          row: {
            id: data.networkId,
            pool_id: data.poolId,
            client_id: data.clientId,
            tenant,
            type: data.type,
            datacenter: data.datacenter,
            size: data.size,
            subnet: data.subnet,
            vlan_id: data.vlanId,
            gateway: data.gateway,
            dhcp_range: data.dhcpRange,
            description: data.description ?? null,
            status: 'allocated',
          },
        },
      ];
    }
    case 'NetworkReleased':
      return [
        {
          op: 'update',
          table: 'network',
          key: ['id'],
          row: { id: event.data.networkId, status: 'released' },
        },
      ];
    case 'NetworkAllocationRefused':
      return [];
  }
};
