import { isAsWanted, keyOf, NameTaken, type OwnedRecord, ServerUnreachable } from '@ferrule/dns';
import { gatewayName, type NameDrift, type NameEvent } from '@ferrule/ipam-contracts';
import type { NameServers } from './name-servers.ts';
import { namesAnswered, namesDrifted } from './names-metrics.ts';
import { type Db, type Names, type NamesRows, type RecordRow, setState } from './names-rows.ts';
import { type NamesPlan, type NamesPlanner, networkFacts } from './names-plan.ts';
import type { DnsConfig } from './dns.config.ts';
import { driftOf } from './drift.ts';
import { conflictWith } from './refusal.ts';
import type { RestingServer } from './resting-server.ts';
import { byPlace, type Withdrawal } from './withdrawal.ts';

/** An event of more records would not fit into a message. */
const MOST_RECORDS = 500;

/** Plans, records what it intends, asks the servers, and records what came of it. */
export class Publication {
  constructor(
    private readonly db: Db,
    private readonly rows: NamesRows,
    private readonly planner: NamesPlanner,
    private readonly withdrawal: Withdrawal,
    private readonly servers: NameServers,
    private readonly settings: Pick<DnsConfig, 'reconcileEvery'>,
  ) {}

  async run(names: Names): Promise<void> {
    const plan = await this.planner.plan(names);
    const isChanged = plan.added.length + plan.removed.length > 0;
    if (isChanged) await this.#intend(names, plan);
    const records = (await this.rows.read(names.networkId))?.records ?? [];
    await this.withdrawal.remove(
      names,
      records.filter(({ state }) => state === 'going'),
    );
    const staying = records.filter(({ state }) => state !== 'going');
    const taken: RecordRow[] = [];
    let written = 0;
    for (const some of byPlace(staying)) written += await this.#write(names, some, taken);
    await this.#conclude(names, plan, staying, taken, isChanged || written > 0);
  }

  async #intend(names: Names, { added, removed, placed }: NamesPlan): Promise<void> {
    const { networkId, zone } = names;
    const events: NameEvent[] = [];
    for (let at = 0; at < Math.max(added.length, removed.length); at += MOST_RECORDS)
      events.push({
        type: 'NamesPublicationStarted',
        data: {
          ...{ networkId, zone },
          added: added.slice(at, at + MOST_RECORDS),
          removed: removed.slice(at, at + MOST_RECORDS),
        },
      });
    const fresh = new Set(added.map(keyOf));
    const rows = placed.filter((one) => fresh.has(keyOf(one)));
    await this.rows.change(names, events, async (client) => {
      await setState(client, networkId, 'going', removed);
      await client.query(
        `insert into name_record (name, type, network_id, value, server, zone, state)
         select r.name, r.type, $1, r.values, r.server, r.zone, 'pending'
         from json_to_recordset($2) as r(name text, type text, values text[], server text, zone text)
         on conflict (name, type) do update set value = excluded.value, state = 'pending'
           where name_record.network_id = $1`,
        [networkId, JSON.stringify(rows)],
      );
    });
  }

  /** How many it had to write. What a stranger has is added to `taken`, unless somebody waits. */
  async #write(names: Names, records: readonly RecordRow[], taken: RecordRow[]): Promise<number> {
    const [first] = records;
    const server = first && this.servers.named(first.server);
    if (first === undefined) return 0;
    if (server === undefined)
      throw new ServerUnreachable(`${first.server} is no longer in the list of servers`);
    const found = new Map((await server.read(first.zone, records)).map((one) => [keyOf(one), one]));
    const wrong = records.filter(
      (one) => !isAsWanted(found.get(keyOf(one)), this.#owned(names, one)),
    );
    const drift = wrong
      .filter(({ state }) => state === 'published')
      .map((one) => driftOf(found.get(keyOf(one)), this.#owned(names, one)));
    if (drift.length > 0) await this.#report(names, drift);
    return this.#put(names, server, wrong, taken);
  }

  async #put(
    names: Names,
    server: RestingServer,
    records: readonly RecordRow[],
    taken: RecordRow[],
  ): Promise<number> {
    let left = records;
    for (;;)
      try {
        const owned = left.map((one) => this.#owned(names, one));
        return left[0] === undefined ? 0 : await server.put(left[0].zone, owned);
      } catch (error) {
        if (!(error instanceof NameTaken)) throw error;
        if (names.asked !== null)
          throw conflictWith(error.key.name, await this.rows.holderFor(names, error.holder));
        const lost = left.filter((one) => keyOf(one) === keyOf(error.key));
        taken.push(...lost);
        left = left.filter((one) => !lost.includes(one));
      }
  }

  async #report(names: Names, drift: readonly NameDrift[]): Promise<void> {
    const { networkId } = names;
    const unasked = { ...names, asked: null };
    await this.rows.change(
      unasked,
      [{ type: 'NamesDrifted', data: { networkId, drift: drift.slice(0, MOST_RECORDS) } }],
      async (client) => {
        const lost = drift.filter(({ kind }) => kind === 'taken');
        const own = drift.filter(({ kind }) => kind !== 'taken');
        await setState(client, networkId, 'taken', lost);
        await setState(client, networkId, 'pending', own);
      },
    );
    for (const { kind } of drift) namesDrifted.add(1, { kind });
  }

  async #conclude(
    names: Names,
    plan: NamesPlan,
    records: readonly RecordRow[],
    taken: readonly RecordRow[],
    isChanged: boolean,
  ): Promise<void> {
    const { networkId, zone, asked } = names;
    const network = await networkFacts(this.db, networkId);
    const published = records.filter((one) => !taken.includes(one));
    const lost = taken.map(({ type, name }) => `${type} ${name} is somebody else's`);
    const notes = [...plan.notes, ...lost].slice(0, 100);
    const gateway = network ? gatewayName(network, zone) : zone;
    const event: NameEvent = {
      type: 'NamesPublished',
      data: { networkId, zone, gateway, records: published.length, notes },
    };
    const isNews = isChanged || asked !== null;
    await this.rows.change(names, isNews ? [event] : [], async (client) => {
      await setState(client, networkId, 'published', published);
      await setState(client, networkId, 'taken', taken);
      // Spread, so that what was published together is not looked at together for ever.
      const next = this.settings.reconcileEvery * (0.9 + 0.2 * Math.random());
      await client.query(
        `update names set status = 'published', asked = null, deadline = null, attempts = 0,
           due_at = clock_timestamp()
             + (hosts = $4)::int * $2::float8 * interval '1 millisecond',
           waiting_since = null, trouble = null, checked_at = clock_timestamp(), notes = $3
         where network_id = $1`,
        [networkId, next, notes, names.hosts],
      );
    });
    if (isNews) namesAnswered.add(1, { outcome: 'published' });
  }

  #owned({ networkId }: Names, { name, type, values, confirmed }: RecordRow): OwnedRecord {
    const owner = { ttl: this.servers.ttl, owner: networkId, adopts: confirmed };
    return { name, type, values, ...owner };
  }
}
