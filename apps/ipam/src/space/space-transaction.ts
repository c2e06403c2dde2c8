import type { Append, PgEventStore } from '@ferrule/event-store';
import type pg from 'pg';
import type { Ground } from './ground.ts';
import { loadGround } from './load-ground.ts';
import { type Space, SPACE_COLUMNS, type SpaceRow, spaceOf } from './space.row.ts';
import type { Work } from './work.ts';

export type Verdict =
  | { readonly answer: unknown }
  /** Handled before: nothing was changed. */
  | { readonly duplicate: true }
  /** Another process is at work in its spaces. */
  | { readonly locked: true }
  | { readonly refused: unknown };

/**
 * Does some work in one transaction. Unless it may wait, it leaves out what is locked elsewhere. A
 * failure of the whole is thrown, and then nothing of it was done.
 */
export const transact = async (
  client: pg.ClientBase,
  store: PgEventStore,
  works: readonly Work<unknown>[],
  { wait }: { readonly wait: boolean },
): Promise<readonly Verdict[]> => {
  const spaces = await lock(client, works, wait);
  const verdicts: Verdict[] = works.map(() => ({ locked: true }));
  const open = works.filter((work) => wait || work.spaces.every((no) => spaces.has(no)));
  const handled = await handledBefore(client, open);
  const fresh = open.filter((work) => !handled.has(keyOf(work)));
  const { ground, due } = await loadGround(client, store, spaces, fresh, { locks: true });
  const appends: Append[] = [];
  for (const work of open) {
    const place = works.indexOf(work);
    if (!fresh.includes(work)) verdicts[place] = { duplicate: true };
    else
      try {
        const decision = work.decide(ground);
        appends.push(...decision.appends);
        verdicts[place] = { answer: decision.answer };
      } catch (refused) {
        verdicts[place] = { refused };
      }
  }
  await write(client, ground, due);
  await store.appendWithin(client, appends);
  return verdicts;
};

/** One message at one consumer, which may be delivered again. */
const keyOf = ({ once }: Work<unknown>): string =>
  once === undefined ? '' : JSON.stringify([once.consumer, once.message]);

const lock = async (
  client: pg.ClientBase,
  works: readonly Work<unknown>[],
  wait: boolean,
): Promise<ReadonlyMap<number, Space>> => {
  const numbers = [...new Set(works.flatMap(({ spaces }) => spaces))];
  if (numbers.length === 0) return new Map();
  const { rows } = await client.query<SpaceRow>({
    name: wait ? 'ipam-lock-waiting' : 'ipam-lock',
    // In one order, so that two transactions never wait for each other in a ring.
    text: `select ${SPACE_COLUMNS} from space s where s.no = any($1) order by s.no
           for update of s ${wait ? '' : 'skip locked'}`,
    values: [numbers],
  });
  return new Map(rows.map((row) => [row.no, spaceOf(row)]));
};

const handledBefore = async (
  client: pg.ClientBase,
  works: readonly Work<unknown>[],
): Promise<ReadonlySet<string>> => {
  const messages = works.flatMap(({ once }) => (once === undefined ? [] : [once]));
  if (messages.length === 0) return new Set();
  const { rows } = await client.query<{ consumer: string; message: string }>({
    name: 'ipam-handled',
    // One by one by the key: a join may be planned as a look at all that was ever handled.
    text: `select i.consumer, i.message from unnest($1::text[], $2::text[]) m(consumer, message)
           cross join lateral (select * from inbox i
             where i.consumer = m.consumer and i.message = m.message limit 1) i`,
    values: [messages.map(({ consumer }) => consumer), messages.map(({ message }) => message)],
  });
  return new Set(rows.map(({ consumer, message }) => JSON.stringify([consumer, message])));
};

const write = async (
  client: pg.ClientBase,
  ground: Ground,
  due: readonly { readonly id: string; readonly prefix: string }[],
): Promise<void> => {
  const { added, removed } = ground.changes();
  if (due.length > 0)
    await client.query({
      name: 'ipam-due-over',
      text: `delete from held h using unnest($1::text[], $2::cidr[]) d(id, prefix)
             where h.id = d.id and h.prefix = d.prefix and h.kind = 'quarantine'`,
      values: [due.map(({ id }) => id), due.map(({ prefix }) => prefix)],
    });
  if (added.length > 0 || removed.length > 0)
    await client.query({
      name: 'ipam-free-changed',
      text: `with taken as (
               delete from free_block f using unnest($1::integer[], $2::cidr[]) r(space, block)
               where f.space = r.space and f.length = masklen(r.block)::smallint
                 and f.block = r.block)
             insert into free_block (space, length, block)
             select a.space, masklen(a.block), a.block
             from unnest($3::integer[], $4::cidr[]) a(space, block)`,
      values: [
        removed.map(({ space }) => space),
        removed.map(({ block }) => block),
        added.map(({ space }) => space),
        added.map(({ block }) => block),
      ],
    });
  const used = [...ground.used()].filter(([, use]) => use.networks !== 0 || use.addresses !== 0);
  if (used.length > 0)
    await client.query({
      name: 'ipam-quota-used',
      text: `update tenant t set networks = t.networks + u.networks,
               addresses = t.addresses + u.addresses
             from unnest($1::text[], $2::integer[], $3::bigint[]) u(id, networks, addresses)
             where u.id = t.id`,
      values: [
        used.map(([tenant]) => tenant),
        used.map(([, { networks }]) => networks),
        used.map(([, { addresses }]) => addresses),
      ],
    });
};
