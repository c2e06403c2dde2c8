import { PgEventStore, Wake } from '@ferrule/event-store';
import { gatewayBucket } from '@ferrule/inventory-contracts';
import { BucketMirror, BucketWriter, BusConnection } from '@ferrule/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { InventoryConfig } from '../config.ts';
import { type GatewayEntry, GatewayEntries } from './gateway-entries.ts';

interface Bucket {
  readonly writer: BucketWriter;
  readonly mirror: BucketMirror;
}

/** How often to look without having been told: for what an instance that died left undone, or a lost bus. */
const LOOK_EVERY_MS = 1_000;

/**
 * Keeps each datacenter's bucket as the database says. Every instance does so, after each of its
 * commits and now and then: what one of them did not get to, another does.
 */
@Injectable()
export class GatewayBuckets {
  readonly #log = new Logger('GatewayBuckets');
  readonly #buckets = new Map<string, Bucket>();
  readonly #stopping = new AbortController();
  readonly #wake = new Wake();
  #running: Promise<void> | undefined;
  #failing = '';

  constructor(
    private readonly store: PgEventStore,
    private readonly connection: BusConnection,
    private readonly entries: GatewayEntries,
    private readonly config: InventoryConfig,
  ) {}

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await Promise.all([...this.#buckets.values()].map(({ mirror }) => mirror.stop()));
  }

  async #run(signal: AbortSignal): Promise<void> {
    const forget = this.store.onCommit(this.#wake.now);
    while (!signal.aborted) {
      await this.#fill().then(
        () => (this.#failing = ''),
        (error: unknown) => this.#say(error instanceof Error ? error.message : String(error)),
      );
      await this.#wake.wait(LOOK_EVERY_MS, signal);
    }
    forget();
  }

  async #fill(): Promise<void> {
    const wrong = (await this.entries.all()).filter(
      ({ datacenter, key, value }) => this.#of(datacenter).mirror.values.get(key) !== value,
    );
    // Side by side: a refill after a lost bus is as long as the slowest, and not as all of them.
    const lanes = Array.from({ length: 16 }, (_, lane) => wrong.filter((__, n) => n % 16 === lane));
    await Promise.all(
      lanes.map(async (lane) => {
        for (const entry of lane) await this.#settle(entry);
      }),
    );
  }

  async #settle({ datacenter, key }: GatewayEntry): Promise<void> {
    await this.#of(datacenter).writer.settle(key, async () => {
      const { value } = await this.entries.one({ datacenter, key });
      return value;
    });
  }

  #of(datacenter: string): Bucket {
    const known = this.#buckets.get(datacenter);
    if (known !== undefined) return known;
    const name = gatewayBucket(datacenter);
    const made: Bucket = {
      writer: new BucketWriter(this.connection, { name, replicas: this.config.bus.replicas }),
      mirror: new BucketMirror(this.connection, { bucket: name, whenLost: 'forget' }),
    };
    made.mirror.start();
    this.#buckets.set(datacenter, made);
    return made;
  }

  /** Once for each trouble, however often it is met. */
  #say(sentence: string): void {
    if (sentence === this.#failing || this.#stopping.signal.aborted) return;
    this.#failing = sentence;
    this.#log.warn(`what gateways know may be old: ${sentence}`);
  }
}
