/**
 * The ledger that proves itself. What the one before it held is in the event stores of the services
 * and is read again from there, with the reasons and tickets that it had left out.
 */
export const CHAINED_LEDGER = `
drop table ledger;

create table entry (
  entry          bigint primary key check (entry >= 1),
  source         text not null,
  sequence       bigint not null check (sequence >= 1),
  id             text not null unique,
  type           text not null,
  schema_version integer not null,
  stream         text not null,
  at             timestamptz(3) not null,
  recorded_at    timestamptz(3) not null,
  actor          text not null,
  tenant         text not null,
  reason         text,
  ticket         text,
  correlation_id text not null,
  causation_id   text,
  datacenter     text,
  router         text,
  network        text,
  body_hash      bytea not null check (length(body_hash) = 32),
  hash           bytea not null check (length(hash) = 32),
  unique (source, sequence)
);
-- One for each question that is common, all ending in the order in which answers are given.
create index entry_by_time on entry (at, entry);
create index entry_by_actor on entry (actor, at, entry);
create index entry_by_tenant on entry (tenant, at, entry);
-- A tenant that follows the ledger is not led through what is others'.
create index entry_of_tenant on entry (tenant, entry);
create index entry_by_type on entry (type, at, entry);
create index entry_by_correlation on entry (correlation_id, at, entry);
create index entry_by_stream on entry (stream, at, entry);
create index entry_by_router on entry (router, at, entry) where router is not null;
create index entry_by_network on entry (network, at, entry) where network is not null;

-- Apart, because it can leave when its tenant keeps it no longer; the entry stays, with its hash.
create table body (
  entry bigint primary key,
  body  text not null
);

-- By which words and addresses an entry is found. Made from the bodies, and no part of the chain.
create table entry_words (
  entry bigint primary key,
  words tsvector not null
);
create index entry_words_found on entry_words using gin (words);
create table entry_address (
  address cidr not null,
  at      timestamptz(3) not null,
  entry   bigint not null,
  primary key (address, at, entry)
);

create table checkpoint (
  number    bigint primary key check (number >= 1),
  first     bigint not null unique,
  last      bigint not null unique,
  document  text not null
);
create table tombstone (
  number   bigint primary key check (number >= 1),
  tenant   text not null,
  document text not null
);
-- Public halves, also of keys that sign no longer.
create table signing_key (
  id     text primary key,
  public text not null,
  since  timestamptz(3) not null default clock_timestamp()
);

create function record_entries(entries json) returns void language sql as $$
  with listed as materialized (
    select * from json_to_recordset(entries) as e(
      entry bigint, source text, sequence bigint, id text, type text, "schemaVersion" integer,
      stream text, at timestamptz, "recordedAt" timestamptz, actor text, tenant text, reason text,
      ticket text, "correlationId" text, "causationId" text, datacenter text, router text,
      network text, "bodyHash" text, hash text, body text, words text[], addresses cidr[])
  ), recorded as (
    insert into entry select entry, source, sequence, id, type, "schemaVersion", stream, at,
      "recordedAt", actor, tenant, reason, ticket, "correlationId", "causationId", datacenter, router,
      network, decode("bodyHash", 'hex'), decode(hash, 'hex') from listed order by entry
  ), kept as (
    insert into body select entry, body from listed order by entry
  ), found as (
    insert into entry_words select entry, array_to_tsvector(words) from listed order by entry
  )
  insert into entry_address select a.address, l.at, l.entry
    from listed l cross join unnest(l.addresses) as a(address)
$$;

create function refuse_loss() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;
do $$
declare t text;
begin
  foreach t in array array['entry', 'body', 'entry_words', 'entry_address', 'checkpoint', 'tombstone',
                           'signing_key'] loop
    execute format('create trigger %I before update or delete on %I for each row
                    execute function refuse_loss()', t || '_unchanged', t);
    execute format('create trigger %I before truncate on %I for each statement
                    execute function refuse_loss()', t || '_kept', t);
    -- ALWAYS: an ordinary trigger sleeps under session_replication_role = replica.
    execute format('alter table %I enable always trigger %I', t, t || '_unchanged');
    execute format('alter table %I enable always trigger %I', t, t || '_kept');
    execute format('grant select, insert on %I to audit', t);
  end loop;
end $$;
revoke all on function record_entries(json) from public;
grant execute on function record_entries(json) to audit;
`;
