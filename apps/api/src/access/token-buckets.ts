import { Newest } from './newest.ts';

/** What one taker may do: so much at once, and so much in a second from then on. */
export interface Allowance {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Taken {
  readonly isAllowed: boolean;
  /** Whole ones that are left. */
  readonly left: number;
  /** Until there is one again. */
  readonly waitSeconds: number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Whoever was not seen for longest is forgotten first, and begins with a full bucket. */
const MOST = 10_000;

/** A bucket of tokens for each taker; it fills while nobody takes. */
export class TokenBuckets {
  readonly #buckets = new Newest<Bucket>(MOST);

  constructor(
    private readonly allowance: Allowance,
    private readonly now: () => number = () => performance.now(),
  ) {}

  take(taker: string): Taken {
    return this.#take(taker, 1);
  }

  /** What taking would be answered, without taking. */
  look(taker: string): Taken {
    return this.#take(taker, 0);
  }

  #take(taker: string, count: number): Taken {
    const { perSecond } = this.allowance;
    const tokens = this.#tokensOf(taker);
    const isAllowed = tokens >= 1;
    const rest = isAllowed ? tokens - count : tokens;
    if (count > 0) this.#buckets.put(taker, { tokens: rest, at: this.now() });
    const waitSeconds = rest >= 1 ? 0 : Math.ceil((1 - rest) / perSecond);
    return { isAllowed, left: Math.floor(rest), waitSeconds };
  }

  #tokensOf(taker: string): number {
    const { perSecond, burst } = this.allowance;
    const bucket = this.#buckets.get(taker);
    if (bucket === undefined) return burst;
    return Math.min(burst, bucket.tokens + ((this.now() - bucket.at) / 1_000) * perSecond);
  }
}
