import { createInbox, nanos, type Msg, type Subscription } from '@nats-io/transport-node';
import type { BusConnection } from './connection.ts';
import { PulledMessage } from './pulled-message.ts';

export interface PullOptions {
  readonly stream: string;
  readonly durable: string;
  /** Messages that may be in work here at once; never more are asked for. */
  readonly maxInFlight: number;
  readonly heartbeatMs: number;
  readonly onMessage: (message: PulledMessage) => void;
  /** The broker no longer answers our requests: the consumer may be gone. Ends with `restart`. */
  readonly onLost: (why: string) => void;
}

const EXPIRES_MS = 30_000;

/**
 * Asks a durable consumer for as many messages as there is room for. The client's own `consume`
 * refills while handlers still run, cannot be stopped without losing what is on its way, and
 * survives a deleted consumer by asking for ever; hence this.
 */
export class Pull {
  readonly #connection: BusConnection;
  readonly #options: PullOptions;
  readonly #inbox: string;
  #subscription: Subscription;
  readonly #monitor: NodeJS.Timeout;
  #serial = 0;
  #asked = 0;
  #running = 0;
  #pulling = false;
  #lost = false;
  #heardAt = performance.now();

  constructor(connection: BusConnection, options: PullOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#inbox = createInbox(connection.inboxPrefix);
    this.#subscription = this.#subscribe();
    this.#monitor = setInterval(() => this.#listen(), options.heartbeatMs);
  }

  get pulling(): boolean {
    return this.#pulling && !this.#lost;
  }

  /** Forgets what was asked before, and asks again. Answers to old requests are still taken. */
  restart(): void {
    // The broker ends a subscription that it does not permit, and may permit it later.
    if (this.#subscription.isClosed()) this.#subscription = this.#subscribe();
    this.#serial += 1;
    this.#asked = 0;
    this.#lost = false;
    this.#pulling = true;
    this.#heardAt = performance.now();
    this.#ask();
  }

  /** No more requests; those under way run out by themselves. */
  pause(): void {
    this.#pulling = false;
  }

  /** A message that was handed out is done with: there is room for another. */
  release(): void {
    this.#running -= 1;
    this.#ask();
  }

  /** Takes what is on its way, and nothing after. */
  async drain(): Promise<void> {
    this.#pulling = false;
    clearInterval(this.#monitor);
    if (this.#subscription.isClosed()) return;
    if (this.#connection.connected) await this.#subscription.drain().catch(() => undefined);
    else this.#subscription.unsubscribe();
  }

  #subscribe(): Subscription {
    return this.#connection.nats.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error === null) this.#hear(message);
        else this.#lose(error.message);
      },
    });
  }

  #ask(): void {
    if (!this.#pulling || this.#lost || !this.#connection.connected) return;
    const { stream, durable, maxInFlight, heartbeatMs } = this.#options;
    const room = maxInFlight - this.#running - this.#asked;
    // Asking for every single one would cost a request per message.
    if (room <= 0 || (room < maxInFlight / 4 && this.#asked > 0)) return;
    if (this.#asked === 0) this.#heardAt = performance.now();
    this.#asked += room;
    this.#connection.nats.publish(
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
      JSON.stringify({
        batch: room,
        expires: nanos(EXPIRES_MS),
        idle_heartbeat: nanos(Math.round(heartbeatMs)),
      }),
      { reply: `${this.#inbox}.${this.#serial}` },
    );
  }

  #hear(message: Msg): void {
    this.#heardAt = performance.now();
    if (message.subject.startsWith(`${this.#inbox}.`)) {
      if (message.subject === `${this.#inbox}.${this.#serial}`) this.#status(message);
      return;
    }
    if (this.#asked > 0) this.#asked -= 1;
    this.#running += 1;
    this.#options.onMessage(new PulledMessage(this.#connection.nats, message));
    this.#ask();
  }

  #status(message: Msg): void {
    const code = message.headers?.code ?? 0;
    const description = message.headers?.description ?? '';
    if (code === 100) return;
    const undelivered = Number(message.headers?.get('Nats-Pending-Messages'));
    if (code === 503 || /deleted|push based/i.test(description)) {
      this.#lose(description === '' ? 'no responders' : description);
    } else if (undelivered > 0) {
      this.#asked = Math.max(0, this.#asked - undelivered);
      this.#ask();
    } else if (code >= 400 && code !== 404 && code !== 408) {
      // A request that was refused as a whole, and does not say how many it asked for.
      this.#lose(`${code} ${description}`);
    } else {
      this.#asked = 0;
      this.#ask();
    }
  }

  /** An open request brings a heartbeat; where none comes, nobody is working on it. */
  #listen(): void {
    if (this.#asked === 0 || !this.pulling || !this.#connection.connected) return;
    if (performance.now() - this.#heardAt < 2.5 * this.#options.heartbeatMs) return;
    this.#lose('no heartbeat');
  }

  #lose(why: string): void {
    if (this.#lost || !this.#pulling) return;
    this.#lost = true;
    this.#options.onLost(why);
  }
}
