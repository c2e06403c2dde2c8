import { PgEventStore, type RowChange } from '@ferrule/event-store';
import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS, JetStreamContext } from '@ferrule/messaging';
import type { EventFilter, WebhookSettings } from '@ferrule/notifier-contracts';
import { matches } from '@ferrule/notifier-domain';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Dispatcher } from '../delivery/dispatcher.ts';
import { type About, aboutOf } from './about.ts';

const EVERYTHING: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'notifier-events',
  filter: 'evt.>',
};

/** So much later arrives what was on its way at the same time, and belongs before it. */
const SETTLED_MS = 500;

interface Listening {
  readonly id: string;
  readonly status: 'active' | 'disabled';
  readonly settings: WebhookSettings;
}

/** Keeps every event of a tenant that listens, with a delivery for each webhook that it is for. */
@Controller()
export class EventConsumer {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
    private readonly dispatcher: Dispatcher,
  ) {}

  @Consume(EVERYTHING)
  async receive(envelope: Envelope, { consumer }: JetStreamContext): Promise<void> {
    const { id, meta, sequence } = envelope;
    // What gateways answer is no record of anything.
    if (sequence === undefined) return;
    const webhooks = await this.dataSource.query<Listening[]>(
      'select id, status, settings from webhook where tenant = $1',
      [meta.tenant],
    );
    if (webhooks.length === 0) return;
    const about = aboutOf(envelope);
    const datacenter = about.datacenter ?? (await this.#datacenterOf(envelope, webhooks));
    const told = { type: envelope.type, datacenter };
    await this.store.append({
      // No event of ours comes of it: a stream of its own lets many share a commit.
      stream: `event-${id}`,
      expected: 'any',
      events: [],
      rows: [
        eventRow(envelope, sequence, { ...about, datacenter }),
        ...webhooks
          .filter(({ status, settings }) => status === 'active' && matches(settings.filter, told))
          .map((webhook) => deliveryRow(envelope, sequence, webhook, about.networkId)),
      ],
      once: { consumer, message: id },
      meta,
    });
    this.dispatcher.wake();
  }

  /** Most events of a job say nothing of its datacenter; the first one does. */
  async #datacenterOf(
    { meta }: Envelope,
    webhooks: readonly { readonly settings: { readonly filter: EventFilter } }[],
  ): Promise<string | null> {
    if (webhooks.every(({ settings }) => settings.filter.datacenters.length === 0)) return null;
    const [found] = await this.dataSource.query<{ datacenter: string }[]>(
      'select datacenter from heard where correlation_id = $1 and datacenter is not null limit 1',
      [meta.correlationId],
    );
    return found?.datacenter ?? null;
  }
}

const eventRow = (
  { id, meta, type, source, time, body }: Envelope,
  sequence: number,
  { networkId, datacenter }: About,
): RowChange => ({
  op: 'insert',
  table: 'heard',
  row: {
    id,
    tenant: meta.tenant,
    type,
    source,
    sequence,
    at: time,
    correlation_id: meta.correlationId,
    network_id: networkId,
    datacenter,
    body,
  },
});

const deliveryRow = (
  { id, time }: Envelope,
  sequence: number,
  webhook: Listening,
  networkId: string | null,
): RowChange => {
  const { ordered } = webhook.settings;
  const key = ordered ? networkId : null;
  const due = new Date(Date.now() + (key === null ? 0 : SETTLED_MS)).toISOString();
  const row = { webhook_id: webhook.id, event_id: id, order_key: key, at: time, sequence, due };
  // Given, since a column that is not named would be null.
  const fresh = { status: 'pending', attempts: 0, round: 0, created_at: new Date().toISOString() };
  return { op: 'insert', table: 'delivery', row: { ...row, ...fresh } };
};
