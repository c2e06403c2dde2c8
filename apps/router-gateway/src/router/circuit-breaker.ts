import { setTimeout as pause } from 'node:timers/promises';

export interface CircuitBreakerOptions {
  /** Resolves when the router answers. */
  readonly look: () => Promise<unknown>;
  readonly changed: (open: boolean) => void;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** Open while a router cannot be reached: it alone asks then, less and less often, until it answers. */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  readonly #stopping = new AbortController();
  #closed: PromiseWithResolvers<void> | undefined;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#closed !== undefined;
  }

  /** Somebody could not reach the router. */
  trip(): void {
    if (this.isOpen || this.#stopping.signal.aborted) return;
    this.#closed = Promise.withResolvers();
    this.#options.changed(true);
    void this.#lookUntilBack();
  }

  /** Resolves at once while the router can be reached; rejects when the signal is aborted. */
  async whenClosed(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#closed === undefined) return;
    const given = Promise.withResolvers<never>();
    const giveUp = () => given.reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await Promise.race([this.#closed.promise, given.promise]);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #lookUntilBack(): Promise<void> {
    const { look, changed, firstPauseMs, longestPauseMs } = this.#options;
    const { signal } = this.#stopping;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        await look();
        this.#closed?.resolve();
        this.#closed = undefined;
        changed(false);
        return;
      } catch {
        const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt, 20));
        // Half of it left to chance, so that a fleet does not come back at once.
        await pause(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(
          () => undefined,
        );
      }
    }
  }
}
