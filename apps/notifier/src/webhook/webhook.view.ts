import { Rejection, type Scoped } from '@ferrule/kernel';
import {
  NOTIFIER_QUERIES,
  type Signing,
  type WebhookSettings,
  type WebhookView as View,
} from '@ferrule/notifier-contracts';
import { Answers } from '@ferrule/messaging';
import { placesAfter } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { listensWithin } from '../event/listens-within.ts';

interface Row {
  readonly id: string;
  readonly settings: WebhookSettings;
  readonly signing: Signing;
  readonly public_key: string | null;
  readonly status: View['status'];
  readonly disabled_reason: string | null;
  readonly failing_since: Date | null;
  readonly created_at: Date;
  readonly old_key_until: Date | null;
  readonly waiting: number;
}

const SELECT = `select w.*,
    (select max(k.until) from webhook_key k
      where k.webhook_id = w.id and k.until > clock_timestamp()) as old_key_until,
    (select count(*)::int from delivery d
      where d.webhook_id = w.id and d.status = 'pending') as waiting
  from webhook w`;

@Controller()
export class WebhookView {
  constructor(private readonly dataSource: DataSource) {}

  @Answers(NOTIFIER_QUERIES.getWebhook)
  async get(
    @Payload() { webhookId, tenant, scope }: Scoped<{ webhookId: string; tenant: string }>,
  ): Promise<View> {
    const values: unknown[] = [webhookId];
    const within = listensWithin('w', tenant, scopeOf({ scope }), placesAfter(values));
    const sql = `${SELECT} where w.id = $1 and ${within}`;
    const [row] = await this.dataSource.query<Row[]>(sql, values);
    if (row !== undefined) return view(row);
    throw new Rejection('WEBHOOK_UNKNOWN', `there is no webhook ${webhookId}`, {
      field: 'webhookId',
    });
  }

  /** By id, so that a page stays where it is while others come. */
  @Answers(NOTIFIER_QUERIES.listWebhooks)
  async list(
    @Payload()
    {
      tenant,
      after = '',
      limit = 50,
      scope,
    }: Scoped<{ tenant: string; after?: string; limit?: number }>,
  ): Promise<{ webhooks: readonly View[]; next: string | null }> {
    const values: unknown[] = [after, limit];
    const within = listensWithin('w', tenant, scopeOf({ scope }), placesAfter(values));
    const sql = `${SELECT} where w.id > $1 and ${within} order by w.id limit $2`;
    const rows = await this.dataSource.query<Row[]>(sql, values);
    return {
      webhooks: rows.map(view),
      next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
    };
  }
}

const view = (row: Row): View => ({
  webhookId: row.id,
  ...row.settings,
  signing: row.signing,
  publicKey: row.public_key,
  status: row.status,
  disabledReason: row.disabled_reason,
  oldKeyUntil: row.old_key_until?.toISOString() ?? null,
  failingSince: row.failing_since?.toISOString() ?? null,
  waiting: row.waiting,
  createdAt: row.created_at.toISOString(),
});
