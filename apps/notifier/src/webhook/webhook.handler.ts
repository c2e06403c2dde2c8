import { handle, PgEventStore, type RowChange } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';
import type { WebhookCommand } from '@ferrule/notifier-contracts';
import { webhookDecider, webhookStream } from '@ferrule/notifier-domain';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { WebhookKeys } from './webhook-keys.ts';
import { webhookRows } from './webhook-rows.ts';

@Injectable()
export class WebhookHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
    private readonly keys: WebhookKeys,
  ) {}

  async handle(command: WebhookCommand, delivery: Omit<Delivery, 'once'> & Partial<Delivery>) {
    const { webhookId } = command.data;
    const { tenant } = delivery.meta;
    if (command.type !== 'RegisterWebhook') await this.checkOwner(webhookId, tenant);
    const keys = await this.#keysOf(command);
    await handle(this.store, {
      ...delivery,
      stream: webhookStream(webhookId),
      decider: webhookDecider,
      command,
      effects: (events) => ({
        rows:
          events.length === 0 ? [] : [...events.map((one) => webhookRows(one, tenant)), ...keys],
      }),
    });
  }

  /** Another tenant's webhook is as unknown as one that never was. */
  async checkOwner(webhookId: string, tenant: string): Promise<void> {
    const rows = await this.dataSource.query<unknown[]>(
      'select from webhook where id = $1 and tenant = $2',
      [webhookId, tenant],
    );
    if (rows.length > 0) return;
    throw new Rejection('WEBHOOK_UNKNOWN', `there is no webhook ${webhookId}`, {
      field: 'webhookId',
    });
  }

  async #keysOf({ type, data }: WebhookCommand): Promise<readonly RowChange[]> {
    if (type === 'RegisterWebhook') return this.keys.put(data, 0);
    return type === 'RotateWebhookSecret' ? this.keys.put(data, data.overlapSeconds) : [];
  }
}
