import type { KeySettings, KeyState, KeyView as View } from '@ferrule/api-contracts';
import { Rejection } from '@ferrule/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly role: KeySettings['role'];
  readonly tenants: readonly string[] | null;
  readonly datacenters: readonly string[] | null;
  readonly expires_at: Date | null;
  readonly created_at: Date;
  readonly created_by: string;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
  readonly old_secret_until: Date | null;
  readonly status: KeyState;
}

const SELECT = `select k.*,
    case when k.revoked_at is not null then 'revoked'
         when k.expires_at <= clock_timestamp() then 'expired'
         else 'active' end as status,
    (select max(s.until) from key_secret s
      where s.key_id = k.id and s.until > clock_timestamp()) as old_secret_until
  from api_key k`;

/** Keys as they are shown. */
@Injectable()
export class KeyView {
  constructor(private readonly dataSource: DataSource) {}

  async get(keyId: string): Promise<View> {
    const [row] = await this.dataSource.query<Row[]>(`${SELECT} where k.id = $1`, [keyId]);
    if (row !== undefined) return view(row);
    throw new Rejection('KEY_UNKNOWN', `there is no key ${keyId}`, { field: 'keyId' });
  }

  /** By id, so that a page stays where it is while others come. */
  async list(
    after = '',
    limit = 50,
  ): Promise<{ readonly keys: readonly View[]; readonly next: string | null }> {
    const rows = await this.dataSource.query<Row[]>(
      `${SELECT} where k.id > $1 order by k.id limit $2`,
      [after, limit],
    );
    const next = rows.length === limit ? (rows.at(-1)?.id ?? null) : null;
    return { keys: rows.map(view), next };
  }

  /** Whether somebody can still issue keys. */
  async hasAdmin(): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `select from api_key
       where role = 'admin' and tenants is null and datacenters is null and revoked_at is null
         and (expires_at is null or expires_at > clock_timestamp())
       limit 1`,
    );
    return rows.length > 0;
  }
}

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;

const view = (row: Row): View => ({
  keyId: row.id,
  name: row.name,
  role: row.role,
  tenants: row.tenants,
  datacenters: row.datacenters,
  expiresAt: iso(row.expires_at),
  status: row.status,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
  revokedAt: iso(row.revoked_at),
  oldSecretUntil: iso(row.old_secret_until),
  lastUsedAt: iso(row.last_used_at),
});
