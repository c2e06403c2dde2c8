-- The event store of one service, in that service's own schema (the search path of whoever runs this).
-- __role__ is the role that the service runs as; the owner of the schema runs this and nothing else.

create table event (
  pos            bigint generated always as identity primary key,
  stream         text not null check (length(stream) between 1 and 200),
  version        integer not null check (version >= 1),
  id             uuid not null unique,
  type           text not null,
  schema_version integer not null default 1 check (schema_version >= 1),
  -- Canonical JSON (RFC 8785), hashed, published and exported byte for byte; jsonb would reorder it.
  body           text not null,
  meta           text not null,
  at             timestamptz(3) not null default clock_timestamp(),
  unique (stream, version)
);
create index event_by_age on event using brin (at);

-- The one order in which everybody reads: gapless, hash-chained, given by the sealer after commit.
create table sealed (
  seq  bigint primary key check (seq >= 1),
  pos  bigint not null unique,
  hash bytea not null check (length(hash) = 32)
);

-- What was handled already. It outlives the bus's retention, so that a refilled bus repeats no effect.
create table inbox (
  consumer text not null,
  message  text not null,
  stream   text not null,
  version  integer not null,
  at       timestamptz(3) not null default clock_timestamp(),
  primary key (consumer, message)
);
create index inbox_by_age on inbox using brin (at);

create table command (
  pos            bigint generated always as identity primary key,
  id             uuid not null unique,
  stream         text not null,
  subject        text not null,
  type           text not null,
  schema_version integer not null default 1,
  body           text not null,
  meta           text not null,
  at             timestamptz(3) not null default clock_timestamp(),
  published_at   timestamptz(3),
  answered_at    timestamptz(3)
);
create index command_unpublished on command (pos) where published_at is null;
create index command_unanswered on command (pos) where answered_at is null;

-- How far the relay got, and what the bus looked like then.
create table relay (
  one          boolean primary key default true check (one),
  -- Every position up to here is sealed, or belongs to a transaction that was rolled back.
  settled      bigint not null default 0,
  published    bigint not null default 0,
  bus_created  text,
  bus_sequence bigint not null default 0
);
insert into relay default values;

create table snapshot (
  stream  text primary key,
  version integer not null,
  shape   text not null,
  state   text not null
);

create table projection (
  name       text not null,
  generation integer not null,
  version    integer not null,
  seq        bigint not null default 0,
  active     boolean not null default false,
  primary key (name, generation)
);
create unique index projection_active on projection (name) where active;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the event store is append-only: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger event_unchanged before update or delete on event
  for each row execute function refuse_change();
create trigger event_kept before truncate on event
  for each statement execute function refuse_change();
create trigger sealed_unchanged before update or delete on sealed
  for each row execute function refuse_change();
create trigger sealed_kept before truncate on sealed
  for each statement execute function refuse_change();
-- ALWAYS: an ordinary trigger sleeps under session_replication_role = replica.
alter table event enable always trigger event_unchanged;
alter table event enable always trigger event_kept;
alter table sealed enable always trigger sealed_unchanged;
alter table sealed enable always trigger sealed_kept;

-- One kind of change to one read-model table, for many rows at once. Tables are those of the search
-- path, and the caller's own rights decide what may be changed.
create function write_rows(relation text, op text, key text[], columns text[], rows json)
returns void language plpgsql as $$
declare
  listed text := (select string_agg(format('%I', c), ', ') from unnest(columns) c);
  matched text := (select string_agg(format('t.%1$I = r.%1$I', k), ' and ') from unnest(key) k);
  assigned text := (select string_agg(format('%1$I = r.%1$I', c), ', ')
                    from unnest(columns) c where c <> all (key));
  excluded text := (select string_agg(format('%1$I = excluded.%1$I', c), ', ')
                    from unnest(columns) c where c <> all (key));
  source text := format('json_populate_recordset(null::%I, $1) r', relation);
begin
  case op
    when 'insert' then
      execute format('insert into %I (%s) select %s from %s', relation, listed, listed, source)
        using rows;
    when 'upsert' then
      execute format('insert into %I (%s) select %s from %s on conflict (%s) do %s', relation, listed,
        listed, source, (select string_agg(format('%I', k), ', ') from unnest(key) k),
        coalesce('update set ' || excluded, 'nothing')) using rows;
    when 'update' then
      execute format('update %I t set %s from %s where %s', relation, assigned, source, matched)
        using rows;
    when 'delete' then
      execute format('delete from %I t using %s where %s', relation, source, matched) using rows;
  end case;
end $$;

-- Writes many appends in one transaction and says of each how it went. One statement for events,
-- commands and inbox rows, however many there are; one more for each kind of read-model change.
-- The events come beside the appends, since each look at an append reads all of its text.
create function append_all(items json, events json)
returns table (item integer, outcome text, version integer, detail text) language plpgsql as $$
declare
  done json;
  change record;
