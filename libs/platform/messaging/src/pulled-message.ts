import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';

const SETTLE_TIMEOUT_MS = 2_000;

/** One delivery of a message. Whatever is not settled comes again after `ack_wait`. */
export class PulledMessage {
  readonly deliveryCount: number;
  readonly streamSequence: number;
  readonly receivedByBus: Date;
  /** The same for every delivery of a message, another one after a stream was made anew. */
  readonly key: string;
  readonly #nats: NatsConnection;
  readonly #message: Msg;
  readonly #reply: string;

  constructor(nats: NatsConnection, message: Msg) {
    this.#nats = nats;
    this.#message = message;
    this.#reply = message.reply ?? '';
    const info = deliveryInfo(this.#reply);
    this.deliveryCount = info.deliveryCount;
    this.streamSequence = info.streamSequence;
    this.receivedByBus = info.receivedByBus;
    this.key = info.key;
  }

  get subject(): string {
    return this.#message.subject;
  }

  get headers(): MsgHdrs | undefined {
    return this.#message.headers;
  }

  get data(): Uint8Array {
    return this.#message.data;
  }

  /** Resolves when the broker has confirmed that it will never deliver the message again. */
  async ack(): Promise<void> {
    await this.#confirmed('+ACK');
  }

  /** As final as `ack`; it tells the broker's monitoring that nobody could use the message. */
  async term(): Promise<void> {
    await this.#confirmed('+TERM');
  }

  /** Unconfirmed: if it is lost the message comes after `ack_wait` instead. */
  nak(delayMs: number): void {
    const delay = Math.round(delayMs) * 1_000_000;
    this.#nats.publish(this.#reply, delay > 0 ? `-NAK {"delay":${delay}}` : '-NAK');
  }

  /** Begins `ack_wait` anew. */
  working(): void {
    this.#nats.publish(this.#reply, '+WPI');
  }

  async #confirmed(verdict: string): Promise<void> {
    await this.#nats.request(this.#reply, verdict, { timeout: SETTLE_TIMEOUT_MS });
  }
}

interface DeliveryInfo {
  readonly deliveryCount: number;
  readonly streamSequence: number;
  readonly receivedByBus: Date;
  readonly key: string;
}

/**
 * `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time>.<pending>`; newer
 * brokers put a domain and an account before the stream and may add a token at the end.
 */
const deliveryInfo = (reply: string): DeliveryInfo => {
  const tokens = reply.split('.');
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK' || tokens.length < 9) {
    throw new Error(`not a delivery of a JetStream consumer: "${reply}"`);
  }
  const [deliveries, sequence, , nanoseconds] = tokens.slice(tokens.length === 9 ? 4 : 6);
  if (deliveries === undefined || sequence === undefined || nanoseconds === undefined) {
    throw new Error(`not a delivery of a JetStream consumer: "${reply}"`);
  }
  return {
    deliveryCount: Number(deliveries),
    streamSequence: Number(sequence),
    receivedByBus: new Date(Number(nanoseconds) / 1e6),
    key: `${sequence}@${nanoseconds}`,
  };
};
