import { PgEventStore, type RowChange } from '@ferrule/event-store';
import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS, JetStreamContext } from '@ferrule/messaging';
import { matches } from '@ferrule/notifier-domain';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Dispatcher } from '../delivery/dispatcher.ts';
import { type About, aboutOf } from './about.ts';
import { type Listening, Listeners } from './listeners.ts';

const EVERYTHING: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'notifier-events',
  filter: 'evt.>',
};

/** So much later arrives what was on its way at the same time, and belongs before it. */
const SETTLED_MS = 500;

/** Keeps every event of a tenant that listens, with what is to become of it. */
@Controller()
export class EventConsumer {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
    private readonly dispatcher: Dispatcher,
    private readonly listeners: Listeners,
  ) {}

  @Consume(EVERYTHING)
  async receive(envelope: Envelope, { consumer }: JetStreamContext): Promise<void> {
    const { id, meta, sequence } = envelope;
    // What gateways answer is no record of anything.
    if (sequence === undefined) return;
    const listening = await this.listeners.of(meta.tenant);
    if (listening.length === 0) return;
    const about = aboutOf(envelope);
    const datacenter = about.datacenter ?? (await this.#datacenterOf(envelope));
    const heard = { ...envelope, ...about, sequence, datacenter };
    const told = { type: envelope.type, datacenter };
    await this.store.append({
      // No event of ours comes of it: a stream of its own lets many share a commit.
      stream: `event-${id}`,
      expected: 'any',
      events: [],
      rows: [
        heardRow(heard),
        ...listening
          .filter(({ is_told: isTold, settings }) => isTold && matches(settings.filter, told))
          .map((one) => (one.kind === 'webhook' ? deliveryRow(heard, one) : alertRow(heard, one))),
      ],
      once: { consumer, message: id },
      meta,
    });
    this.dispatcher.wake();
  }

  /** Most events of a job say nothing of its datacenter; the first one does. */
  async #datacenterOf({ meta }: Envelope): Promise<string | null> {
    const [found] = await this.dataSource.query<{ datacenter: string }[]>(
      'select datacenter from heard where correlation_id = $1 and datacenter is not null limit 1',
      [meta.correlationId],
    );
    return found?.datacenter ?? null;
  }
}

type Heard = Omit<Envelope, 'sequence'> & About & { readonly sequence: number };

const heardRow = ({ meta, time, ...heard }: Heard): RowChange => ({
  op: 'insert',
  table: 'heard',
  row: {
    id: heard.id,
    tenant: meta.tenant,
    type: heard.type,
    source: heard.source,
    sequence: heard.sequence,
    at: time,
    correlation_id: meta.correlationId,
    network_id: heard.networkId,
    datacenter: heard.datacenter,
    body: heard.body,
  },
});

const deliveryRow = (
  { id, time, sequence, networkId }: Heard,
  { id: webhook, settings }: Listening,
): RowChange => {
  const key = settings.ordered === true ? networkId : null;
  const due = new Date(Date.now() + (key === null ? 0 : SETTLED_MS)).toISOString();
  const row = { webhook_id: webhook, event_id: id, order_key: key, at: time, sequence, due };
  // Given, since a column that is not named would be null.
  const fresh = { status: 'pending', attempts: 0, round: 0, created_at: new Date().toISOString() };
  return { op: 'insert', table: 'delivery', row: { ...row, ...fresh } };
};

/** Told together is what is about the same datacenter, and else about the same router. */
const alertRow = ({ id, datacenter, router }: Heard, { id: rule }: Listening): RowChange => ({
  op: 'insert',
  table: 'alert',
  row: {
    rule_id: rule,
    event_id: id,
    group_key: datacenter ?? router ?? '',
    since: new Date().toISOString(),
  },
});
