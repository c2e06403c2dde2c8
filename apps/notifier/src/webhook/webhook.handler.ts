import { handle, PgEventStore, type RowChange } from '@ferrule/event-store';
import { EVERYTHING, Rejection, type Scope } from '@ferrule/kernel';
import type { WebhookCommand } from '@ferrule/notifier-contracts';
import { webhookDecider, webhookStream } from '@ferrule/notifier-domain';
import { type Delivery, placesAfter } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listensWithin } from '../event/listens-within.ts';
import { WebhookKeys } from './webhook-keys.ts';
import { webhookRows } from './webhook-rows.ts';

@Injectable()
export class WebhookHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
    private readonly keys: WebhookKeys,
  ) {}

  async handle(
    command: WebhookCommand,
    delivery: Omit<Delivery, 'once'> & Partial<Delivery>,
    scope: Scope = EVERYTHING,
  ) {
    const { webhookId } = command.data;
    const { tenant } = delivery.meta;
    if (command.type !== 'RegisterWebhook') await this.checkOwner(webhookId, tenant, scope);
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
  async checkOwner(webhookId: string, tenant: string, scope: Scope): Promise<void> {
    const values: unknown[] = [webhookId];
    const within = listensWithin('w', tenant, scope, placesAfter(values));
    const rows = await this.dataSource.query<unknown[]>(
      `select from webhook w where w.id = $1 and ${within}`,
      values,
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
