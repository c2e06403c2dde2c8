import type { KeySettings } from '@ferrule/api-contracts';
import { type KeyText, keyText, newKeyId, newSecret, secretHash } from './key/key-text.ts';

// For the specs of this app alone.

interface KeyRow extends KeySettings {
  readonly hash: string;
  isRevoked: boolean;
}

export type SpecKey = Partial<KeySettings>;

/** The database of keys, as far as the door asks it. */
export class SpecKeys {
  readonly #rows = new Map<string, KeyRow>();
  /** How often a key was looked up. */
  lookups = 0;
  failure: Error | undefined;

  /** A key as it is sent. */
  issue(
    { name, role = 'admin', tenants = null, datacenters = null, expiresAt = null }: SpecKey = {},
    { keyId, secret }: KeyText = { keyId: newKeyId(), secret: newSecret() },
  ): string {
    this.#rows.set(keyId, {
      ...{ name: name ?? `${role}-${keyId}`, role, tenants, datacenters, expiresAt },
      hash: secretHash(secret),
      isRevoked: false,
    });
    return keyText({ keyId, secret });
  }

  revoke(text: string): void {
    const row = this.#rows.get(text.split('_')[1] ?? '');
    if (row !== undefined) row.isRevoked = true;
  }

  /** As TypeORM's data source is asked. */
  query(sql: string, [keyId]: readonly unknown[] = []): Promise<readonly object[]> {
    if (!sql.includes('join key_secret')) return Promise.resolve([{}]);
    this.lookups += 1;
    if (this.failure) return Promise.reject(this.failure);
    const row = this.#rows.get(String(keyId));
    if (row === undefined) return Promise.resolve([]);
    const { isRevoked, expiresAt, ...known } = row;
    const expiry = expiresAt === null ? null : new Date(expiresAt);
    return Promise.resolve([{ ...known, is_revoked: isRevoked, expires_at: expiry, until: null }]);
  }
}
