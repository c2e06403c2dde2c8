import { setTimeout as pause } from 'node:timers/promises';
import type { BusConnection } from './connection.ts';
import { ACK_WAIT_MS, type ConsumerDeclaration } from './declaration.ts';
import type { Settlement } from './delivery.ts';
import { handled, handleSeconds, inFlight, recoveries, redelivered } from './meters.ts';
import { Pull } from './pull.ts';
import type { PulledMessage } from './pulled-message.ts';
import { ConsumerWatchdog } from './consumer-watchdog.ts';
import { findConsumer } from './topology.ts';

export interface RunnerOptions {
  readonly settle: (message: PulledMessage, consumer: ConsumerDeclaration) => Promise<Settlement>;
  /** Makes what is missing on the broker, when it was lost while the process ran. */
  readonly restore: (consumer: ConsumerDeclaration) => Promise<void>;
  readonly warn: (sentence: string) => void;
  readonly heartbeatMs: number;
  readonly stallAfterMs: number;
}

interface Work {
  /** The latest delivery: its acknowledgement counts for all. */
  message: PulledMessage;
}

/** Keeps one durable consumer at work until it is drained, whatever happens to the broker. */
export class ConsumerRunner {
  readonly consumer: ConsumerDeclaration;
  readonly #connection: BusConnection;
  readonly #options: RunnerOptions;
  readonly #pull: Pull;
  readonly #watchdog: ConsumerWatchdog;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #forget: () => void;
  readonly #work = new Map<string, Work>();
  readonly #late: PulledMessage[] = [];
  readonly #stopping = new AbortController();
  #idle: (() => void) | undefined;
  #recovery: Promise<void> | undefined;
  #recoveredAt = -Infinity;
  #paused = false;
  #draining = false;

