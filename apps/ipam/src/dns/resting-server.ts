import {
  type FoundRecord,
  type NameServer,
  type OwnedRecord,
  type RecordKey,
  ServerUnreachable,
} from '@ferrule/dns';
import { backoffMs } from '@ferrule/messaging';
import { dnsFailures } from './names-metrics.ts';

const REST = { baseMs: 500, capMs: 30_000 };

/**
 * A server that did not answer is left alone for a while, longer each time: whatever else waits for
 * it learns so at once, and does not wait in turn.
 */
export class RestingServer implements NameServer {
  #failures = 0;
  #until = 0;
  #last = '';

  constructor(
    readonly name: string,
    private readonly server: NameServer,
  ) {}

  zoneOf(name: string): Promise<string | undefined> {
    return this.#ask(() => this.server.zoneOf(name));
  }

  read(zone: string, keys: readonly RecordKey[]): Promise<readonly FoundRecord[]> {
    return this.#ask(() => this.server.read(zone, keys));
  }

  put(zone: string, records: readonly OwnedRecord[]): Promise<number> {
    return this.#ask(() => this.server.put(zone, records));
  }

  remove(zone: string, keys: readonly RecordKey[], owner: string): Promise<number> {
    return this.#ask(() => this.server.remove(zone, keys, owner));
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    if (performance.now() < this.#until) throw new ServerUnreachable(this.#last);
    try {
      const answer = await question();
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (error instanceof ServerUnreachable) {
        this.#failures += 1;
        this.#until = performance.now() + backoffMs(this.#failures, REST);
        this.#last = error.message;
        dnsFailures.add(1, { server: this.name });
      }
      throw error;
    }
  }
}
