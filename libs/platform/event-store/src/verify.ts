import { entryHash, GENESIS } from './entry-hash.ts';
import type { Queryable } from './queryable.ts';
import { readSealedPage, type StoredEntry } from './sealed-page.ts';

export type Verdict =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | {
      readonly ok: false;
      /** How many events before it fit. */
      readonly events: number;
      /** The first one that does not. */
      readonly seq: number;
      readonly id: string | null;
      readonly reason: string;
    };

const PAGE = 5_000;

const fault = (entry: StoredEntry, expectedSeq: number, previous: Buffer): string | undefined => {
  if (entry.seq !== expectedSeq) return `event ${expectedSeq} is missing from the chain`;
  if (entry.id === '') return `the event at position ${entry.pos} is gone`;
  if (entry.hash === null || !entryHash(previous, entry).equals(entry.hash))
    return 'its content does not match its hash';
  return undefined;
};

/** How far the chain reaches at least: what was published was sealed before. */
const publishedUpTo = async (db: Queryable): Promise<number> => {
  const { rows } = await db.query<{ published: string }>({ text: 'select published from relay' });
  return Number(rows[0]?.published ?? 0);
};

/** Walks the chain from its first event and names the first one that does not fit. */
export const verifyChain = async (
  db: Queryable,
  progress?: (events: number) => void,
): Promise<Verdict> => {
  // Asked first: while the chain is walked it grows, and so does this.
  const published = await publishedUpTo(db);
  let previous: Buffer = GENESIS;
  let events = 0;
  let ahead = readSealedPage(db, 0, PAGE);
  for (;;) {
    const page = await ahead;
    const last = page.at(-1);
    if (last === undefined) {
      // A chain that lost its tail fits; only what was already published tells.
      if (events >= published) return { ok: true, events, head: previous.toString('hex') };
      const reason = 'it was published, and is gone';
      return { ok: false, events, seq: events + 1, id: null, reason };
    }
    // The next page travels while this one is hashed.
    ahead = readSealedPage(db, last.seq, PAGE);
    for (const entry of page) {
      const reason = fault(entry, events + 1, previous);
      if (reason !== undefined) {
        await ahead;
        return { ok: false, events, seq: events + 1, id: entry.id || null, reason };
      }
      previous = entry.hash ?? previous;
      events += 1;
    }
    progress?.(events);
  }
};
