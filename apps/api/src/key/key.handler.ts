import { randomUUIDv7 } from 'node:crypto';
import { handle, PgEventStore, RefusedByDatabase, type RowChange } from '@ferrule/event-store';
import type { KeyEvent, KeySettings } from '@ferrule/api-contracts';
import { type KeyCommand, keyDecider, keyStream } from '@ferrule/api-domain';
import { Rejection } from '@ferrule/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HOUSE } from '../access/house.ts';
import { type KeyText, newKeyId, newSecret, secretHash } from './key-text.ts';
import { KnownKeys } from './known-keys.ts';

/** Issues keys, gives them other secrets, and takes them back. */
@Injectable()
export class KeyHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
    private readonly known: KnownKeys,
  ) {}

  async issue(
    settings: KeySettings,
    actor: string,
    text: KeyText = { keyId: newKeyId(), secret: newSecret() },
  ): Promise<KeyText> {
    const { keyId, secret } = text;
    const now = new Date().toISOString();
    await this.#handle({ type: 'IssueKey', data: { keyId, ...settings, now } }, actor, [
      {
        op: 'insert',
        table: 'api_key',
        row: {
          ...{ id: keyId, name: settings.name, role: settings.role, tenants: settings.tenants },
          ...{ datacenters: settings.datacenters, expires_at: settings.expiresAt },
          ...{ created_at: now, created_by: actor },
        },
      },
      newSecretRow(text),
    ]);
    return { keyId, secret };
  }

  /** Its new secret; those before are taken for so long beside it. */
  async rotate(keyId: string, overlapSeconds: number, actor: string): Promise<KeyText> {
    const before = await this.dataSource.query<{ hash: string }[]>(
      'select hash from key_secret where key_id = $1 and until is null',
      [keyId],
    );
    const text = { keyId, secret: newSecret() };
    const now = new Date();
    const until = new Date(now.getTime() + overlapSeconds * 1_000).toISOString();
    const data = { keyId, overlapSeconds, now: now.toISOString() };
    await this.#handle({ type: 'RotateKey', data }, actor, [
      ...before.map(({ hash }): RowChange => {
        const row = { hash, until };
        return { op: 'update', table: 'key_secret', key: ['hash'], row };
      }),
      newSecretRow(text),
    ]);
    return text;
  }

  async revoke(keyId: string, reason: string | null, actor: string): Promise<void> {
    const row = { id: keyId, revoked_at: new Date().toISOString() };
    await this.#handle({ type: 'RevokeKey', data: { keyId, reason } }, actor, [
      { op: 'update', table: 'api_key', key: ['id'], row },
    ]);
  }

  async #handle(command: KeyCommand, actor: string, rows: readonly RowChange[]): Promise<void> {
    const { keyId } = command.data;
    try {
      await handle(this.store, {
        stream: keyStream(keyId),
        decider: keyDecider,
        command,
        meta: { correlationId: randomUUIDv7(), actor, tenant: HOUSE },
        effects: (events: readonly KeyEvent[]) => ({ rows: events.length === 0 ? [] : rows }),
      });
    } catch (error) {
      if (!(error instanceof RefusedByDatabase && error.constraint === 'key_by_name')) throw error;
      throw new Rejection('KEY_NAME_TAKEN', 'another key has this name', {
        field: 'name',
        suggestion: 'take another name, or revoke that key first',
      });
    } finally {
      this.known.forget(keyId);
    }
  }
}

const newSecretRow = ({ keyId, secret }: KeyText): RowChange => ({
  op: 'insert',
  table: 'key_secret',
  row: { hash: secretHash(secret), key_id: keyId, until: null },
});
