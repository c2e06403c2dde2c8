import { hash } from 'node:crypto';
import type { RowChange } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';
import {
  type SealedKey,
  type Signing,
  type WebhookRef,
  webhookSecretPlace,
} from '@ferrule/notifier-contracts';
import { Keyring, SealError } from '@ferrule/sealed-secret';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readSecret } from '../delivery/signature.ts';

interface Row {
  readonly id: string;
  readonly webhook_id: string;
  readonly signing: Signing;
  readonly sealed: string;
}

export interface OpenKey {
  readonly signing: Signing;
  readonly secret: string;
}

/** The keys that webhooks are signed with: kept sealed, and opened where something is signed. */
@Injectable()
export class WebhookKeys {
  constructor(
    private readonly keyring: Keyring,
    private readonly dataSource: DataSource,
  ) {}

  /** Those that sign now, the current one first. */
  async of(webhookId: string): Promise<readonly OpenKey[]> {
    const rows = await this.dataSource.query<Row[]>(
      `select id, webhook_id, signing, sealed from webhook_key
       where webhook_id = $1 and (until is null or until > clock_timestamp())
       order by until desc nulls first`,
      [webhookId],
    );
    const place = webhookSecretPlace(webhookId);
    return rows.map(({ signing, sealed }) => ({
      signing,
      secret: this.keyring.open(sealed, place),
    }));
  }

  /** The rows of a new current key; those before it sign for so long beside it. */
  async put(
    { webhookId, signing, secret }: WebhookRef & SealedKey,
    overlapSeconds: number,
  ): Promise<readonly RowChange[]> {
    const sealed = this.#accept(webhookId, signing, secret);
    const before = await this.dataSource.query<Pick<Row, 'id'>[]>(
      'select id from webhook_key where webhook_id = $1 and until is null',
      [webhookId],
    );
    const until = new Date(Date.now() + overlapSeconds * 1_000).toISOString();
    const key = ['id'];
    // The same secret sent twice is one key.
    const id = hash('sha256', `${webhookId} ${secret}`, 'hex').slice(0, 32);
    return [
      ...before.map((row): RowChange => ({
        op: 'update',
        table: 'webhook_key',
        key,
        row: { id: row.id, until },
      })),
      {
        op: 'upsert',
        table: 'webhook_key',
        key,
        row: { id, webhook_id: webhookId, signing, sealed, until: null },
      },
    ];
  }

  #accept(webhookId: string, signing: Signing, secret: string): string {
    const place = webhookSecretPlace(webhookId);
    try {
      // A key that cannot sign is found now, and not with the first event.
      readSecret({ signing, secret: this.keyring.open(secret, place) });
      return this.keyring.reseal(secret, place);
    } catch (error) {
      const why = error instanceof SealError ? error.message : 'is no key of its kind';
      throw new Rejection('SECRET_NOT_SEALED', `secret must be sealed for ${place}: it ${why}`, {
        field: 'secret',
      });
    }
  }
}
