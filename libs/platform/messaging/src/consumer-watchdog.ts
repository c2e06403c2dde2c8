import { DeliverPolicy, RetentionPolicy, type ConsumerInfo } from '@nats-io/jetstream';
import type { BusConnection } from './connection.ts';
import type { ConsumerDeclaration } from './declaration.ts';
import { consumerConfig } from './drift.ts';
import { remedyFor, type Stall } from './stall.ts';
import { findConsumer, findStream } from './topology.ts';

export interface WatchdogOptions {
  /** How long nothing must have been delivered before it so much as looks. */
  readonly stallAfterMs: number;
  readonly idle: () => boolean;
  readonly pullAgain: () => void;
  readonly lost: (why: string) => void;
  readonly warn: (sentence: string) => void;
}

/**
 * Brokers have had consumers that stop delivering although messages wait. First our requests are
 * made anew; when that does not help, the consumer is, from where it had got to.
 */
export class ConsumerWatchdog {
  readonly #connection: BusConnection;
  readonly #consumer: ConsumerDeclaration;
  readonly #options: WatchdogOptions;
  readonly #timer: NodeJS.Timeout;
  #deliveredAt = performance.now();
  #stall: Stall | undefined;
  #looking: Promise<void> | undefined;

  constructor(connection: BusConnection, consumer: ConsumerDeclaration, options: WatchdogOptions) {
    this.#connection = connection;
    this.#consumer = consumer;
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), options.stallAfterMs);
  }

  delivered(): void {
    this.#deliveredAt = performance.now();
    this.#stall = undefined;
  }

  /** Resolves when it does not ask the broker anything any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  #tick(): void {
    const quiet = performance.now() - this.#deliveredAt >= this.#options.stallAfterMs;
    if (this.#looking || !quiet || !this.#options.idle() || !this.#connection.connected) return;
    this.#looking = this.#look()
      .catch((error: unknown) => {
        this.#options.warn(`the watchdog of ${this.#name} could not look: ${String(error)}`);
      })
      .finally(() => (this.#looking = undefined));
  }

  async #look(): Promise<void> {
    const { stream, durable } = this.#consumer;
    const info = await findConsumer(await this.#connection.manager(), stream, durable);
    if (info === undefined) {
      this.#options.lost('the consumer is gone');
      return;
    }
    const { remedy, stall } = remedyFor(info, this.#stall);
    this.#stall = stall;
    if (remedy === 'none' || !this.#options.idle()) return;
    this.#options.warn(
      `consumer ${this.#name} is stuck with ${info.num_pending} messages waiting: ` +
        (remedy === 'pull-again' ? 'asking again' : 'making it anew'),
    );
    if (remedy === 'recreate') await this.#recreate(info);
    this.#options.pullAgain();
  }

  async #recreate(stuck: ConsumerInfo): Promise<void> {
    const { stream, durable } = this.#consumer;
    const manager = await this.#connection.manager();
    // Another instance may have been faster; its new consumer must not go as well.
    const now = await findConsumer(manager, stream, durable);
    if (now?.created !== stuck.created) return;
    const retention = (await findStream(manager, stream))?.config.retention;
    const config = consumerConfig(this.#consumer);
    await manager.consumers.delete(stream, durable);
    await manager.consumers.add(
      stream,
      // A work queue holds only what is not done yet, and allows no other beginning.
      retention === RetentionPolicy.Workqueue
        ? config
        : {
            ...config,
            deliver_policy: DeliverPolicy.StartSequence,
            opt_start_seq: stuck.ack_floor.stream_seq + 1,
          },
    );
  }

  get #name(): string {
    return `${this.#consumer.stream}/${this.#consumer.durable}`;
  }
}
