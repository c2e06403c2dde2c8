import { PgEventStore } from '@ferrule/event-store';
import { type Envelope, Rejection } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS, JetStreamContext } from '@ferrule/messaging';
import { ROUTER_EVENTS } from '@ferrule/router-contracts';
import { Controller } from '@nestjs/common';

const EVERYTHING: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'audit-ledger',
  filter: 'evt.>',
};

const ANSWERS_OF_GATEWAYS = ROUTER_EVENTS.slice(0, -1);

/** Writes down every event of every service, once. */
@Controller()
export class LedgerConsumer {
  constructor(private readonly store: PgEventStore) {}

  @Consume(EVERYTHING)
  async record(envelope: Envelope, { consumer, subject }: JetStreamContext): Promise<void> {
    const { id, meta, sequence } = envelope;
    // What gateways say is an answer and no record: the jobs that asked record what came of it.
    if (subject.startsWith(ANSWERS_OF_GATEWAYS)) return;
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
