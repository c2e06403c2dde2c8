import type { AccessRefused } from '@ferrule/api-contracts';

type Folded = AccessRefused['data'];
export type Refusal = Omit<Folded, 'times' | 'from' | 'to'>;

/** So many kinds at a time; the rest is one, from everywhere. */
const MOST = 500;

const keyOf = ({ source, status, reason, actor, keyId }: Refusal): string =>
  [source, status, reason, actor, keyId].join(' ');

/** Many refusals as few: those of one kind from one place are counted. */
export class RefusalFold {
  #kinds = new Map<string, Folded>();

  /** Whether it is the first of its kind. */
  add(refusal: Refusal, at: Date): boolean {
    const now = at.toISOString();
    return this.#put({ ...refusal, times: 1, from: now, to: now });
  }

  /** All of them, and begins anew. */
  take(): readonly Folded[] {
    const kinds = [...this.#kinds.values()];
    this.#kinds = new Map();
    return kinds;
  }

  /** What could not be written is counted on. */
  putBack(refusals: readonly Folded[]): void {
    for (const refusal of refusals) this.#put(refusal);
  }

  #put(refusal: Folded): boolean {
    const key = keyOf(refusal);
    const before = this.#kinds.get(key);
    if (before === undefined) {
      if (this.#kinds.size >= MOST && refusal.source !== '*')
        return this.#put({ ...refusal, source: '*', actor: null, keyId: null });
      this.#kinds.set(key, refusal);
      return true;
    }
    const [from] = [before.from, refusal.from].toSorted();
    const [, to] = [before.to, refusal.to].toSorted();
    this.#kinds.set(key, {
      ...before,
      times: before.times + refusal.times,
      from: from ?? before.from,
      to: to ?? before.to,
    });
    return false;
  }
}
