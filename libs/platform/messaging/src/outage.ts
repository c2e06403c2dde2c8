import { setTimeout as pause } from 'node:timers/promises';

export interface OutageOptions {
  /** Throws while something that every handler needs is away, such as the service's own database. */
  readonly dependencies: () => Promise<void>;
  readonly warn: (sentence: string) => void;
  readonly lookEveryMs: number;
}

const PATIENCE_MS = 2_000;

/**
 * While what every handler needs is away, every delivery would fail, and after a few of them good
 * messages would end as dead letters. So those at hand are kept until it is back, which also keeps
 * more from being pulled.
 */
export class Outage {
  readonly #options: OutageOptions;
  readonly #stopping = new AbortController();
  #look: Promise<boolean> | undefined;
  #wait: Promise<void> | undefined;

  constructor(options: OutageOptions) {
    this.#options = options;
  }

  /** Asked after a handler failed: whether that was an outage's fault. Many ask, one looks. */
  async suspected(): Promise<boolean> {
    if (this.#wait !== undefined) return true;
    this.#look ??= this.#isAway().finally(() => (this.#look = undefined));
    if (!(await this.#look)) return false;
    this.#wait ??= this.#waitUntilBack().finally(() => (this.#wait = undefined));
    return true;
  }

  /** Resolves when the outage is over; false when the process is to end before that. */
  async over(): Promise<boolean> {
    await this.#wait;
    return !this.#stopping.signal.aborted;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #waitUntilBack(): Promise<void> {
    const { warn, lookEveryMs } = this.#options;
    const { signal } = this.#stopping;
    warn('what the handlers need is away: messages at hand are kept until it is back');
    do await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
    while (!signal.aborted && (await this.#isAway()));
    if (!signal.aborted) warn('what the handlers need is back');
  }

  async #isAway(): Promise<boolean> {
    const answered = new AbortController();
    const late = pause(PATIENCE_MS, true, { signal: answered.signal }).catch(() => true);
    try {
      return await Promise.race([this.#options.dependencies().then(() => false), late]);
    } catch {
      return true; // whatever it says, it does not work
    } finally {
      answered.abort();
    }
  }
}
