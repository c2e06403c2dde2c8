import { setTimeout as pause } from 'node:timers/promises';
import type { Addresses } from '@ferrule/dev-stack';

/** What a door said to a request: what became of it, or why it will never be anything. */
export type Answer =
  | { readonly said: 'accepted'; readonly jobId: string; readonly networkId: string }
  | { readonly said: 'rejected'; readonly code: string }
  /** Within the time that the caller had. */
  | { readonly said: 'nothing'; readonly last: string };

const RETRY_MS = 400;

const text = (body: unknown, field: string): string | undefined => {
  const value: unknown = Reflect.get(Object(body), field);
  return typeof value === 'string' ? value : undefined;
};

/** Asks over HTTP as a careful caller does: under one key, again until there is an answer. */
export class HttpRequester {
  readonly maker = 'api';
  readonly #api: string;
  readonly #key: string;

  constructor({ api, key }: Pick<Addresses, 'api' | 'key'>) {
    this.#api = api;
    this.#key = key;
  }

  provision(key: string, body: object, deadline: number): Promise<Answer> {
    const request = { method: 'POST', body: JSON.stringify(body) };
    return this.#repeat('/api/v1/networks/provision', key, request, deadline);
  }

  remove(key: string, networkId: string, deadline: number): Promise<Answer> {
    return this.#repeat(`/api/v1/networks/${networkId}`, key, { method: 'DELETE' }, deadline);
  }

  async #repeat(path: string, key: string, request: RequestInit, deadline: number) {
    let last = 'it was not asked';
    while (performance.now() < deadline) {
      const heard = await this.#ask(path, key, request);
      if (typeof heard !== 'string') return heard;
      last = heard;
      await pause(RETRY_MS);
    }
    return { said: 'nothing', last } as const;
  }

  /** A sentence where it is worth asking again. */
  async #ask(path: string, key: string, request: RequestInit): Promise<Answer | string> {
    const withBody = request.body !== undefined && { 'content-type': 'application/json' };
    try {
      const response = await fetch(`${this.#api}${path}`, {
        ...request,
        headers: {
          authorization: `Bearer ${this.#key}`,
          ...withBody,
          'idempotency-key': key,
          prefer: 'wait=2',
        },
        signal: AbortSignal.timeout(8_000),
      });
      const body: unknown = await response.json();
      const jobId = text(body, 'jobId');
      const networkId = text(body, 'networkId') ?? '';
      // The command is on the bus, and nobody has taken it up: it may still be refused.
      if (response.status === 202 && text(body, 'workflow') === undefined)
        return 'on its way, and not taken up';
      // What never was on a router is given back without a job.
      if (jobId !== undefined || response.ok)
        return { said: 'accepted', jobId: jobId ?? '', networkId };
      const code = text(body, 'code') ?? String(response.status);
      if (response.status >= 400 && response.status < 500) return { said: 'rejected', code };
      return `${response.status} ${code}`;
    } catch (error) {
      return String(error);
    }
  }
}