  constructor(connection: BusConnection, consumer: ConsumerDeclaration, options: RunnerOptions) {
    this.consumer = consumer;
    this.#connection = connection;
    this.#options = options;
    const { stream, durable } = consumer;
    this.#pull = new Pull(connection, {
      stream,
      durable,
      maxInFlight: consumer.maxInFlight ?? 256,
      // Heartbeats also make the broker forget the requests of a process that died. nats-server 2.9
      // loses count of a message's deliveries when it comes upon such a request on a redelivery.
      heartbeatMs: Math.min(options.heartbeatMs, (consumer.ackWaitMs ?? ACK_WAIT_MS) / 4),
      onMessage: (message) => this.#receive(message),
      onLost: (why) => this.#recover(why),
    });
    this.#watchdog = new ConsumerWatchdog(connection, consumer, {
      stallAfterMs: options.stallAfterMs,
      idle: () => this.#work.size === 0 && this.#pull.pulling,
      pullAgain: () => this.#pullAgain(),
      lost: (why) => this.#recover(why),
      warn: options.warn,
    });
    this.#heartbeat = setInterval(() => this.#keep(), (consumer.ackWaitMs ?? ACK_WAIT_MS) / 3);
    this.#forget = connection.onStatus((status) => {
      if (status.type === 'reconnected') this.#recover('reconnected');
    });
    this.#pull.restart();
  }

  get pulling(): boolean {
    return this.#pull.pulling && this.#connection.connected;
  }

  get paused(): boolean {
    return this.#paused;
  }

  get inFlight(): number {
    return this.#work.size;
  }

  /** A circuit breaker: messages stay where they are, and none of their deliveries is used up. */
  pause(): void {
    this.#paused = true;
    this.#pull.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#pullAgain();
  }

  /** Takes nothing new, gives back what has not begun, and waits for the rest; how many were left. */
  async drain(deadlineMs: number): Promise<number> {
    this.#draining = true;
    this.#stopping.abort();
    this.#forget();
    // Whoever called closes the connection next; nobody may be asking over it then.
    const quiet = Promise.all([this.#watchdog.stop(), this.#recovery]);
    const finished = new AbortController();
    const late = pause(deadlineMs, undefined, { signal: finished.signal }).catch(() => undefined);
    await Promise.race([this.#giveBack(), late]);
    if (this.#work.size > 0) {
      await Promise.race([new Promise<void>((resolve) => (this.#idle = resolve)), late]);
    }
    await Promise.race([quiet, late]);
    finished.abort();
    clearInterval(this.#heartbeat);
    return this.#work.size;
  }

  /** What was on its way when the drain began goes back at once, and not after `ack_wait`. */
  async #giveBack(): Promise<void> {
    const { stream, durable } = this.consumer;
    await this.#pull.drain();
    if (this.#late.length === 0) return;
    // nats-server 2.9 would answer one of our requests, which nobody hears any more, and mislay the
    // message. To be asked about the consumer makes it forget them.
    const manager = await this.#connection.manager();
    await findConsumer(manager, stream, durable).catch(() => undefined);
    for (const message of this.#late) message.nak(0);
  }

  #receive(message: PulledMessage): void {
    this.#watchdog.delivered();
    if (message.deliveryCount > 1) redelivered.add(1, { consumer: this.consumer.durable });
    const work = this.#work.get(message.key);
    if (work !== undefined) {
      // It comes again while its handler still runs, after a broken connection for example.
      work.message = message;
      message.working();
      this.#pull.release();
    } else if (this.#draining) {
      this.#late.push(message);
      this.#pull.release();
    } else {
      void this.#run(message);
    }
  }

  async #run(message: PulledMessage): Promise<void> {
    const started = performance.now();
    const work: Work = { message };
    const attributes = { consumer: this.consumer.durable };
    this.#work.set(message.key, work);
    inFlight.add(1, attributes);
    const settlement = await this.#options.settle(message, this.consumer);
    const confirmed = await this.#confirm(work, settlement);
    const outcome = confirmed ? settlement.outcome : 'unconfirmed';
    this.#work.delete(message.key);
    inFlight.add(-1, attributes);
    handled.add(1, { ...attributes, outcome });
    handleSeconds.record((performance.now() - started) / 1_000, attributes);
    this.#pull.release();
    if (this.#work.size === 0) this.#idle?.();
  }

  /** Tries again after a broken connection: meanwhile the message may have come anew. */
  async #confirm(work: Work, settlement: Settlement): Promise<boolean> {
    if (settlement.verdict === 'nak') {
      work.message.nak(settlement.delayMs);
      return true;
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        await work.message[settlement.verdict]();
        return true;
      } catch (error) {
        if (attempt === 3 || this.#draining) {
          const { subject } = work.message;
          this.#options.warn(
            `the broker did not confirm that ${subject} is done, so it may come again: ` +
              String(error),
          );
          return false;
        }
        await this.#connection.whenConnected(10_000).catch(() => undefined);
      }
    }
  }

  #keep(): void {
    if (!this.#connection.connected) return;
    for (const { message } of this.#work.values()) message.working();
  }

  #recover(why: string): void {
    if (this.#draining) return;
    this.#recovery ??= this.#restore(why).finally(() => (this.#recovery = undefined));
  }

  async #restore(why: string): Promise<void> {
    const { stream, durable } = this.consumer;
    // A broker that refuses every request is not to be asked without a breath in between.
    if (performance.now() - this.#recoveredAt < 1_000) await this.#rest(1_000);
    for (let attempt = 0; ; attempt += 1) {
      // Whoever brings the connection back calls again.
      if (this.#stopping.signal.aborted || !this.#connection.connected) return;
      try {
        await this.#options.restore(this.consumer);
        recoveries.add(1, { consumer: durable, cause: why });
        this.#recoveredAt = performance.now();
        this.#keep();
        this.#pullAgain();
        return;
      } catch (error) {
        this.#options.warn(`consumer ${stream}/${durable} is lost (${why}): ${String(error)}`);
        await this.#rest(Math.min(5_000, 100 * 2 ** Math.min(attempt, 10)));
      }
    }
  }

  #pullAgain(): void {
    if (!this.#paused && !this.#draining) this.#pull.restart();
  }

  async #rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
