import type { KeySettings } from '@ferrule/api-contracts';
import { QueryError } from '@ferrule/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { KeySource, type KnownKey } from './known-keys.ts';

interface Row {
  readonly name: string;
  readonly role: KeySettings['role'];
  readonly tenants: readonly string[] | null;
  readonly datacenters: readonly string[] | null;
  readonly expires_at: Date | null;
  readonly is_revoked: boolean;
  readonly hash: string;
  readonly until: Date | null;
}

@Injectable()
export class PgKeySource extends KeySource {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override async find(keyId: string): Promise<KnownKey | undefined> {
    const rows = await this.#ask<Row[]>(
      `select k.name, k.role, k.tenants, k.datacenters, k.expires_at,
              k.revoked_at is not null as is_revoked, s.hash, s.until
       from api_key k join key_secret s on s.key_id = k.id
       where k.id = $1`,
      keyId,
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const { name, role, tenants, datacenters, expires_at: expiresAt, is_revoked: isRevoked } = row;
    return {
      ...{ keyId, name, role, tenants, datacenters, isRevoked },
      expiresAt: expiresAt?.toISOString() ?? null,
      secrets: rows.map(({ hash, until }) => ({ hash, until: until?.toISOString() ?? null })),
    };
  }

  override async noteUse(keyId: string): Promise<void> {
    await this.#ask(
      `update api_key set last_used_at = clock_timestamp()
       where id = $1 and (last_used_at is null or last_used_at < clock_timestamp() - interval '50 s')`,
      keyId,
    );
  }

  /** Nobody is let in, and nobody refused, by a database that does not answer. */
  async #ask<Answer>(sql: string, keyId: string): Promise<Answer> {
    try {
      return await this.dataSource.query<Answer>(sql, [keyId]);
    } catch (cause) {
      throw new QueryError('SERVICE_UNAVAILABLE', 'keys cannot be looked up', { cause });
    }
  }
}
