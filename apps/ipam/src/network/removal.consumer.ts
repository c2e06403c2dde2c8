import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS } from '@ferrule/messaging';
import { type NetworkJobRef, provisioningEventSubject } from '@ferrule/provisioning-contracts';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';

const REMOVALS: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'ipam-removals',
  filter: 'evt.provisioning.network.>',
  // Of how networks come about, another consumer hears.
  unrouted: 'ignore',
};

/**
 * Whoever looks at a network sees that it is being taken down. Its release is an event of ours; that
 * it was begun, or put as it was, is noted with its time, so that the order of hearing does not count.
 */
@Controller()
export class RemovalConsumer {
  constructor(private readonly dataSource: DataSource) {}

  @Consume(REMOVALS, provisioningEventSubject('NetworkDeprovisionAccepted'))
  async begun(envelope: Pick<Envelope, 'body' | 'time'>): Promise<void> {
    await this.#note('removal_begun_at', envelope);
  }

  @Consume(REMOVALS, provisioningEventSubject('NetworkDeprovisionFailed'))
  async failed(envelope: Pick<Envelope, 'body' | 'time'>): Promise<void> {
    await this.#note('removal_failed_at', envelope);
  }

  async #note(
    column: 'removal_begun_at' | 'removal_failed_at',
    { body, time }: Pick<Envelope, 'body' | 'time'>,
  ): Promise<void> {
    const { networkId } = JSON.parse(body) as NetworkJobRef;
    await this.dataSource.query(
      `update network set ${column} = greatest(${column}, $2::timestamptz) where id = $1`,
      [networkId, time],
    );
  }
}
