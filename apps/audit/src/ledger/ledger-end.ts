import { GENESIS, ISO } from '@ferrule/ledger-chain';
import type { Queryable } from '@ferrule/event-store';
import type { Head, IncomingEntry } from './incoming.ts';

/** Where the ledger ends, and the last number of each source in it. */
export const findEnd = async (
  db: Queryable,
): Promise<{ readonly head: Head; readonly taken: ReadonlyMap<string, number> }> => {
  const { rows } = await db.query<{ entry: string; hash: string; recorded_at: string }>({
    text: `select entry, encode(hash, 'hex') as hash, ${ISO('recorded_at')} as recorded_at
           from entry order by entry desc limit 1`,
  });
  const end = rows[0];
  // One look per source, however long the ledger is.
  const sources = await db.query<{ source: string; sequence: string }>({
    text: `with recursive one as (
             (select source from entry order by source limit 1)
             union all
             select (select e.source from entry e where e.source > one.source order by e.source limit 1)
             from one where one.source is not null)
           select source, (select max(sequence) from entry e where e.source = one.source) as sequence
           from one where source is not null`,
  });
  return {
    head: end
      ? { entry: Number(end.entry), hash: end.hash, recordedAt: end.recorded_at }
      : { entry: 0, hash: GENESIS, recordedAt: '' },
    taken: new Map(sources.rows.map(({ source, sequence }) => [source, Number(sequence)])),
  };
};

/** One statement, so that all of it is there or nothing. */
export const writeEntries = async (
  db: Queryable,
  entries: readonly IncomingEntry[],
): Promise<void> => {
  await db.query({
    name: 'ledger-record',
    text: 'select record_entries($1)',
    values: [JSON.stringify(entries)],
  });
};

/** Which event the ledger holds under a number of a source. */
export const heldIds = async (
  db: Queryable,
  places: readonly { readonly source: string; readonly sequence: number }[],
): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await db.query<{ place: string; id: string }>({
    name: 'ledger-held',
    text: `select e.source || '#' || e.sequence as place, e.id
           from unnest($1::text[], $2::bigint[]) as p(source, sequence) join entry e using (source, sequence)`,
    values: [places.map(({ source }) => source), places.map(({ sequence }) => sequence)],
  });
  return new Map(rows.map(({ place, id }) => [place, id]));
};
