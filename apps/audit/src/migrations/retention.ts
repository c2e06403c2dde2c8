/** How long tenants keep bodies, and the one way in which a body leaves. */
export const RETENTION = `
create table retention (
  tenant text primary key,
  days   integer not null check (days >= 1)
);
grant select, insert, update, delete on retention to audit;

create or replace function refuse_loss() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_table_name in ('body', 'entry_words', 'entry_address')
     and current_setting('audit.retiring', true) = 'yes' then
    return old;
  end if;
  raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

-- Runs with the rights of the owner: the service itself may delete nothing.
create function retire_bodies(tombstone_number bigint, whose text, signed text, leaving bigint[])
returns void language plpgsql security definer set search_path from current as $$
declare
  gone bigint;
begin
  insert into tombstone (number, tenant, document) values (tombstone_number, whose, signed);
  perform set_config('audit.retiring', 'yes', true);
  delete from body where entry = any(leaving);
  get diagnostics gone = row_count;
  if gone <> cardinality(leaving) then
    raise exception '% bodies were to leave, and % were there', cardinality(leaving), gone;
  end if;
  delete from entry_words where entry = any(leaving);
  delete from entry_address where entry = any(leaving)
    and at in (select at from entry where entry = any(leaving));
  perform set_config('audit.retiring', '', true);
end $$;
revoke all on function retire_bodies(bigint, text, text, bigint[]) from public;
grant execute on function retire_bodies(bigint, text, text, bigint[]) to audit;
`;
