import type { Msg, NatsConnection } from '@nats-io/transport-node';
import type { BusMessage, Published } from '@ferrule/event-store';
import { encodeEnvelope, MAX_BODY_BYTES } from './envelope-codec.ts';

export interface PublishRunOptions {
  readonly replyPrefix: string;
  readonly maxInFlight: number;
  readonly ackTimeoutMs: number;
}

/** Bodies are up to 512 KiB: a window of 256 of them would not fit anywhere. */
const MAX_BYTES_IN_FLIGHT = 8 * 1024 * 1024;
const utf8 = new TextEncoder();

/** One list of messages on its way: a window slides over it as acknowledgements come in. */
export class PublishRun {
  readonly #nats: Pick<NatsConnection, 'publish'>;
  readonly #messages: readonly BusMessage[];
  readonly #options: PublishRunOptions;
  readonly #sizes: number[] = [];
  readonly #acknowledged: boolean[] = [];
  #contiguous = 0;
  #sent = 0;
  #inFlight = 0;
  #bytesInFlight = 0;
  #busSequence = 0;
  #failedAt = Infinity;
  #failure: Error | undefined;
  #progress = false;
  #settle: ((result: Published) => void) | undefined;

  constructor(
    nats: Pick<NatsConnection, 'publish'>,
    messages: readonly BusMessage[],
    options: PublishRunOptions,
  ) {
    this.#nats = nats;
    this.#messages = messages;
    this.#options = options;
  }

  async finished(): Promise<Published> {
    const timer = setInterval(() => {
      if (!this.#progress) {
        const waited = this.#options.ackTimeoutMs;
        this.abandon(new Error(`the bus acknowledged nothing for ${waited} ms`));
      }
      this.#progress = false;
    }, this.#options.ackTimeoutMs);
    try {
      return await new Promise<Published>((resolve) => {
        this.#settle = resolve;
        this.#send();
        this.#check();
      });
    } finally {
      clearInterval(timer);
    }
  }

  acknowledge(index: number, message: Msg): void {
    if (index >= this.#sent || this.#acknowledged[index] !== undefined) return;
    this.#progress = true;
    this.#inFlight -= 1;
    this.#bytesInFlight -= this.#sizes[index] ?? 0;
    const answer = readAck(message);
    if (answer instanceof Error) {
      this.#acknowledged[index] = false;
      const { to, envelope } = this.#messages[index] ?? {};
      this.#fail(
        index,
        new Error(`the bus refused ${envelope?.id ?? ''} on ${to ?? ''}: ${answer.message}`, {
          cause: answer,
        }),
      );
    } else {
      this.#acknowledged[index] = true;
      while (this.#acknowledged[this.#contiguous] === true) this.#contiguous += 1;
      if (answer > this.#busSequence) this.#busSequence = answer;
    }
    this.#send();
    this.#check();
  }

  /** What is not acknowledged by now is not going to be. */
  abandon(failure: Error): void {
    this.#fail(this.#contiguous, failure);
    this.#end();
  }

  #send(): void {
    const { maxInFlight, replyPrefix } = this.#options;
    while (
      this.#failure === undefined &&
      this.#sent < this.#messages.length &&
      this.#inFlight < maxInFlight &&
      this.#bytesInFlight < MAX_BYTES_IN_FLIGHT
    ) {
      const index = this.#sent;
      const message = this.#messages[index];
      if (message === undefined) return;
      try {
        const body = utf8.encode(message.envelope.body);
        if (body.length > MAX_BODY_BYTES) {
          throw new Error(`a body of ${body.length} bytes, more than ${MAX_BODY_BYTES}`);
        }
        this.#nats.publish(message.to, body, {
          headers: encodeEnvelope(message.envelope),
          reply: replyPrefix + String(index),
        });
        this.#sizes[index] = body.length;
        this.#bytesInFlight += body.length;
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        this.#fail(index, new Error(`${message.envelope.id} cannot be sent: ${why}`, { cause }));
        return;
      }
      this.#inFlight += 1;
      this.#sent += 1;
    }
  }

  /** The first failure in the order of the list counts; what comes after it goes again anyway. */
  #fail(index: number, failure: Error): void {
    if (index >= this.#failedAt) return;
    this.#failedAt = index;
    this.#failure = failure;
  }

  #check(): void {
    if (this.#contiguous === this.#messages.length || this.#contiguous >= this.#failedAt) {
      this.#end();
    }
  }

  #end(): void {
    this.#settle?.({
      acknowledged: this.#contiguous,
      busSequence: this.#contiguous === 0 ? 0 : this.#busSequence,
      ...(this.#failure !== undefined && { failure: this.#failure }),
    });
    this.#settle = undefined;
  }
}

interface Ack {
  readonly seq?: number;
  readonly error?: { readonly code?: number; readonly description?: string };
}

const readAck = (message: Msg): number | Error => {
  if (message.headers?.code === 503) return new Error('no stream takes this subject');
  try {
    const { seq, error } = message.json<Ack>();
    if (error !== undefined) return new Error(error.description ?? 'refused without a reason');
    return seq ?? new Error('an acknowledgement without a sequence');
  } catch {
    return new Error('an acknowledgement that cannot be read');
  }
};
