import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bucket, Entry } from './bucket.ts';

export interface LeaseOptions {
  readonly bucket: Bucket;
  readonly key: string;
  /** Who holds it, for people who look into the bucket. */
  readonly holder: string;
  readonly ttlMs: number;
  /** How long something that was begun under the lease may take. */
  readonly longestMs: number;
  readonly held?: (token: string) => void;
  readonly lost?: () => void;
  readonly warn?: (sentence: string) => void;
}

/** One stretch of time in which this process holds the lease. All times are of its monotonic clock. */
interface Term {
  readonly id: string;
  readonly token: string;
  readonly begins: number;
  ends: number;
}

/**
 * Of many processes one at a time may act. Nobody's wall clock matters: a holder counts from before
 * it asked for a renewal, and whoever comes after it from when the last renewal was seen.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #stopping = new AbortController();
  #term: Term | undefined;
  #told: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** The same as long as the lease was not lost in between; undefined while nothing may be begun. */
  get token(): string | undefined {
    const term = this.#term;
    const now = performance.now();
    if (term === undefined || now < term.begins || now >= this.#lastStart(term)) return undefined;
    return term.token;
  }

  /** To be called when nothing runs under it any more: the next holder begins at once. */
  async release(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    const term = this.#term;
    this.#set(undefined);
    if (term === undefined) return;
    const { bucket, key } = this.#options;
    try {
      const entry = await bucket.read(key);
      if (entry && read(entry).term === term.id) await bucket.replace(key, FREE, entry.revision);
    } catch {
      // Then the next holder waits, as it would after a crash.
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopped()) {
      const term = await this.#acquire();
      if (term === undefined) return;
      this.#set(term);
      while (await this.#renew(term)) await this.#rest(this.#options.ttlMs / 5);
      // On release the term is still needed to give the lease back.
      if (!this.#stopped()) this.#set(undefined);
    }
  }

  /** Asks until it has it; undefined when it was told to stop. */
  async #acquire(): Promise<Term | undefined> {
    const { ttlMs, key, warn } = this.#options;
    let seen: { readonly revision: number; readonly at: number } | undefined;
    let warned = false;
    while (!this.#stopped()) {
      try {
        const entry = await this.#options.bucket.read(key);
        const now = performance.now();
        if (entry === undefined) {
          // Whoever held it in a bucket that was lost may be at work for as long as its lease was.
          const term = await this.#take(undefined, ttlMs);
          if (term) return term;
        } else if (read(entry).term === undefined || this.#isOver(entry, seen)) {
          const term = await this.#take(entry, 0);
          if (term) return term;
        } else if (seen?.revision !== entry.revision) {
          seen = { revision: entry.revision, at: now };
        }
        warned = false;
      } catch (error) {
        if (!warned) warn?.(`the lease ${key} cannot be asked for: ${String(error)}`);
        warned = true;
      }
      const left = seen === undefined ? Infinity : seen.at + ttlMs - performance.now();
      await this.#rest(Math.max(1, Math.min(ttlMs / 5, left)));
    }
    return undefined;
  }

  #isOver(entry: Entry, seen: { revision: number; at: number } | undefined): boolean {
    return seen?.revision === entry.revision && performance.now() - seen.at >= this.#options.ttlMs;
  }

  async #take(entry: Entry | undefined, waitMs: number): Promise<Term | undefined> {
    const { bucket, key, ttlMs } = this.#options;
    const id = randomUUID();
    const asked = performance.now();
    const revision =
      entry === undefined
        ? await bucket.create(key, this.#value(id))
        : await bucket.replace(key, this.#value(id), entry.revision);
    if (revision === undefined) return undefined;
    const token = `${await bucket.madeAt()}/${revision}`;
    return { id, token, begins: performance.now() + waitMs, ends: asked + ttlMs };
  }

  /** False when it is lost, or to be given back. */
  async #renew(term: Term): Promise<boolean> {
    const { bucket, key, ttlMs } = this.#options;
    while (!this.#stopped() && performance.now() < this.#lastStart(term)) {
      const asked = performance.now();
      try {
        const entry = await bucket.read(key);
        // A revision says nothing of whose it is: after a wipe they are counted from 1 again.
        if (entry === undefined || read(entry).term !== term.id) return false;
        if ((await bucket.replace(key, this.#value(term.id), entry.revision)) !== undefined) {
          // An answer that came too late does not bring back what was told to be lost.
          if (asked >= this.#lastStart(term)) return false;
          term.ends = asked + ttlMs;
          this.#tell();
          return true;
        }
      } catch {
        // The broker may be back before the lease is over.
        await this.#rest(ttlMs / 20);
      }
    }
    return false;
  }

  #lastStart({ ends }: Term): number {
    return ends - this.#options.longestMs;
  }

  #value(id: string): string {
    return JSON.stringify({ holder: this.#options.holder, term: id });
  }

  #set(term: Term | undefined): void {
    this.#term = term;
    this.#tell();
  }

  /** Tells what has changed since it was told last, and comes back when time changes it. */
  #tell(): void {
    clearTimeout(this.#timer);
    const { token } = this;
    if (token !== this.#told) {
      const { held, lost } = this.#options;
      const had = this.#told !== undefined;
      this.#told = token;
      if (had) lost?.();
      if (token !== undefined) held?.(token);
    }
    const term = this.#term;
    if (term === undefined) return;
    const now = performance.now();
    const next = now < term.begins ? term.begins : this.#lastStart(term);
    // Once over, only a new term changes anything.
    if (next > now) this.#timer = setTimeout(() => this.#tell(), Math.ceil(next - now));
  }

  #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}

/** What stands in the bucket when a holder gave its lease back. */
const FREE = JSON.stringify({ holder: null });

const read = ({ value }: Entry): { readonly term?: string } => {
  try {
    return JSON.parse(value) as { term?: string };
  } catch {
    // Nobody's that we know: it is waited for like any other.
    return { term: 'unreadable' };
  }
};
