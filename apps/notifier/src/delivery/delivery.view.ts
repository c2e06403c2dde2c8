import { Rejection, type Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import {
  type AttemptView,
  type DeliveryState,
  type DeliveryView as View,
  NOTIFIER_QUERIES,
} from '@ferrule/notifier-contracts';
import { placesAfter } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { listensWithin } from '../event/listens-within.ts';
import { WebhookHandler } from '../webhook/webhook.handler.ts';

interface AttemptRow {
  readonly at: Date | null;
  readonly duration_ms: number;
  readonly http_status: number | null;
  readonly answer: string;
}

interface Row extends AttemptRow {
  readonly id: string;
  readonly webhook_id: string;
  readonly event_id: string;
  readonly type: string;
  readonly network_id: string | null;
  readonly status: DeliveryState;
  readonly attempts: number;
  readonly due: Date;
  readonly created_at: Date;
  readonly ended_at: Date | null;
}

interface ListQuestion {
  readonly tenant: string;
  readonly webhookId: string;
  readonly status?: DeliveryState;
  /** Newest first: those before this one. */
  readonly before?: string;
  readonly limit?: number;
}

@Controller()
export class DeliveryView {
  constructor(
    private readonly dataSource: DataSource,
    private readonly webhooks: WebhookHandler,
  ) {}

  @Answers(NOTIFIER_QUERIES.listDeliveries)
  async list(
    @Payload() { tenant, webhookId, status, before, limit = 50, scope }: Scoped<ListQuestion>,
  ): Promise<{ deliveries: readonly View[]; next: string | null }> {
    await this.webhooks.checkOwner(webhookId, tenant, scopeOf({ scope }));
    const rows = await this.dataSource.query<Row[]>(
      `select d.id, d.webhook_id, d.event_id, e.type, e.network_id, d.status, d.attempts, d.due,
         d.created_at, d.ended_at, a.at, a.duration_ms, a.status as http_status, a.answer
       from delivery d join heard e on e.id = d.event_id
       left join lateral (select * from attempt a where a.delivery_id = d.id
         order by a.n desc limit 1) a on true
       where d.webhook_id = $1 and ($2::text is null or d.status = $2)
         and ($3::bigint is null or d.id < $3)
       order by d.id desc limit $4`,
      [webhookId, status ?? null, before ?? null, limit],
    );
    return {
      deliveries: rows.map(view),
      next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
    };
  }

  @Answers(NOTIFIER_QUERIES.listAttempts)
  async attempts(
    @Payload() { tenant, deliveryId, scope }: Scoped<{ tenant: string; deliveryId: string }>,
  ): Promise<{ attempts: readonly AttemptView[] }> {
    const values: unknown[] = [deliveryId];
    const within = listensWithin('w', tenant, scopeOf({ scope }), placesAfter(values));
    const known = await this.dataSource.query<unknown[]>(
      `select from delivery d join webhook w on w.id = d.webhook_id where d.id = $1 and ${within}`,
      values,
    );
    if (known.length === 0)
      throw new Rejection('DELIVERY_UNKNOWN', `there is no delivery ${deliveryId}`, {
        field: 'deliveryId',
      });
    const rows = await this.dataSource.query<AttemptRow[]>(
      `select at, duration_ms, status as http_status, answer from attempt
       where delivery_id = $1 order by n`,
      [deliveryId],
    );
    return { attempts: rows.flatMap((row) => attemptView(row) ?? []) };
  }
}

const attemptView = (row: AttemptRow): AttemptView | null =>
  row.at && {
    at: row.at.toISOString(),
    durationMs: row.duration_ms,
    status: row.http_status,
    answer: row.answer,
  };

const view = (row: Row): View => ({
  deliveryId: row.id,
  webhookId: row.webhook_id,
  eventId: row.event_id,
  type: row.type,
  networkId: row.network_id,
  status: row.status,
  attempts: row.attempts,
  due: row.status === 'pending' ? row.due.toISOString() : null,
  createdAt: row.created_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  last: attemptView(row),
});
