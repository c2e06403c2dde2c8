/**
 * What people search by, as text with an index of its parts. It costs ten times what an allocation
 * costs, so that it is made a little later: what was changed since stands in `search_due`, and is
 * looked at one by one until then.
 */
export const SEARCH_SQL = `
create table search_text (
  id text not null,
  prefix cidr not null,
  tenant text not null,
  datacenter text,
  text text not null,
  primary key (id, prefix)
);
create index search_by_tenant on search_text (tenant, id, prefix);
create table search_due (
  id text not null,
  prefix cidr not null,
  -- Somebody else's note of the same is not waited for.
  no bigint generated always as identity,
  primary key (id, prefix, no)
);

-- In lower case, and each part in a line of its own: nothing is found across two of them.
create function search_words(h held) returns text language sql stable as $$
  select lower(concat_ws(chr(10), h.prefix, h.id, h.client_id, h.label, h.mac, h.tenant,
    array_to_string(h.tags, chr(10)),
    (select string_agg(f.value, chr(10)) from jsonb_each_text(h.fields) f))) $$;

create function note_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into search_due (id, prefix) select o.id, o.prefix from old_rows o;
  else
    insert into search_due (id, prefix) select n.id, n.prefix from new_rows n;
  end if;
  return null;
end $$;
create trigger held_found after insert on held referencing new table as new_rows
  for each statement execute function note_changed();
create trigger held_found_anew after update on held referencing new table as new_rows
  for each statement execute function note_changed();
create trigger held_found_no_more after delete on held referencing old table as old_rows
  for each statement execute function note_changed();

-- Brings the text of some of what was changed up to date, and says how much that was. One at a time:
-- otherwise what was read first could be written last.
create function refresh_search(most integer) returns integer language plpgsql as $$
declare
  taken integer;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('ipam search', 0)) then
    return 0;
  end if;
  with due as (
    delete from search_due where ctid = any(array(select d.ctid from search_due d limit most))
    returning id, prefix
  ), changed as materialized (
    select distinct id, prefix from due
  ), gone as (
    delete from search_text t using changed c where t.id = c.id and t.prefix = c.prefix
      and not exists (select from held h
        where h.id = c.id and h.prefix = c.prefix and h.kind <> 'quarantine')
  ), written as (
    insert into search_text as t (id, prefix, tenant, datacenter, text)
    select h.id, h.prefix, h.tenant, s.datacenter, search_words(h) from changed c
    join held h on h.id = c.id and h.prefix = c.prefix join space s on s.no = h.space
    where h.kind <> 'quarantine'
    on conflict (id, prefix) do update set tenant = excluded.tenant, text = excluded.text
      where t.text <> excluded.text
  )
  select count(*) into taken from due;
  return taken;
end $$;

insert into search_text select h.id, h.prefix, h.tenant, s.datacenter, search_words(h)
  from held h join space s on s.no = h.space where h.kind <> 'quarantine';
-- No list of what is still to be sorted in: somebody would have to wait while it is.
create index search_by_part on search_text using gin (text gin_trgm_ops) with (fastupdate = off);
drop index held_by_tag;
create index held_by_tag on held using gin (tags) with (fastupdate = off) where tags <> '{}';
create index held_by_field on held using gin (fields) with (fastupdate = off) where fields <> '{}';

-- Which spaces an address lies in, and who had it until when.
create index space_by_prefix on space using spgist (prefix inet_ops);
drop index past_by_prefix;
create index past_by_prefix on past (vrf_id, prefix, until);

grant select, insert, update, delete on search_text, search_due to ipam;
`;
