import { randomUUIDv7 } from 'node:crypto';
import { PgEventStore, type RowChange } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';
import type { PingWebhook, ReplayDeliveries } from '@ferrule/notifier-contracts';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Dispatcher } from './dispatcher.ts';

const MOST = 10_000;

/** Sends again what was sent, or what was missed while a webhook was disabled. */
@Injectable()
export class Replay {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: PgEventStore,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** How many are sent. Asked for again while they are on their way, they are not doubled. */
  async replay({ data }: ReplayDeliveries): Promise<number> {
    const count = 'deliveryId' in data ? await this.#one(data) : await this.#range(data);
    this.dispatcher.wake();
    return count;
  }

  async ping({ data: { webhookId } }: PingWebhook, { meta, once }: Delivery): Promise<number> {
    const id = randomUUIDv7();
    const at = new Date().toISOString();
    const event: RowChange = {
      op: 'insert',
      table: 'heard',
      row: {
        id,
        at,
        type: 'Ping',
        source: 'notifier',
        sequence: 0,
        tenant: meta.tenant,
        correlation_id: meta.correlationId,
        body: JSON.stringify({ webhookId }),
      },
    };
    const delivery: RowChange = {
      op: 'insert',
      table: 'delivery',
      row: {
        ...{ webhook_id: webhookId, event_id: id, at, due: at, created_at: at },
        ...{ sequence: 0, status: 'pending', attempts: 0, round: 0 },
      },
    };
    await this.store.append({
      stream: `event-${id}`,
      expected: 'any',
      events: [],
      rows: [event, delivery],
      meta,
      once,
    });
    this.dispatcher.wake();
    return 1;
  }

  async #one(data: { webhookId: string; deliveryId: string }): Promise<number> {
    const { webhookId, deliveryId } = data;
    const found = await this.dataSource.query<unknown[]>(
      'select from delivery where webhook_id = $1 and id = $2',
      [webhookId, deliveryId],
    );
    if (found.length === 0)
      throw new Rejection('DELIVERY_UNKNOWN', `there is no delivery ${deliveryId}`, {
        field: 'deliveryId',
      });
    return this.#again(webhookId, `e.id = (select event_id from delivery where id = $2)`, [
      deliveryId,
    ]);
  }

  async #range(data: { webhookId: string; from: string; to: string }): Promise<number> {
    const { webhookId, from, to } = data;
    if (Date.parse(from) >= Date.parse(to))
      throw new Rejection('RANGE_INVALID', 'from must be before to', { field: 'from' });
    const within = `e.at >= $2 and e.at < $3
      and (jsonb_array_length(w.settings->'filter'->'types') = 0 or exists (
        select from jsonb_array_elements_text(w.settings->'filter'->'types') p
        where e.type like replace(p, '*', '%')))
      and (jsonb_array_length(w.settings->'filter'->'datacenters') = 0
        or w.settings->'filter'->'datacenters' ? coalesce(e.datacenter, ''))`;
    const [{ count } = { count: 0 }] = await this.dataSource.query<{ count: number }[]>(
      `select count(*)::int as count from webhook w join heard e on e.tenant = w.tenant
       where w.id = $1 and ${within}`,
      [webhookId, from, to],
    );
    if (count > MOST)
      throw new Rejection('RANGE_TOO_LARGE', `${count} events lie in this time, at most ${MOST}`, {
        field: 'to',
        suggestion: 'replay it in parts',
      });
    return this.#again(webhookId, within, [from, to]);
  }

  /** What is still on its way is not sent a second time. */
  async #again(webhookId: string, which: string, values: readonly unknown[]): Promise<number> {
    const rows = await this.dataSource.query<unknown[]>(
      `insert into delivery (webhook_id, event_id, round, order_key, at, sequence)
       select w.id, e.id,
         coalesce((select max(d.round) + 1 from delivery d
           where d.webhook_id = w.id and d.event_id = e.id), 0),
         case when (w.settings->>'ordered')::boolean then e.network_id end, e.at, e.sequence
       from webhook w join heard e on e.tenant = w.tenant
       where w.id = $1 and ${which} and not exists (
         select from delivery d
         where d.webhook_id = w.id and d.event_id = e.id and d.status = 'pending')
       on conflict do nothing returning id`,
      [webhookId, ...values],
    );
    return rows.length;
  }
}
