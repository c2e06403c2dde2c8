import { type Gap, Intake } from '@ferrule/audit-domain';
import { Leader, type Queryable, Wake } from '@ferrule/event-store';
import type { Envelope } from '@ferrule/kernel';
import type { Head, IncomingEntry } from '../ledger/incoming.ts';
import { incoming } from '../ledger/incoming.ts';
import { findEnd, heldIds, writeEntries } from '../ledger/ledger-end.ts';
import type { Pool, PoolClient } from 'pg';
import type { BusFeed, Fate } from './bus-feed.ts';
import { GapFiller } from './gap-filler.ts';
import { entriesRecorded, gapsFilled } from './metrics.ts';
import type { Sequenced } from './sequenced.ts';

/** What else happens to entries when they are written, by the same instance on the same connection. */
export interface Follower {
  /** After the entries are committed, in their order. */
  wrote(entries: readonly IncomingEntry[]): void;
  /** Between two writes; what it writes stands alone. */
  turn(db: Queryable): Promise<void>;
  close(): Promise<void>;
}

export interface LedgerWriterOptions {
  readonly sources: readonly string[];
  readonly graceMs: number;
  readonly patrolMs: number;
  readonly electionMs?: number;
  readonly feed: (take: (event: Sequenced) => Promise<Fate>) => BusFeed;
  readonly ask: (source: string, after: number, limit: number) => Promise<readonly Envelope[]>;
  readonly follow: (client: Queryable) => Promise<Follower>;
  readonly filled: (gap: Gap) => Promise<void>;
  readonly log: Record<'info' | 'warn', (this: void, sentence: string) => void>;
}

interface Held {
  readonly event: Sequenced;
  readonly decide: (fate: Fate) => void;
}

const BATCH = 500;
const MOST_BYTES = 8 * 1024 * 1024;

/** Writes the ledger, in one instance at a time; the others stand by. */
export class LedgerWriter {
  readonly #options: LedgerWriterOptions;
  readonly #leader: Leader;
  #term: Term | undefined;

  constructor(pool: Pool, options: LedgerWriterOptions) {
    this.#options = options;
    this.#leader = new Leader(pool, {
      name: 'audit-ledger',
      retryMs: options.electionMs ?? 1_000,
      lead: (client, signal) => this.#lead(client, signal),
      failed: (error) =>
        options.log.warn(
          `the ledger is not written for a moment: ${error instanceof Error ? error.message : String(error)}`,
        ),
    });
  }

  start(): void {
    this.#leader.start();
  }

  stop(): Promise<void> {
    return this.#leader.stop();
  }

  /** `standing by` where another instance writes. */
  get state(): { readonly writes: boolean; readonly pulls: boolean; readonly missing: number } {
    const term = this.#term;
    return {
      writes: term !== undefined,
      pulls: term?.pulls === true,
      missing: term?.missing ?? 0,
    };
  }

  async #lead(client: PoolClient, signal: AbortSignal): Promise<void> {
    // It writes more at once than a service does, and nobody waits for its locks.
    await client.query(
      "set transaction_timeout = '60s'; set idle_in_transaction_session_timeout = '60s'",
    );
    const term = new Term(client, this.#options);
    try {
      this.#term = term;
      await term.run(signal);
    } finally {
      this.#term = undefined;
      await term.close();
    }
  }
}

