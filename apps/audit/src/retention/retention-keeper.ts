import type { PgEventStore, Queryable } from '@ferrule/event-store';
import { type SigningKeys, sha256, type Tombstone } from '@ferrule/ledger-chain';
import { OWN } from '../own.ts';
import { archiveLines, writeArchive } from './archive.ts';

export interface RetentionRules {
  /** Where bodies go; without it none leaves. */
  readonly archive?: string | undefined;
  readonly every: number;
}

const DAY_MS = 86_400_000;
const AT_ONCE = 500;

/** Lets bodies leave that their tenant keeps no longer: first the archive, then the tombstone. */
export class RetentionKeeper {
  readonly #rules: RetentionRules;
  readonly #keys: SigningKeys;
  readonly #store: PgEventStore;
  #lookedAt = -Infinity;

  constructor(rules: RetentionRules, keys: SigningKeys, store: PgEventStore) {
    this.#rules = rules;
    this.#keys = keys;
    this.#store = store;
  }

  async turn(db: Queryable): Promise<void> {
    const { archive, every } = this.#rules;
    if (archive === undefined || performance.now() - this.#lookedAt < every) return;
    const { rows } = await db.query<{ tenant: string; days: number }>({
      text: 'select tenant, days from retention order by tenant',
    });
    let left = false;
    for (const { tenant, days } of rows) {
      const before = new Date(Date.now() - days * DAY_MS).toISOString();
      left = (await this.#expire(db, archive, tenant, before)) === AT_ONCE || left;
    }
    // What is left goes with the next turn, so that the ledger is written in between.
    if (!left) this.#lookedAt = performance.now();
  }

  async #expire(db: Queryable, archive: string, tenant: string, before: string): Promise<number> {
    const entries = await expired(db, tenant, before);
    if (entries.length === 0) return 0;
    const number = await nextNumber(db);
    const name = `tombstone-${String(number).padStart(8, '0')}.ndjson`;
    const archiveHash = await writeArchive(archive, name, await archiveLines(db, entries));
    const tombstone: Tombstone = {
      ...{ number, tenant, entries, before, archiveHash },
      archive: name,
      at: new Date().toISOString(),
    };
    await this.#bury(db, tombstone);
    return entries.length;
  }

  async #bury(db: Queryable, tombstone: Tombstone): Promise<void> {
    const { number, tenant, entries, archive, archiveHash } = tombstone;
    const signed = JSON.stringify(this.#keys.sign(tombstone));
    await db.query({ text: 'begin' });
    try {
      await db.query({
        text: 'select retire_bodies($1, $2, $3, $4::bigint[])',
        values: [number, tenant, signed, entries],
      });
      const [first = 0, last = first] = [entries[0], entries.at(-1)];
      const data = {
        tombstone: number,
        tenant,
        entries: entries.length,
        first,
        last,
        archive,
        archiveHash,
      };
      await this.#store.appendWithin(db, [
        {
          stream: `tombstones-${sha256(tenant).slice(0, 16)}`,
          expected: 'any',
          events: [{ type: 'BodiesExpired', data }],
          meta: { ...OWN, tenant },
        },
      ]);
      await db.query({ text: 'commit' });
    } catch (error) {
      await db.query({ text: 'rollback' });
      throw error;
    }
    this.#store.committed();
  }
}

/** Only what a checkpoint covers: an archive of anything else could not be proved. */
const expired = async (
  db: Queryable,
  tenant: string,
  before: string,
): Promise<readonly number[]> => {
  const { rows } = await db.query<{ entry: string }>({
    text: `select e.entry from entry e join body b using (entry)
           where e.tenant = $1 and e.at < $2
             and e.entry <= (select coalesce(max(last), 0) from checkpoint)
           order by e.at, e.entry limit $3`,
    values: [tenant, before, AT_ONCE],
  });
  return rows.map(({ entry }) => Number(entry)).sort((a, b) => a - b);
};

const nextNumber = async (db: Queryable): Promise<number> => {
  const { rows } = await db.query<{ next: string }>({
    text: 'select coalesce(max(number), 0) + 1 as next from tombstone',
  });
  return Number(rows[0]?.next ?? 1);
};
