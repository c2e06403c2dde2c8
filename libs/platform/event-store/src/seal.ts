import type { PoolClient, QueryResultRow } from 'pg';
import { type Entry, entryHash, GENESIS } from './entry-hash.ts';
import { ISO_AT, type StoredEntry } from './sealed-page.ts';

/** A position that was taken and not seen: its transaction is still open, or was rolled back. */
interface Missing {
  /** Every transaction that could still fill it has an id below this one. */
  readonly below: bigint;
}

interface Candidate extends Omit<Entry, 'seq'> {
  readonly pos: number;
  /** The version before it is sealed already, or there is none. */
  readonly follows: boolean;
}

export interface Watermark {
  readonly oldest: bigint;
  readonly next: bigint;
}

/**
 * Asked row by row, which only a scalar subquery ensures: of an `exists` the planner may make a hash
 * of all that was ever sealed, and every round then reads the whole store.
 */
const PREDECESSOR_SEALED = `(select s.pos from sealed s where s.pos =
    (select p.pos from event p where p.stream = e.stream and p.version = e.version - 1)) is not null`;

const COLUMNS = `e.pos, e.stream, e.version, e.id, e.type, e.schema_version, ${ISO_AT} as at, e.body,
  e.meta, e.version = 1 or ${PREDECESSOR_SEALED} as follows`;

/** A gap larger than this was made by hand (a restored sequence, say), not by transactions. */
const LARGEST_GAP = 100_000;

/**
 * Gives committed events their place: a gapless number and a hash over all before. It takes what it
 * can see and remembers which positions it has not seen, so that an open transaction delays no one
 * else's events and none is ever passed over. Runs on the connection that holds the leader's lock.
 */
export class Seal {
  readonly #client: PoolClient;
  #seq: number;
  #head: Buffer;
  #position: number;
  #missing: Map<number, Missing | 'new'>;

  private constructor(
    client: PoolClient,
    at: { seq: number; head: Buffer; position: number; missing: readonly number[] },
  ) {
    this.#client = client;
    this.#seq = at.seq;
    this.#head = at.head;
    this.#position = at.position;
    this.#missing = new Map(at.missing.map((pos) => [pos, 'new']));
  }

  /** Picks up where the last leader stopped, wherever that was. */
  static async resume(client: PoolClient): Promise<Seal> {
    const { rows } = await client.query<{
      seq: string;
      hash: Buffer | null;
      position: string;
      missing: string[] | null;
    }>(`
      with head as (select seq, hash from sealed order by seq desc limit 1),
           reach as (select greatest(r.settled, coalesce((select max(pos) from sealed), 0)) as position,
                            r.settled from relay r)
      select coalesce((select seq from head), 0) as seq, (select hash from head) as hash, r.position,
             (select array_agg(g) from generate_series(r.settled + 1, r.position) g
               where not exists (select from sealed s where s.pos = g)) as missing
      from reach r`);
    const row = rows[0];
    if (row === undefined)
      throw new Error('the table relay has no row: the schema was not migrated');
    return new Seal(client, {
      seq: Number(row.seq),
      head: row.hash ?? GENESIS,
      position: Number(row.position),
      missing: (row.missing ?? []).map(Number),
    });
  }

  get seq(): number {
    return this.#seq;
  }

  get missing(): number {
    return this.#missing.size;
  }

