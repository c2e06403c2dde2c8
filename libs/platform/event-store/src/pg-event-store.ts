import type { Decider, Event, Meta } from '@ferrule/kernel';
import { currentTraceparent, inSpan } from '@ferrule/telemetry';
import {
  type Append,
  type Appended,
  encodeAppend,
  HandledBefore,
  WrongExpectedVersion,
} from './append.ts';
import { Committer, type CommitterOptions, writeBatch } from './committer.ts';
import type { RecordedEvent, SealedEvent } from './event.ts';
import type { Queryable } from './queryable.ts';
import { writeRows } from './row-writes.ts';
import { ISO_AT, readSealedPage } from './sealed-page.ts';
import { type Upcasters, upcast } from './upcasting.ts';

export interface EventStoreOptions extends CommitterOptions {
  readonly upcasters?: Upcasters;
}

export type CommitListener = (this: void, withCommands: boolean) => void;

/** A stream folded into what a decider needs. */
export interface Loaded<State> {
  readonly state: State;
  readonly version: number;
}

/** How a long stream is shortened. `shape` changes with the state's form, so that an old one is not read. */
export interface Snapshots {
  readonly every: number;
  readonly shape: string;
}

const parseObject = (text: string): object => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null)
    throw new TypeError('an event body is an object');
  return value;
};

/** The events of one service, in Postgres. Whoever holds it can append and read; only the sealer seals. */
export class PgEventStore {
  readonly #db: Queryable;
  readonly #upcasters: Upcasters;
  readonly #committer: Committer;
  readonly #listeners = new Set<CommitListener>();

  constructor(db: Queryable, options: EventStoreOptions = {}) {
    this.#db = db;
    this.#upcasters = options.upcasters ?? {};
    this.#committer = new Committer(db, (withCommands) => this.committed(withCommands), options);
  }

  /** What comes of it belongs to the trace of whoever appends: its events carry the append's span. */
  append(append: Append): Promise<Appended> {
    if (currentTraceparent() === undefined) return this.#committer.append(append);
    const attributes = { 'db.system.name': 'postgresql', 'ferrule.stream': append.stream };
    return inSpan('append', { kind: 'producer', attributes }, () => {
      const traceparent = currentTraceparent();
      const meta = { ...append.meta, ...(traceparent !== undefined && { traceparent }) };
      return this.#committer.append({ ...append, meta });
    });
  }

  /**
   * All of these, or none, in a transaction that the caller holds open: for a handler whose decision
   * needs locks that last until it is written. A conflict or a repeat is thrown, and then the caller
   * rolls back; whoever commits calls `committed`.
   */
  async appendWithin(transaction: Queryable, appends: readonly Append[]): Promise<void> {
    if (appends.length === 0) return;
    const bare = appends.map(({ rows: _, ...append }) => encodeAppend(append));
    const verdicts = await writeBatch(transaction, bare, false);
    for (const { item, outcome, version } of verdicts) {
      const append = appends[item];
      if (outcome === 'appended' || append === undefined) continue;
      throw outcome === 'duplicate'
        ? new HandledBefore(append.stream, version)
        : new WrongExpectedVersion(append.stream, append.expected, version);
    }
    await writeRows(transaction, appends);
  }

  /** Tells the sealer what it would be told of an append of our own. */
  committed(withCommands = false): void {
    for (const listener of this.#listeners) listener(withCommands);
  }

  /** Called after every commit; the function returned ends that. */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when everything handed to `append` is answered. */
  settled(): Promise<void> {
    return this.#committer.settled();
  }

  async readStream<E extends Event>(
    stream: string,
    after = 0,
  ): Promise<readonly RecordedEvent<E>[]> {
    const { rows } = await this.#db.query<StreamRow>({
      name: 'event-store-stream',
      text: `select e.stream, e.version, e.id, e.type, e.schema_version, e.body, e.meta,
               ${ISO_AT} as at
             from event e where e.stream = $1 and e.version > $2 order by e.version`,
      values: [stream, after],
    });
    return this.#recorded(rows);
  }

  /** Many short streams at once, in any order; within each the events are in theirs. */
  async readStreams<E extends Event>(
    streams: readonly string[],
    db: Queryable = this.#db,
  ): Promise<readonly RecordedEvent<E>[]> {
    const { rows } = await db.query<StreamRow>({
      name: 'event-store-streams',
      text: `select e.stream, e.version, e.id, e.type, e.schema_version, e.body, e.meta,
               ${ISO_AT} as at
             from event e where e.stream = any($1) order by e.stream, e.version`,
      values: [streams],
    });
    return this.#recorded(rows);
  }

  #recorded<E extends Event>(rows: readonly StreamRow[]): readonly RecordedEvent<E>[] {
    return rows.map((row) => ({
      id: row.id,
      stream: row.stream,
      version: row.version,
      type: row.type,
      data: upcast(this.#upcasters, row.type, row.schema_version, parseObject(row.body)),
      meta: parseObject(row.meta) as Meta,
      at: row.at,
    }));
  }

  /** Events in sealed order after `seq`; never one that could still be overtaken. */
  async readSealed<E extends Event>(
    after: number,
    limit = 1000,
  ): Promise<readonly SealedEvent<E>[]> {
    const page = await readSealedPage(this.#db, after, limit);
    return page.map((entry) => ({
      seq: entry.seq,
      id: entry.id,
      stream: entry.stream,
      version: entry.version,
      type: entry.type,
      data: upcast(this.#upcasters, entry.type, entry.schemaVersion, parseObject(entry.body)),
      meta: parseObject(entry.meta) as Meta,
      at: entry.at,
    }));
  }

  async load<E extends Event, State>(
    stream: string,
    decider: Pick<Decider<never, E, State>, 'initial' | 'evolve'>,
    snapshots?: Snapshots,
  ): Promise<Loaded<State>> {
    const snapshot = snapshots && (await this.#snapshot<State>(stream, snapshots.shape));
    const from = snapshot?.version ?? 0;
    const events = await this.readStream<E>(stream, from);
    const version = events.at(-1)?.version ?? from;
    const state = events.reduce(
      (before, { type, data }) => decider.evolve(before, { type, data } as E),
      snapshot ? snapshot.state : decider.initial,
    );
    if (snapshots && events.length >= snapshots.every)
      await this.#saveSnapshot(stream, version, snapshots.shape, state);
    return { state, version };
  }

  async #snapshot<State>(stream: string, shape: string): Promise<Loaded<State> | undefined> {
    const { rows } = await this.#db.query<{ version: number; state: string }>({
      name: 'event-store-snapshot',
      text: 'select version, state from snapshot where stream = $1 and shape = $2',
      values: [stream, shape],
    });
    const row = rows[0];
    return row && { version: row.version, state: JSON.parse(row.state) as State };
  }

  async #saveSnapshot(
    stream: string,
    version: number,
    shape: string,
    state: unknown,
  ): Promise<void> {
    await this.#db.query({
      name: 'event-store-save-snapshot',
      text: `insert into snapshot (stream, version, shape, state) values ($1, $2, $3, $4)
             on conflict (stream) do update set version = $2, shape = $3, state = $4
             where snapshot.shape <> $3 or snapshot.version < $2`,
      values: [stream, version, shape, JSON.stringify(state)],
    });
  }
}

interface StreamRow {
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly body: string;
  readonly meta: string;
  readonly at: string;
}
