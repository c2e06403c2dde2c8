import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS } from '@ferrule/messaging';
import {
  type NetworkProvisionCompleted,
  provisioningEventSubject,
} from '@ferrule/provisioning-contracts';
import { Controller } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { NetworkRow } from './network.row.ts';

const COMPLETED: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'ipam-provisioned',
  filter: provisioningEventSubject('NetworkProvisionCompleted'),
};

/**
 * Whoever asks for a network hears whether a router carries it. That is provisioning's to record:
 * here it is noted beside the network, again without harm, and no event of ours repeats it.
 */
@Controller()
export class ProvisionedConsumer {
  constructor(private readonly dataSource: DataSource) {}

  @Consume(COMPLETED)
  async provisioned({ body, time }: Pick<Envelope, 'body' | 'time'>): Promise<void> {
    const { networkId, status, dnsZone } = JSON.parse(body) as NetworkProvisionCompleted['data'];
    // Older jobs ended with the addresses alone.
    if (status !== 'provisioned') return;
    await this.dataSource
      .getRepository(NetworkRow)
      .update(
        { id: networkId, provisionedAt: IsNull() },
        { provisionedAt: new Date(time), dnsZone: dnsZone ?? null },
      );
  }
}
