import type { Pool } from 'pg';
import type { Bus, BusPosition } from './bus.ts';
import { envelopeOf, eventMessage, type Sender, type Stored } from './bus-message.ts';
import { busRewinds, commandsPublished, eventsPublished } from './metrics.ts';
import { ISO_AT, readSealedPage, type StoredEntry } from './sealed-page.ts';

export interface RelayOptions extends Sender {
  /** The wildcard under which its events travel: `evt.ipam.>`. */
  readonly subjects: string;
  /** A person should know: what happened, in a sentence. */
  noticed(sentence: string): void;
}

/** The bus holds events that the database does not know: it was restored from an older backup. */
export class BusAhead extends Error {
  override readonly name = 'BusAhead';
}

const PAGE = 500;
/** What is in memory anyway can go in larger pages: each one waits once for its last acknowledgement. */
const FRESH_PAGE = 2_000;
const MOST_FRESH_BYTES = 16 * 1024 * 1024;

/** How long a broker may take to write out what it has acknowledged. Repeats within it are dropped. */
const RECENTLY_MS = 120_000;

/**
 * Carries sealed events and waiting commands to the bus, in order, from the cursor on. After a
 * failure everything from the first unacknowledged one goes again; readers drop the repeats.
 */
export class Relay {
  readonly #pool: Pool;
  readonly #bus: Bus;
  readonly #options: RelayOptions;
  #published = 0;
  /** The bus that the cursor counts on, by its creation. */
  #created = '';
  #ahead: Promise<readonly StoredEntry[]> | undefined;
  /** Sealed by this process a moment ago: need not be read again. */
  #fresh: StoredEntry[] = [];
  #freshBytes = 0;
  /** The cursor on its way to the database, while the next page is on its way to the bus. */
  #moving: Promise<void> = Promise.resolve();

  constructor(pool: Pool, bus: Bus, options: RelayOptions) {
    this.#pool = pool;
    this.#bus = bus;
    this.#options = options;
  }

  get published(): number {
    return this.#published;
  }

  /**
   * Compares the bus with what was noted beside the cursor. A bus that lost what it held is filled
   * again; one that is ahead of the database throws `BusAhead`.
   */
  async compare(): Promise<BusPosition> {
    // What went wrong with the cursor is found out by looking at it again.
    await this.#moving.catch(() => undefined);
    this.#moving = Promise.resolve();
    this.#ahead = undefined;
    this.#forgetFresh();
    const position = await this.#bus.inspect(this.#options.subjects);
    const { rows } = await this.#pool.query<{
      published: string;
      bus_created: string | null;
      bus_sequence: string;
    }>('select published, bus_created, bus_sequence from relay');
    const noted = rows[0];
    if (noted === undefined)
      throw new Error('the table relay has no row: the schema was not migrated');
    this.#published = Number(noted.published);
    await this.#refuseAhead(position);
    this.#created = position.created;
    if (noted.bus_created === null) await this.#note(this.#published, position);
    else if (noted.bus_created !== position.created) await this.#rewind(position, false);
    else if (await this.#lostSome(position, Number(noted.bus_sequence)))
      await this.#rewind(position, true);
    else if (position.interrupted) await this.#repeatCommands(RECENTLY_MS);
    return position;
  }

