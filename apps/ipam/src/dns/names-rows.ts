import type { PgEventStore } from '@ferrule/event-store';
import type { NameEvent, NameRecord, RecordType, RecordView } from '@ferrule/ipam-contracts';
import { namesStream } from '@ferrule/ipam-domain';
import type { Meta } from '@ferrule/kernel';
import type pg from 'pg';
import { inTransaction } from '../transaction.ts';
import { ANOTHER_TENANTS } from './refusal.ts';

/** A connection, within a transaction or not. */
export type Db = pg.Pool | pg.PoolClient;

/** What is wanted of a network's names. */
export interface Names {
  readonly networkId: string;
  readonly tenant: string;
  readonly zone: string;
  readonly status: 'publishing' | 'published' | 'refused' | 'withdrawing' | 'withdrawn';
  readonly wish: number;
  readonly hosts: number;
  /** Whom the answer goes to; null when nobody waits. */
  readonly asked: Meta | null;
  readonly deadline: Date | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly records: readonly RecordRow[];
}

/** A record that may be on a server. */
export interface RecordRow extends NameRecord {
  readonly server: string;
  readonly zone: string;
  readonly state: RecordView['state'];
  /** Whether the server ever had it from us. */
  readonly confirmed: boolean;
}

/** Something else was asked for while this was under way; that is what happens now. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Under what an event is recorded: its cause, where somebody asked. */
export const metaOf = ({ asked, networkId, tenant }: Names): Meta =>
  asked ?? { correlationId: `names-${networkId}`, actor: 'ipam', tenant };

/** A name that a network has. */
interface HeldName {
  readonly name: string;
  readonly type: RecordType;
  readonly networkId: string;
  readonly tenant: string;
  readonly state: RecordRow['state'];
}

export class NamesRows {
  constructor(
    private readonly pool: pg.Pool,
    private readonly store: PgEventStore,
  ) {}

  async read(networkId: string): Promise<Names | undefined> {
    const { rows } = await this.pool.query<Omit<Names, 'records'>>(
      `select network_id as "networkId", tenant, zone, status, wish, hosts, asked, deadline, reason,
         attempts from names where network_id = $1`,
      [networkId],
    );
    const [names] = rows;
    return names && { ...names, records: await recordsOf(this.pool, networkId) };
  }

  /** Events and rows together, unless something else was asked for meanwhile. */
  async change(
    names: Names,
    events: readonly NameEvent[],
    work: (client: Db) => Promise<unknown>,
  ): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query(
        'select from names where network_id = $1 and wish = $2 for update',
        [names.networkId, names.wish],
      );
      if (rows.length === 0) throw new Overtaken(names.networkId);
      await work(client);
      const stream = namesStream(names.networkId);
      const append = { stream, expected: 'any' as const, events, meta: metaOf(names) };
      await this.store.appendWithin(client, [append]);
    });
    this.store.committed();
  }

  /** Those of other networks that have one of these names. */
  async heldByOthers(
    networkId: string,
    records: readonly NameRecord[],
  ): Promise<readonly HeldName[]> {
    const { rows } = await this.pool.query<HeldName>(
      `select r.name, r.type, r.network_id as "networkId", n.tenant, r.state
       from name_record r join names n using (network_id)
       where network_id <> $1 and (name, type) in (select * from unnest($2::text[], $3::text[]))`,
      [networkId, records.map(({ name }) => name), records.map(({ type }) => type)],
    );
    return rows;
  }

  /** Whose a record is by its mark; of a network of another tenant nothing is said. */
  async holderFor({ tenant }: Names, mark: string): Promise<string> {
    const { rows } = await this.pool.query<Pick<Names, 'tenant'>>(
      'select tenant from names where network_id = $1',
      [mark],
    );
    const [owner] = rows;
    return owner === undefined || owner.tenant === tenant ? mark : ANOTHER_TENANTS;
  }

  /** The server has them no more. */
  async forget(networkId: string, records: readonly RecordRow[]): Promise<void> {
    await this.pool.query(
      `delete from name_record where network_id = $1 and state = 'going'
       and (name, type) in (select * from unnest($2::text[], $3::text[]))`,
      [networkId, records.map(({ name }) => name), records.map(({ type }) => type)],
    );
  }
}

export const recordsOf = async (db: Db, networkId: string): Promise<readonly RecordRow[]> => {
  const { rows } = await db.query<RecordRow>(
    `select name, type, value as values, server, zone, state, confirmed
     from name_record where network_id = $1 order by name, type`,
    [networkId],
  );
  return rows;
};

export const setState = async (
  db: Db,
  networkId: string,
  state: RecordRow['state'],
  records: readonly Pick<NameRecord, 'name' | 'type'>[],
): Promise<void> => {
  await db.query(
    `update name_record set state = $2, confirmed = confirmed or $2 = 'published'
     where network_id = $1 and (name, type) in (select * from unnest($3::text[], $4::text[]))`,
    [networkId, state, records.map(({ name }) => name), records.map(({ type }) => type)],
  );
};
