import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS } from '@ferrule/messaging';
import { PROVISIONING_EVENTS, provisioningEventSubject } from '@ferrule/provisioning-contracts';
import { Controller } from '@nestjs/common';
import { Networks } from './networks.ts';

const JOBS: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'inventory-networks',
  filter: PROVISIONING_EVENTS,
  // Of most steps of a job nothing follows for where its network is.
  unrouted: 'ignore',
};

/**
 * A network lives on its router from the moment its job is accepted until everything of it is known
 * to be gone: a router is rather kept too long than retired under a job.
 */
@Controller()
export class NetworkConsumer {
  constructor(private readonly networks: Networks) {}

  @Consume(
    JOBS,
    provisioningEventSubject('NetworkProvisionAccepted'),
    provisioningEventSubject('NetworkProvisionCompleted'),
  )
  lives(envelope: Envelope): Promise<void> {
    return this.#see(envelope, true);
  }

  @Consume(
    JOBS,
    provisioningEventSubject('NetworkProvisionFailed'),
    provisioningEventSubject('NetworkProvisionPlanned'),
    provisioningEventSubject('NetworkDeprovisionCompleted'),
  )
  isGone(envelope: Envelope): Promise<void> {
    return this.#see(envelope, false);
  }

  async #see({ body, sequence }: Envelope, lives: boolean): Promise<void> {
    if (sequence === undefined) throw new Error('an event without its sequence cannot be placed');
    const { networkId, router } = JSON.parse(body) as { networkId: string; router?: string };
    await this.networks.see({ networkId, router: router ?? null, lives, sequence });
  }
}
