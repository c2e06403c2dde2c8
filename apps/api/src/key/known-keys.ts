import type { KeySettings } from '@ferrule/api-contracts';
import { Newest } from '../access/newest.ts';

/** What is known of a key to whoever has to recognise it. */
export interface KnownKey extends KeySettings {
  readonly keyId: string;
  readonly isRevoked: boolean;
  /** Any of them; `until` for one that another has taken the place of. */
  readonly secrets: readonly { readonly hash: string; readonly until: string | null }[];
}

/** Where keys are looked up. */
export abstract class KeySource {
  abstract find(keyId: string): Promise<KnownKey | undefined>;
  /** It was good just now. */
  abstract noteUse(keyId: string): Promise<void>;
}

/** Below a second: so long may a key that was revoked elsewhere still be taken. */
const FRESH_MS = 900;
const NOTED_MS = 60_000;
/** An id that nobody has costs a place as well. */
const MOST = 10_000;

interface Kept {
  readonly at: number;
  readonly key: Promise<KnownKey | undefined>;
}

/** Keys, each looked up once in a second at most, however often it is used. */
export class KnownKeys {
  readonly #kept = new Newest<Kept>(MOST);
  /** When the use of a key was noted last: only good keys are here. */
  readonly #noted = new Map<string, number>();

  constructor(
    private readonly source: KeySource,
    private readonly now: () => number = () => performance.now(),
  ) {}

  find(keyId: string): Promise<KnownKey | undefined> {
    const kept = this.#kept.get(keyId);
    if (kept && this.now() - kept.at < FRESH_MS) return kept.key;
    const looked: Kept = { at: this.now(), key: this.source.find(keyId) };
    this.#kept.put(keyId, looked);
    looked.key.catch(() => {
      if (this.#kept.get(keyId) === looked) this.#kept.drop(keyId);
    });
    return looked.key;
  }

  /** Whether it was good here before. */
  hasServed(keyId: string): boolean {
    return this.#noted.has(keyId);
  }

  /** Once a minute for each key: nobody wants to know it closer. */
  noteUse(keyId: string): void {
    const before = this.#noted.get(keyId);
    if (before !== undefined && this.now() - before < NOTED_MS) return;
    this.#noted.set(keyId, this.now());
    // It says when a key can be thrown away, and is not worth failing over.
    this.source.noteUse(keyId).catch(() => this.#noted.set(keyId, -NOTED_MS));
  }

  /** It has changed here and now. */
  forget(keyId: string): void {
    this.#kept.drop(keyId);
  }
}
