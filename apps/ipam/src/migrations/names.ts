/** Names of networks: what is wanted of them, and what may be on which server. */
export const NAMES_SQL = `
create table names (
  network_id text primary key,
  tenant text not null,
  zone text not null,
  status text not null
    check (status in ('publishing', 'published', 'refused', 'withdrawing', 'withdrawn')),
  -- Counts what was asked for: whoever worked at something older does not have the last word.
  wish integer not null default 1,
  -- Counts hosts that came and went: what was published without them is looked at again.
  hosts integer not null default 0,
  -- Whom the answer goes to; null when nobody waits.
  asked jsonb,
  deadline timestamptz(3),
  reason text,
  attempts integer not null default 0,
  -- When somebody has to look at it: at once, after a failure, or to see whether all is as it was.
  due_at timestamptz(3),
  waiting_since timestamptz(3),
  notes text[] not null default '{}',
  trouble text,
  checked_at timestamptz(3)
);
create index names_due on names (due_at) where due_at is not null;

create table name_record (
  name text not null,
  type text not null check (type in ('A', 'AAAA', 'PTR')),
  network_id text not null references names,
  value text[] not null,
  server text not null,
  zone text not null,
  state text not null check (state in ('pending', 'published', 'going', 'taken')),
  -- Whether the server ever had it from us.
  confirmed boolean not null default false,
  -- Whatever the code does: a name is one network's.
  constraint name_once primary key (name, type)
);
create index name_record_by_network on name_record (network_id);

-- Names follow the hosts of a network, whoever attaches and releases them.
create function names_follow_host() returns trigger language plpgsql as $$
declare
  host text := case tg_op when 'DELETE' then old.id else new.id end;
begin
  update names set hosts = hosts + 1, due_at = clock_timestamp()
    where network_id = split_part(host, '/', 1) and status in ('publishing', 'published');
  return null;
end $$;
create trigger host_attached after insert on held for each row
  when (new.kind = 'address' and new.label is not null and new.stream like 'address-%')
  execute function names_follow_host();
create trigger host_released after delete on held for each row
  when (old.kind = 'address' and old.label is not null and old.stream like 'address-%')
  execute function names_follow_host();

-- And they go with it.
create function names_follow_network() returns trigger language plpgsql as $$
begin
  update names set wish = wish + 1, status = 'withdrawing', asked = null, deadline = null,
      reason = 'the network was released', attempts = 0,
      due_at = clock_timestamp(), waiting_since = clock_timestamp()
    where network_id = new.id and status not in ('withdrawing', 'withdrawn');
  return null;
end $$;
create trigger network_released after update of status on network for each row
  when (new.status = 'released' and old.status <> 'released')
  execute function names_follow_network();

grant select, insert, update on names to ipam;
grant select, insert, update, delete on name_record to ipam;
grant execute on function names_follow_host(), names_follow_network() to ipam;
`;
