import pg from 'pg';
import type { IpamOnGround } from './ipam-instance.ts';

/**
 * What plain SQL gives: a row lock on the pool, the next block and the next VLAN of it, and a row
 * under the same constraints; one call and one commit for each. It finds nothing that was given
 * back, records nothing, and answers nobody twice the same.
 */
const SQL = `
create table plain_pool (id integer primary key, next integer not null default 0);
create table plain (
  pool integer not null, prefix cidr not null, vlan integer not null,
  at timestamptz not null default clock_timestamp(),
  exclude using spgist (place(pool, prefix) inet_ops with &&),
  unique (pool, vlan)
);
create function plain_allocate(wanted integer) returns void language plpgsql as $$
declare n integer;
begin
  update plain_pool set next = next + 1 where id = wanted returning next into n;
  insert into plain (pool, prefix, vlan)
    values (wanted, set_masklen('10.0.0.0'::inet + n * 16, 28)::cidr, n);
end $$;
insert into plain_pool select n from generate_series(0, 64) n;
grant select, insert, update on plain_pool, plain to ipam;
`;

/** Callers with a connection each. */
export const plainLoop = async (ipam: IpamOnGround, callers: number) => {
  await ipam.asOwner(SQL);
  // It waits for its locks as long as it takes, where the service would give up.
  const options = '-c search_path=ipam,public -c transaction_timeout=0';
  const clients = Array.from(
    { length: callers },
    () => new pg.Client({ connectionString: ipam.url, options }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  return {
    allocate: async (caller: number, pool: number): Promise<void> => {
      await clients[caller]?.query({
        name: 'plain-allocate',
        text: 'select plain_allocate($1)',
        values: [pool],
      });
    },
    close: async () => {
      for (const client of clients) await client.end();
    },
  };
};
