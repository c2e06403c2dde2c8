import type { BenchStack } from '../bench/networks/bench-stack.ts';
import { NetworkBuyer } from '../bench/networks/network-buyer.ts';

/** What came of one order: how long it took, or why it failed. */
export interface Order {
  readonly kind: `${'provision' | 'remove'} by ${'http' | 'bus'}`;
  readonly ms: number;
  readonly failed?: string;
}

interface Held {
  readonly networkId: string;
  readonly door: 'http' | 'bus';
}

/** About so many networks are there at any time. */
const LIVE = 60;

/** Makes and removes networks by both doors, so that about as many are there all the time. */
export class Orders {
  readonly done: Order[] = [];
  readonly #stack: Pick<BenchStack, 'api' | 'key'>;
  readonly #buyer: NetworkBuyer;
  readonly #datacenters: readonly string[];
  readonly #live: Held[] = [];
  #next = 0;

  constructor(stack: Pick<BenchStack, 'api' | 'key' | 'datacenters'>, buyer: NetworkBuyer) {
    this.#stack = stack;
    this.#buyer = buyer;
    this.#datacenters = stack.datacenters;
  }

  async one(): Promise<void> {
    const n = (this.#next += 1);
    const isRemoval = this.#live.length > LIVE && n % 2 === 0;
    const held = isRemoval ? this.#live.shift() : undefined;
    const door = held?.door ?? (n % 4 < 2 ? 'http' : 'bus');
    const kind = `${held === undefined ? 'provision' : 'remove'} by ${door}` as const;
    const since = performance.now();
    try {
      if (held === undefined) this.#live.push({ networkId: await this.#provision(door, n), door });
      else await this.#remove(held);
      this.done.push({ kind, ms: performance.now() - since });
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      this.done.push({ kind, ms: performance.now() - since, failed });
    }
  }

  async #provision(door: 'http' | 'bus', n: number): Promise<string> {
    const datacenter = this.#datacenters[n % this.#datacenters.length] ?? '';
    if (door === 'bus') return (await this.#buyer.buy(datacenter)).networkId;
    const body = JSON.stringify({ clientId: 'soak', datacenter, size: '/28' });
    const answer = await this.#ask('/api/v1/networks/provision', { method: 'POST', body }, 201);
    return String(Reflect.get(Object(answer), 'networkId'));
  }

  async #remove({ door, networkId }: Held): Promise<void> {
    if (door === 'bus') await this.#buyer.giveBack(networkId);
    else await this.#ask(`/api/v1/networks/${networkId}`, { method: 'DELETE' }, 200);
  }

  async #ask(path: string, request: RequestInit, wanted: number): Promise<unknown> {
    const { api, key } = this.#stack;
    const response = await fetch(`${api}${path}`, {
      ...request,
      headers: {
        authorization: `Bearer ${key}`,
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        prefer: 'wait=30',
      },
      signal: AbortSignal.timeout(40_000),
    });
    const text = await response.text();
    if (response.status !== wanted) throw new Error(`${response.status} ${text.slice(0, 200)}`);
    return JSON.parse(text === '' ? '{}' : text) as unknown;
  }
}
