import { eventStoreSql } from '@ferrule/event-store';
import { sqlMigration } from '@ferrule/service';

export const migrations = [
  sqlMigration('EventStore1763800000000', eventStoreSql('api', 'api')),
  sqlMigration(
    'Keys1763800000001',
    `
    create table api_key (
      id text primary key,
      name text not null,
      role text not null check (role in ('viewer', 'operator', 'admin', 'auditor')),
      -- Null: all.
      tenants text[],
      datacenters text[],
      expires_at timestamptz(3),
      created_at timestamptz(3) not null,
      created_by text not null,
      revoked_at timestamptz(3),
      last_used_at timestamptz(3)
    );
    -- What is done with a key is written down under its name.
    create unique index key_by_name on api_key (name) where revoked_at is null;

    -- The current one is good without end, the one before until then.
    create table key_secret (
      hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
      key_id text not null references api_key on delete cascade,
      until timestamptz(3)
    );
    create index secret_of_key on key_secret (key_id);

    grant select, insert, update on api_key, key_secret to api;
    `,
  ),
] as const;