  /** Publishes the next page of events; how many the bus took. Throws when it did not take all. */
  async publishEvents(): Promise<number> {
    const page = await this.#nextPage();
    if (page.length === 0) return 0;
    const { acknowledged, busSequence, failure } = await this.#bus.publish(
      page.map((entry) => eventMessage(this.#options, entry)),
    );
    if (acknowledged > 0) {
      const published = page[acknowledged - 1]?.seq ?? this.#published;
      await this.#moving;
      this.#moving = this.#move(this.#published, published, busSequence);
      // Whoever awaits it sees the failure; until then it must not count as unhandled.
      this.#moving.catch(() => undefined);
      this.#published = published;
      eventsPublished.add(acknowledged);
    }
    if (failure !== undefined) throw failure;
    return acknowledged;
  }

  /** Resolves when the cursor stands where the bus is. */
  async settled(): Promise<void> {
    await this.#moving;
  }

  async #move(from: number, to: number, busSequence: number): Promise<void> {
    const { rowCount } = await this.#pool.query({
      name: 'event-store-published',
      // Repeats are acknowledged with the number that they have already. Whoever led before and comes
      // late moves nothing: the next leader may have found that the bus lost what he gave it.
      // Not waited for on the disk: a cursor that a crash sets back makes repeats and loses nothing.
      text: `with relaxed as materialized (select set_config('synchronous_commit', 'off', true))
             update relay set published = $1, bus_sequence = greatest(bus_sequence, $2)
             from relaxed where published = $3 and bus_created = $4`,
      values: [to, busSequence, from, this.#created],
    });
    if (rowCount !== 1) throw new Error('another instance publishes by now');
  }

  /** What was sealed just now. It is taken only where it follows what is known; the rest is read. */
  offer(sealed: readonly StoredEntry[]): void {
    const before = this.#fresh.at(-1)?.seq ?? this.#published;
    if (sealed[0]?.seq !== before + 1 || this.#freshBytes > MOST_FRESH_BYTES) return;
    for (const entry of sealed) {
      this.#fresh.push(entry);
      this.#freshBytes += entry.body.length;
    }
  }

  #forgetFresh(): void {
    this.#fresh = [];
    this.#freshBytes = 0;
  }

  async #nextPage(): Promise<readonly StoredEntry[]> {
    if (this.#fresh[0]?.seq === this.#published + 1) {
      const page = this.#fresh.splice(0, FRESH_PAGE);
      for (const { body } of page) this.#freshBytes -= body.length;
      this.#ahead = undefined;
      return page;
    }
    this.#forgetFresh();
    const page = await (this.#ahead ?? readSealedPage(this.#pool, this.#published, PAGE));
    const last = page.at(-1);
    this.#ahead = undefined;
    if (last !== undefined && page.length === PAGE) {
      this.#ahead = readSealedPage(this.#pool, last.seq, PAGE);
      // Whoever awaits it sees the failure; until then it must not count as unhandled.
      this.#ahead.catch(() => undefined);
    }
    return page;
  }

  /** Publishes waiting commands, oldest first; how many the bus took. */
  async publishCommands(): Promise<number> {
    const { rows } = await this.#pool.query<CommandRow>({
      name: 'event-store-unpublished',
      text: `select e.pos, e.id, e.stream, e.subject, e.type, e.schema_version as "schemaVersion",
               e.body, e.meta, ${ISO_AT} as at
             from command e where e.published_at is null order by e.pos limit ${PAGE}`,
    });
    if (rows.length === 0) return 0;
    const { acknowledged, failure } = await this.#bus.publish(
      rows.map((row) => ({ to: row.subject, envelope: envelopeOf(this.#options.source, row) })),
    );
    if (acknowledged > 0) {
      await this.#pool.query({
        name: 'event-store-command-published',
        text: `update command set published_at = clock_timestamp() where pos = any($1::bigint[])
                 and exists (select from relay where bus_created = $2)`,
        values: [rows.slice(0, acknowledged).map(({ pos }) => pos), this.#created],
      });
      commandsPublished.add(acknowledged);
    }
    if (failure !== undefined) throw failure;
    return acknowledged;
  }

  async #refuseAhead({ newest }: BusPosition): Promise<void> {
    if (newest === null) return;
    const { rows } = await this.#pool.query<{ id: string | null }>(
      'select e.id from sealed s join event e on e.pos = s.pos where s.seq = $1',
      [newest.sequence],
    );
    if (rows[0]?.id === newest.id) return;
    throw new BusAhead(
      `the bus holds event ${newest.sequence} of ${this.#options.source} (${newest.id}), which the ` +
        `database ${rows[0] ? 'knows as another one' : 'does not know'}: it was restored from an older ` +
        `backup. Nothing is sealed or published until a person restores a newer backup, or purges ` +
        `${this.#options.subjects} from the bus to give up what it holds`,
    );
  }

  /**
   * The same stream with less in it: a broker that was killed lost what it had not written out.
   * Others may have filled it again since, so that its length alone does not tell.
   */
  async #lostSome(
    { newest, lastSequence, retentionMs }: BusPosition,
    noted: number,
  ): Promise<boolean> {
    if (newest !== null) return newest.busSequence < noted;
    if (lastSequence < noted) return true;
    // A subject is empty when its messages have expired. The last one cannot have, while it is young.
    const { rows } = await this.#pool.query(
      `select from sealed s join event e on e.pos = s.pos where s.seq = $1
         and ($2::float8 = 0 or e.at > clock_timestamp() - 0.99 * $2::float8 * interval '1 ms')`,
      [this.#published, retentionMs],
    );
    return rows.length > 0;
  }

  async #rewind(position: BusPosition, sameStream: boolean): Promise<void> {
    const { newest } = position;
    // What lies after the cursor was published since the loss, and tells nothing of where it begins.
    const isTail = sameStream && newest !== null && newest.sequence <= this.#published;
    const from = isTail ? newest.sequence : await this.#retained(position);
    const commands = await this.#repeatCommands();
    this.#options.noticed(
      `the bus lost what it held: events ${from + 1} to ${this.#published} of ${this.#options.source} ` +
        `and ${commands} unanswered commands are published again`,
    );
    busRewinds.add(1);
    this.#published = from;
    await this.#note(from, position);
  }

  /** Has unanswered commands published again, all or those of the last while; how many. */
  async #repeatCommands(withinMs: number | null = null): Promise<number> {
    const { rowCount } = await this.#pool.query(
      `update command set published_at = null
       where answered_at is null and published_at is not null
         and ($1::float8 is null or published_at > clock_timestamp() - $1::float8 * interval '1 ms')`,
      [withinMs],
    );
    return rowCount ?? 0;
  }

  /** The last event that the bus would have forgotten by now anyway. */
  async #retained({ retentionMs }: BusPosition): Promise<number> {
    const { rows } = await this.#pool.query<{ first: string | null }>(
      `select min(s.seq) as first from event e join sealed s on s.pos = e.pos
       where $1::float8 = 0 or e.at >= clock_timestamp() - $1::float8 * interval '1 ms'`,
      [retentionMs],
    );
    const first = rows[0]?.first;
    return first === null || first === undefined
      ? this.#published
      : Math.min(this.#published, Number(first) - 1);
  }

  async #note(published: number, { created, newest }: BusPosition): Promise<void> {
    await this.#pool.query('update relay set published = $1, bus_created = $2, bus_sequence = $3', [
      published,
      created,
      newest?.busSequence ?? 0,
    ]);
  }
}

interface CommandRow extends Stored {
  readonly pos: string;
  readonly subject: string;
}
