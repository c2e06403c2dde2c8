import { PgEventStore } from '@ferrule/event-store';
import type { NameCommand, NameEvent } from '@ferrule/ipam-contracts';
import { namesStream } from '@ferrule/ipam-domain';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';

const OFF = 'DNS is off: no server is configured';

/** Names of networks and their addresses. */
@Injectable()
export class NamesHandler {
  constructor(private readonly store: PgEventStore) {}

  async execute(command: NameCommand, delivery: Delivery): Promise<void> {
    const event = answer(command);
    const stream = namesStream(command.data.networkId);
    await this.store.append({ stream, expected: 'any', events: [event], ...delivery });
  }
}

const answer = ({ type, data }: NameCommand): NameEvent => {
  switch (type) {
    case 'PublishNames':
      return { type: 'NamesSkipped', data: { networkId: data.networkId, reason: OFF } };
    case 'WithdrawNames':
      return { type: 'NamesWithdrawn', data: { networkId: data.networkId, records: 0 } };
    case 'ReconcileNames':
      return {
        type: 'NamesReconciliationStarted',
        data: { networkId: data.networkId ?? null, networks: 0 },
      };
  }
};
