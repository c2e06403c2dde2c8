import type { Gap, Intake } from '@ferrule/audit-domain';
import type { Envelope } from '@ferrule/kernel';
import type { Sequenced } from './sequenced.ts';

export interface GapFillerOptions<Held> {
  readonly intake: Intake<Held>;
  /** Services that are asked whether they have recorded what never came. */
  readonly sources: readonly string[];
  /** Asks a service for its events after a number of its own. */
  readonly ask: (source: string, after: number, limit: number) => Promise<readonly Envelope[]>;
  readonly held: (event: Sequenced) => Held;
  /** Something was offered. */
  readonly offered: () => void;
  /** How long the bus may take to bring what is missing. */
  readonly graceMs: number;
  readonly warn: (sentence: string) => void;
  /** A gap that the ledger had is closed. */
  readonly filled: (gap: Gap) => Promise<void>;
}

const PAGE = 250;
/** No more is fetched while so many wait to be written: a service gives faster than the ledger writes. */
const MOST_WAITING = 2_000;
const REMIND_MS = 30_000;

interface Open {
  readonly first: number;
  last: number;
  readonly since: number;
  remindedAt: number;
  asked: boolean;
}

/** Names the numbers that are missing and fetches them from the services that recorded them. */
export class GapFiller<Held> {
  readonly #options: GapFillerOptions<Held>;
  readonly #open = new Map<string, Open>();

  constructor(options: GapFillerOptions<Held>) {
    this.#options = options;
  }

  /** Numbers that are missing now, by source. */
  get missing(): readonly Gap[] {
    return this.#options.intake.gaps();
  }

  /** One look at what is missing; whether anything came of it. */
  async look(now: number): Promise<boolean> {
    const gaps = this.missing;
    for (const source of [...this.#open.keys()])
      if (!gaps.some((gap) => gap.source === source)) await this.#close(source);
    let moved = false;
    for (const gap of gaps) moved = (await this.#fill(gap, now)) || moved;
    return moved;
  }

  /** Asks every service whether it has recorded more than the bus has brought, and some time ago. */
  async patrol(olderThan: string): Promise<void> {
    const { intake, sources, ask } = this.#options;
    for (const source of sources) {
      const events = await ask(source, intake.whole(source), PAGE).catch(() => []);
      const late = events.filter(({ time }) => time < olderThan).at(-1);
      if (late?.sequence !== undefined) intake.expect(source, late.sequence);
    }
  }

  async #fill(gap: Gap, now: number): Promise<boolean> {
    const { intake, graceMs, ask, warn } = this.#options;
    const open = this.#note(gap, now);
    if (now - open.since < graceMs || intake.waiting > MOST_WAITING) return false;
    const what = `${gap.source}#${gap.first} to ${gap.source}#${gap.last}`;
    if (!open.asked) warn(`${what} did not come over the bus: ${gap.source} is asked for them`);
    open.asked = true;
    try {
      const events = await ask(gap.source, gap.first - 1, PAGE);
      if (events[0]?.sequence !== gap.first)
        throw new Error(`it does not have ${gap.source}#${gap.first}`);
      return this.#offer(events);
    } catch (error) {
      if (now - open.remindedAt >= REMIND_MS) {
        open.remindedAt = now;
        warn(`${what} are missing, and ${gap.source} does not give them: ${String(error)}`);
      }
      return false;
    }
  }

  #offer(events: readonly Envelope[]): boolean {
    const { intake, held, offered } = this.#options;
    for (const event of events) {
      if (event.sequence === undefined) continue;
      const sequenced = { ...event, sequence: event.sequence };
      intake.offer(event.source, event.sequence, held(sequenced));
    }
    offered();
    return true;
  }

  #note(gap: Gap, now: number): Open {
    const open = this.#open.get(gap.source);
    if (open !== undefined) {
      open.last = Math.max(open.last, gap.last);
      return open;
    }
    const fresh = { ...gap, since: now, remindedAt: -Infinity, asked: false };
    this.#open.set(gap.source, fresh);
    return fresh;
  }

  async #close(source: string): Promise<void> {
    const open = this.#open.get(source);
    this.#open.delete(source);
    // What came by itself within the grace was late, and not missing.
    if (open?.asked !== true) return;
    await this.#options.filled({ source, first: open.first, last: open.last });
  }
}
