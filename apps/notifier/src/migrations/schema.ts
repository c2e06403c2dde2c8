import { eventStoreSql } from '@ferrule/event-store';
import { sqlMigration } from '@ferrule/service';

export const migrations = [
  sqlMigration('EventStore1763800000000', eventStoreSql('notifier', 'notifier')),
  sqlMigration(
    'Webhooks1763800000001',
    `
    create table webhook (
      id text primary key,
      tenant text not null,
      -- What an operator says of it, as its last event has it.
      settings jsonb not null,
      signing text not null,
      public_key text,
      status text not null check (status in ('active', 'disabled')),
      disabled_reason text,
      -- Since when nothing has arrived.
      failing_since timestamptz(3),
      created_at timestamptz(3) not null default clock_timestamp()
    );
    create index webhook_of_tenant on webhook (tenant, id);

    -- The current one signs without end, the one before until then.
    create table webhook_key (
      id text primary key,
      webhook_id text not null references webhook on delete cascade,
      signing text not null,
      sealed text not null check (sealed like 'sealed:%'),
      until timestamptz(3)
    );
    create index key_of_webhook on webhook_key (webhook_id);

    -- What webhooks are told of, byte for byte, for as long as it can be replayed.
    create table heard (
      id text primary key,
      tenant text not null,
      type text not null,
      source text not null,
      sequence bigint not null,
      at timestamptz(3) not null,
      correlation_id text not null,
      network_id text,
      datacenter text,
      body text not null
    );
    create index heard_of_tenant on heard (tenant, at);
    create index heard_of_job on heard (correlation_id) where datacenter is not null;
    create index heard_by_age on heard (at);

    create table delivery (
      id bigint generated always as identity primary key,
      webhook_id text not null references webhook on delete cascade,
      event_id text not null references heard on delete cascade,
      -- 0 at first; each replay is a round of its own.
      round integer not null default 0,
      -- Deliveries of one key arrive in the order of at and sequence; null: in any order.
      order_key text,
      at timestamptz(3) not null,
      sequence bigint not null,
      status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
      attempts integer not null default 0,
      due timestamptz(3) not null default clock_timestamp(),
      -- Until then one process calls; it may have died over it.
      leased_until timestamptz(3),
      created_at timestamptz(3) not null default clock_timestamp(),
      ended_at timestamptz(3),
      unique (webhook_id, event_id, round)
    );
    create index delivery_due on delivery (webhook_id, due) where status = 'pending';
    create index delivery_in_order on delivery (webhook_id, order_key, at, sequence)
      where status = 'pending' and order_key is not null;
    create index delivery_of_event on delivery (event_id);

    create table attempt (
      delivery_id bigint not null references delivery on delete cascade,
      n integer not null,
      at timestamptz(3) not null,
      duration_ms integer not null,
      status integer,
      answer text not null,
      primary key (delivery_id, n)
    );

    grant select, insert, update, delete on webhook, webhook_key, heard, delivery, attempt
      to notifier;
    `,
  ),
  sqlMigration(
    'Alerts1763800000002',
    `
    create table alert_rule (
      id text primary key,
      tenant text not null,
      -- What an operator says of it, as its last event has it.
      settings jsonb not null,
      created_at timestamptz(3) not null default clock_timestamp()
    );
    create index rule_of_tenant on alert_rule (tenant, id);

    -- The addresses of chats: whoever knows one may write there.
    create table chat_address (
      rule_id text primary key references alert_rule on delete cascade,
      sealed text not null check (sealed like 'sealed:%')
    );

    -- What people are to be told, by rule and by what it is about.
    create table alert (
      rule_id text not null references alert_rule on delete cascade,
      event_id text not null references heard on delete cascade,
      group_key text not null,
      since timestamptz(3) not null,
      told_at timestamptz(3),
      primary key (rule_id, event_id)
    );
    create index alert_waiting on alert (rule_id, group_key, since) where told_at is null;

    -- Of each group: when it was told last, and how it goes now.
    create table notice (
      rule_id text not null references alert_rule on delete cascade,
      group_key text not null,
      last_sent timestamptz(3),
      attempts integer not null default 0,
      again timestamptz(3),
      failure text,
      leased_until timestamptz(3),
      primary key (rule_id, group_key)
    );

    grant select, insert, update, delete on alert_rule, chat_address, alert, notice to notifier;
    `,
  ),
] as const;
