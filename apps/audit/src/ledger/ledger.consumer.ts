import { PgEventStore } from '@ferrule/event-store';
import { type Envelope, Rejection } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS, JetStreamContext } from '@ferrule/messaging';
import { Controller } from '@nestjs/common';

const EVERYTHING: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'audit-ledger',
  filter: 'evt.>',
};

/** Writes down every event of every service, once. */
@Controller()
export class LedgerConsumer {
  constructor(private readonly store: PgEventStore) {}

  @Consume(EVERYTHING)
  async record(envelope: Envelope, { consumer }: JetStreamContext): Promise<void> {
    const { id, meta, sequence } = envelope;
    if (sequence === undefined)
      throw new Rejection('SEQUENCE_MISSING', 'an event without its sequence cannot be placed');
    await this.store.append({
      // No event of ours comes of it: a stream of its own lets many entries share a commit.
      stream: `ledger-${id}`,
      expected: 'any',
      events: [],
      rows: [
        {
          op: 'insert',
          table: 'ledger',
          row: {
            source: envelope.source,
            sequence,
            id,
            type: envelope.type,
            schema_version: envelope.schemaVersion,
            stream: envelope.subject ?? '',
            at: envelope.time,
            actor: meta.actor,
            tenant: meta.tenant,
            correlation_id: meta.correlationId,
            causation_id: meta.causationId ?? null,
            body: envelope.body,
          },
        },
      ],
      once: { consumer, message: id },
      meta,
    });
  }
}