  /** Seals up to `limit` events, and more where missing ones turned up. */
  async round(limit: number): Promise<readonly StoredEntry[]> {
    const watermark = this.#missing.size > 0 ? await this.watermark() : undefined;
    const { rows } = await this.#client.query<QueryResultRow & Row>({
      name: 'event-store-unsealed',
      text: `(select ${COLUMNS} from event e where e.pos > $1 order by e.pos limit $3)
             union all (select ${COLUMNS} from event e where e.pos = any($2::bigint[]))`,
      values: [this.#position, [...this.#missing.keys()], limit],
    });
    const found = rows.map(candidate).sort((a, b) => a.pos - b.pos);
    if (watermark !== undefined) this.#settle(watermark, new Set(found.map(({ pos }) => pos)));
    this.#note(found);
    const sealed = this.#chain(found);
    if (sealed.length > 0 || watermark !== undefined) await this.#write(sealed);
    return sealed;
  }

  async watermark(): Promise<Watermark> {
    const { rows } = await this.#client.query<{ oldest: string; next: string }>({
      name: 'event-store-watermark',
      text: `select pg_snapshot_xmin(s)::text as oldest, pg_snapshot_xmax(s)::text as next
             from pg_current_snapshot() s`,
    });
    const row = rows[0];
    return { oldest: BigInt(row?.oldest ?? 0), next: BigInt(row?.next ?? 0) };
  }

  /** Events committed and not sealed, counted up to ten thousand, and the age of the oldest. */
  async lag(): Promise<{ events: number; seconds: number }> {
    const { rows } = await this.#client.query<{ events: string; seconds: number | null }>({
      name: 'event-store-seal-lag',
      text: `select count(*) as events, extract(epoch from clock_timestamp() - min(at))::float8 as seconds
             from (select at from event where pos > $1 limit 10000) waiting`,
      values: [this.#position],
    });
    return { events: Number(rows[0]?.events ?? 0), seconds: rows[0]?.seconds ?? 0 };
  }

  #note(found: readonly Candidate[]): void {
    for (const { pos } of found) {
      if (pos <= this.#position) continue;
      if (pos - this.#position <= LARGEST_GAP)
        for (let p = this.#position + 1; p < pos; p += 1) this.#missing.set(p, 'new');
      this.#position = pos;
    }
  }

  #chain(found: readonly Candidate[]): readonly StoredEntry[] {
    const sealed: StoredEntry[] = [];
    const inBatch = new Map<string, number>();
    for (const event of found) {
      // Appends hold their stream's lock; this guards against whoever writes past them.
      if (!event.follows && inBatch.get(event.stream) !== event.version - 1) {
        this.#missing.set(event.pos, 'new');
        continue;
      }
      inBatch.set(event.stream, event.version);
      this.#missing.delete(event.pos);
      this.#seq += 1;
      this.#head = entryHash(this.#head, { ...event, seq: this.#seq });
      sealed.push({ ...event, seq: this.#seq, hash: this.#head });
    }
    return sealed;
  }

  /**
   * Gives up the positions that nobody can fill any more. The watermark was read before `found`, and
   * after the round that missed a position: whoever took it has ended, and still it is not there.
   */
  #settle({ oldest, next }: Watermark, found: ReadonlySet<number>): void {
    for (const [pos, missing] of this.#missing) {
      if (found.has(pos)) continue;
      if (missing === 'new') this.#missing.set(pos, { below: next });
      else if (missing.below <= oldest) this.#missing.delete(pos);
    }
  }

  async #write(sealed: readonly StoredEntry[]): Promise<void> {
    let settled = this.#position;
    for (const pos of this.#missing.keys()) settled = Math.min(settled, pos - 1);
    await this.#client.query({
      name: 'event-store-seal',
      text: `with entries as (
               insert into sealed (seq, pos, hash)
               select seq, pos, decode(hash, 'hex')
               from unnest($1::bigint[], $2::bigint[], $3::text[]) as entry(seq, pos, hash))
             update relay set settled = $4 where settled <> $4`,
      values: [
        sealed.map(({ seq }) => seq),
        sealed.map(({ pos }) => pos),
        sealed.map(({ hash }) => hash?.toString('hex')),
        settled,
      ],
    });
  }
}

interface Row {
  readonly pos: string;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly at: string;
  readonly body: string;
  readonly meta: string;
  readonly follows: boolean;
}

const candidate = (row: Row): Candidate => ({
  pos: Number(row.pos),
  stream: row.stream,
  version: row.version,
  id: row.id,
  type: row.type,
  schemaVersion: row.schema_version,
  at: row.at,
  body: row.body,
  meta: row.meta,
  follows: row.follows,
});