/** From being elected to being replaced. */
class Term {
  readonly #client: PoolClient;
  readonly #options: LedgerWriterOptions;
  readonly #wake = new Wake();
  readonly #held = new Set<Held>();
  readonly #feed: BusFeed;
  #repeats: Held[] = [];
  #intake = new Intake<Held>(new Map());
  #gaps: GapFiller<Held> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(client: PoolClient, options: LedgerWriterOptions) {
    this.#client = client;
    this.#options = options;
    this.#feed = options.feed((event) => this.#take(event));
  }

  get pulls(): boolean {
    return this.#feed.pulling;
  }

  get missing(): number {
    return (this.#gaps?.missing ?? []).reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  async run(stopping: AbortSignal): Promise<void> {
    const failing = new AbortController();
    const signal = AbortSignal.any([stopping, failing.signal]);
    const { head, taken } = await findEnd(this.#client);
    this.#options.log.info(`writing the ledger from entry ${head.entry + 1}`);
    this.#intake = new Intake<Held>(taken);
    const follower = await this.#options.follow(this.#client);
    try {
      await this.#feed.open();
      const work = [this.#write(head, follower, signal), this.#watch(signal)];
      // Whichever fails ends the other: half a writer must not look like a whole one.
      for (const job of work) job.catch((error: unknown) => failing.abort(error));
      for (const outcome of await Promise.allSettled(work))
        if (outcome.status === 'rejected') throw outcome.reason;
    } finally {
      await follower.close();
    }
  }

  /** What is not written goes back to the bus at once, for whoever writes next. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { decide } of this.#held) decide('again');
    await this.#feed.close();
  }

  #take(event: Sequenced): Promise<Fate> {
    return new Promise((resolve) => {
      const held = this.#holding(event, resolve);
      if (this.#closed) held.decide('again');
      else this.#place(held);
    });
  }

  #place(held: Held): void {
    const { source, sequence } = held.event;
    const verdict = this.#intake.offer(source, sequence, held);
    // Its source gives it again when its turn has come.
    if (verdict === 'passed') held.decide('recorded');
    if (verdict === 'known') this.#repeats.push(held);
    this.#wake.now();
  }

  #holding(event: Sequenced, tell: (fate: Fate) => void = () => undefined): Held {
    const held: Held = {
      event,
      decide: (fate) => {
        if (this.#held.delete(held)) tell(fate);
      },
    };
    this.#held.add(held);
    return held;
  }

  async #write(start: Head, follower: Follower, signal: AbortSignal): Promise<void> {
    let head = start;
    while (!signal.aborted) {
      const held = this.#intake.take(BATCH);
      const entries = held.map(({ event }) => {
        const entry = incoming(head, event, new Date().toISOString());
        head = entry;
        return entry;
      });
      // The next ones are made ready while those before are written.
      await this.#writing;
      if (held.length > 0) {
        this.#writing = this.#commit(entries, held, follower);
        this.#writing.catch(() => undefined);
        continue;
      }
      await this.#answerRepeats();
      await follower.turn(this.#client);
      await this.#wake.wait(200, signal);
    }
    await this.#writing;
  }

  async #commit(
    entries: readonly IncomingEntry[],
    held: readonly Held[],
    follower: Follower,
  ): Promise<void> {
    for (const part of parts(entries)) await writeEntries(this.#client, part);
    for (const one of held) one.decide('recorded');
    entriesRecorded.add(entries.length);
    follower.wrote(entries);
    await this.#answerRepeats();
    await follower.turn(this.#client);
  }

  /** A repeat is the event that the ledger holds, or another one, which a person has to hear of. */
  async #answerRepeats(): Promise<void> {
    const repeats = this.#repeats.splice(0);
    if (repeats.length === 0) return;
    const ids = await heldIds(
      this.#client,
      repeats.map(({ event }) => event),
    );
    for (const { event, decide } of repeats) {
      const place = `${event.source}#${event.sequence}`;
      const id = ids.get(place);
      if (id === event.id) decide('recorded');
      else if (id === undefined) decide('again');
      else decide({ buried: `the ledger holds another event as ${place}: ${id}` });
    }
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { patrolMs, graceMs, log, filled } = this.#options;
    const gaps = new GapFiller<Held>({
      ...this.#options,
      intake: this.#intake,
      held: (event) => this.#holding(event),
      offered: this.#wake.now,
      warn: log.warn,
      filled: async (gap) => {
        gapsFilled.add(gap.last - gap.first + 1, { source: gap.source });
        log.info(`${gap.source}#${gap.first} to ${gap.source}#${gap.last} are in the ledger now`);
        await filled(gap);
      },
    });
    this.#gaps = gaps;
    const rest = new Wake();
    let patrolledAt = -Infinity;
    while (!signal.aborted) {
      const now = performance.now();
      // While the bus still brings what it has, it may bring what is missing too.
      if (now - patrolledAt > patrolMs && this.#feed.quietMs > graceMs) {
        patrolledAt = now;
        await gaps.patrol(new Date(Date.now() - graceMs).toISOString());
      }
      const moved = await gaps.look(now);
      await rest.wait(moved ? 5 : 100, signal);
    }
  }
}

const parts = function* (entries: readonly IncomingEntry[]): Generator<readonly IncomingEntry[]> {
  let part: IncomingEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (bytes + entry.body.length > MOST_BYTES && part.length > 0) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(entry);
    bytes += entry.body.length;
  }
  if (part.length > 0) yield part;
};
