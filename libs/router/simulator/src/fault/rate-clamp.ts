export interface ClampSettings {
  readonly burst?: number;
  readonly perSecond?: number;
  readonly stallEvery?: number;
  readonly stallMs?: number;
}

/**
 * How a real router slows down: so many commands at once, over all connections together, then so
 * many a second, and now and then it stands still. First come, first served.
 */
export class RateClamp {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #stallEvery: number;
  readonly #stallMs: number;
  readonly #queue: (() => void)[] = [];
  #tokens: number;
  #counted: number;
  #served = 0;
  #stalledUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({
    burst = 200,
    perSecond = 130,
    stallEvery = Infinity,
    stallMs = 30_000,
  }: ClampSettings) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#stallEvery = stallEvery;
    this.#stallMs = stallMs;
    this.#tokens = burst;
    this.#counted = performance.now();
  }

  /** undefined: at once. */
  take(): Promise<void> | undefined {
    if (this.#queue.length === 0 && this.#serve(performance.now())) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#queue.push(resolve);
    this.#arm();
    return promise;
  }

  /** Lets everybody through who still waits. */
  release(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const go of this.#queue.splice(0)) go();
  }

  #serve(now: number): boolean {
    if (now < this.#stalledUntil) return false;
    const gained = ((now - this.#counted) * this.#perSecond) / 1000;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#counted = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    this.#served += 1;
    if (this.#served % this.#stallEvery === 0) this.#stalledUntil = now + this.#stallMs;
    return true;
  }

  #arm(): void {
    if (this.#timer !== undefined || this.#queue.length === 0) return;
    const forToken = ((1 - this.#tokens) * 1000) / this.#perSecond;
    const ms = Math.max(1, forToken, this.#stalledUntil - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      while (this.#queue.length > 0 && this.#serve(performance.now())) this.#queue.shift()?.();
      this.#arm();
    }, ms);
    // A router that is stopped need not wait until it would have answered.
    this.#timer.unref();
  }
}
