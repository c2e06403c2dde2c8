import type { ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { ApiConfig } from '../config.ts';
import type { Identity } from './caller.ts';
import { Refused } from './refused.ts';
import { type Taken, TokenBuckets } from './token-buckets.ts';

/** How much one key may ask, and how often one address may fail. */
@Injectable()
export class RateLimits {
  readonly #asking: TokenBuckets;
  readonly #failing: TokenBuckets;
  readonly #policy: string;

  constructor(@Inject(ApiConfig) { limits }: Pick<ApiConfig, 'limits'>) {
    const { rate: perSecond, burst, failures } = limits;
    this.#asking = new TokenBuckets({ perSecond, burst });
    this.#failing = new TokenBuckets({ perSecond: failures / 60, burst: failures });
    this.#policy = `"key";q=${burst};w=${Math.ceil(burst / perSecond)}`;
  }

  /** Every answer says what is left; there is none for whoever has asked too much. */
  take({ actor, keyId }: Identity, response: ServerResponse): void {
    const taken = this.#asking.take(actor);
    response.setHeader('ratelimit-policy', this.#policy);
    response.setHeader('ratelimit', `"key";r=${taken.left};t=${taken.waitSeconds}`);
    if (!taken.isAllowed) throw tooMany('your credential asked too often', taken, response, keyId);
  }

  /** Whoever guesses is not looked at any longer. */
  checkFailures(source: string, response: ServerResponse): void {
    const taken = this.#failing.look(source);
    if (!taken.isAllowed)
      throw tooMany('too many credentials from here were refused', taken, response, null);
  }

  countFailure(source: string): void {
    this.#failing.take(source);
  }
}

const tooMany = (
  message: string,
  { waitSeconds }: Taken,
  response: ServerResponse,
  keyId: string | null,
): Refused => {
  response.setHeader('retry-after', waitSeconds);
  const suggestion = `wait ${waitSeconds} s, and ask less often`;
  return new Refused(
    'TOO_MANY_REQUESTS',
    'TOO_MANY_REQUESTS',
    message,
    { suggestion, retryAfterSeconds: waitSeconds },
    keyId,
  );
};
