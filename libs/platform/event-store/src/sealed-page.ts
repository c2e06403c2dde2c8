import type { QueryConfig, QueryResultRow } from 'pg';
import type { Entry } from './entry-hash.ts';
import type { Queryable } from './queryable.ts';

/** Milliseconds, UTC, as the hash, the bus and the exports write it. */
export const ISO_AT = `to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export interface StoredEntry extends Entry {
  readonly pos: number;
  readonly hash: Buffer | null;
}

/** Rows travel as arrays: at a hundred thousand a second the column names would cost as much as the data. */
type SealedRow = readonly [
  string,
  string,
  Buffer,
  string,
  number,
  string,
  string,
  number,
  string,
  string,
  string,
];

const COLUMNS = `s.seq, s.pos, s.hash, coalesce(e.stream, ''), coalesce(e.version, 0),
  coalesce(e.id::text, ''), coalesce(e.type, ''), coalesce(e.schema_version, 0),
  coalesce(${ISO_AT}, ''), coalesce(e.body, ''), coalesce(e.meta, '')`;

/** Events in sealed order, starting after `after`. Entries whose event is gone come with an empty id. */
export const readSealedPage = (
  db: Queryable,
  after: number,
  limit: number,
): Promise<readonly StoredEntry[]> =>
  read(db, {
    name: 'event-store-sealed-page',
    text: `select ${COLUMNS} from sealed s left join event e on e.pos = s.pos
           where s.seq > $1 order by s.seq limit $2`,
    values: [after, limit],
  });

/** What of one stream is sealed. */
export const readSealedStream = (db: Queryable, stream: string): Promise<readonly StoredEntry[]> =>
  read(db, {
    name: 'event-store-sealed-stream',
    text: `select ${COLUMNS} from event e join sealed s on s.pos = e.pos
           where e.stream = $1 order by e.version`,
    values: [stream],
  });

const read = async (db: Queryable, query: QueryConfig): Promise<readonly StoredEntry[]> => {
  const { rows } = await db.query<QueryResultRow & SealedRow>({
    ...query,
    rowMode: 'array',
  } as QueryConfig);
  return rows.map(([seq, pos, hash, stream, version, id, type, schemaVersion, at, body, meta]) => ({
    seq: Number(seq),
    pos: Number(pos),
    hash,
    stream,
    version,
    id,
    type,
    schemaVersion,
    at,
    body,
    meta,
  }));
};