begin
  with wanted as materialized (
    select w.*,
           coalesce((select e.version from event e where e.stream = w.stream
                     order by e.version desc limit 1), 0) as base,
           (select b.version from inbox b
             where b.consumer = w.consumer and b.message = w.message) as seen
    from json_to_recordset(items) as w(n integer, stream text, expected integer, added integer,
      consumer text, message text, answers uuid, meta text, commands json)
  ), judged as materialized (
    select *, case when seen is not null then 'duplicate'
                   when expected <> base then 'conflict'
                   else 'appended' end as verdict
    from wanted
  ), written as (
    insert into event (stream, version, id, type, schema_version, body, meta)
    select j.stream, j.base + e.k, e.id, e.type, e.schema_version, e.body, j.meta
    from json_to_recordset(events) as
      e(n integer, k integer, id uuid, type text, schema_version integer, body text)
    join judged j using (n)
    where j.verdict = 'appended' order by e.n, e.k
  ), ordered as (
    insert into command (id, stream, subject, type, schema_version, body, meta)
    select c.id, j.stream, c.subject, c.type, c.schema_version, c.body, j.meta
    from judged j cross join lateral rows from (
      json_to_recordset(j.commands) as
        (id uuid, subject text, type text, schema_version integer, body text)
    ) with ordinality as c(id, subject, type, schema_version, body, k)
    where j.verdict = 'appended' and j.commands is not null order by j.n, c.k
  ), noted as (
    insert into inbox (consumer, message, stream, version)
    select j.consumer, j.message, j.stream, j.base + j.added
    from judged j where j.verdict = 'appended' and j.message is not null
  ), answered as (
    update command c set answered_at = clock_timestamp() from judged j
    where j.verdict = 'appended' and c.id = j.answers and c.answered_at is null
  )
  select json_agg(json_build_object('item', j.n, 'outcome', j.verdict, 'version',
           case j.verdict when 'duplicate' then j.seen when 'conflict' then j.base
                          else j.base + j.added end))
    into done from judged j;

  -- Alike changes of different appends go together; within one append their order is kept.
  for change in
    select r.k, r.change->>'table' as relation, r.change->>'op' as op, r.change->>'key' as key,
           r.change->>'columns' as columns, json_agg(r.change->'row' order by d.item) as rows
    from json_to_recordset(items) as i(n integer, rows json)
    join json_to_recordset(done) as d(item integer, outcome text) on d.item = i.n
    cross join lateral json_array_elements(i.rows) with ordinality as r(change, k)
    where d.outcome = 'appended'
    group by 1, 2, 3, 4, 5 order by r.k
  loop
    perform write_rows(change.relation, change.op, change.key::text[], change.columns::text[],
      change.rows);
  end loop;

  return query select d.item, d.outcome, d.version, null::text
    from json_to_recordset(done) as d(item integer, outcome text, version integer);
end $$;

-- The locks come before the first write: otherwise a transaction could number its events after a
-- later one of the same stream. Sorted, so that two batches never wait for each other in a ring.
-- `isolated` gives each append a savepoint of its own, so that a refused one does not fail the rest.
create function append(items json, events json, isolated boolean)
returns table (item integer, outcome text, version integer, detail text) language plpgsql as $$
declare
  one json;
  own json;
  broken text;
  explained text;
begin
  perform pg_advisory_xact_lock(l.key) from (
    select distinct hashtextextended(i.stream, 'event'::regclass::oid::bigint) as key
    from json_to_recordset(items) as i(stream text) order by 1
  ) l;
  -- A transaction id before the first position: the sealer gives a missing position up for rolled
  -- back only when every transaction that had an id when it was missed has ended.
  perform pg_current_xact_id();
  if not isolated then
    return query select * from append_all(items, events);
    return;
  end if;
  for one, own in
    select i.one, e.own from json_array_elements(items) with ordinality as i(one, place)
    left join (select e->>'n' as n, json_agg(e) as own from json_array_elements(events) e
               group by 1) e on e.n = i.one->>'n'
    order by i.place
  loop
    begin
      return query select * from append_all(json_build_array(one), coalesce(own, '[]'));
    exception when integrity_constraint_violation or data_exception then
      get stacked diagnostics broken = constraint_name, explained = message_text;
      return query select (one->>'n')::integer, 'refused', null::integer,
        coalesce(nullif(broken, ''), explained);
    end;
  end loop;
end $$;

revoke all on all tables in schema __schema__ from public;
revoke all on all functions in schema __schema__ from public;
grant usage on schema __schema__ to __role__;
grant execute on all functions in schema __schema__ to __role__;
grant select, insert on event, sealed to __role__;
grant select, insert, delete on inbox to __role__;
grant select, insert, update (published_at, answered_at), delete on command to __role__;
grant select, update on relay to __role__;
grant select, insert, update, delete on snapshot, projection to __role__;
