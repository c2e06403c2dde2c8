import { NoRespondersError, RequestError, TimeoutError } from '@nats-io/transport-node';
import { JetStreamApiError, JetStreamError } from '@nats-io/jetstream';
import type { Envelope } from '@ferrule/kernel';
import type { BusConnection } from './connection.ts';
import { encodeEnvelope, MAX_BODY_BYTES } from './envelope-codec.ts';
import { published, publishFailures } from './meters.ts';
import { hop } from './tracing.ts';

export interface PublisherOptions {
  /** For all attempts together. */
  readonly timeoutMs?: number;
  /** For one acknowledgement. */
  readonly ackTimeoutMs?: number;
}

export interface Receipt {
  readonly stream: string;
  readonly streamSequence: number;
  /** The broker held this id already: an earlier attempt had arrived after all. */
  readonly duplicate: boolean;
}

export type PublishFailure =
  /** Nothing came back in time: it may have arrived, and the same id may be sent again. */
  | 'PUBLISH_TIMEOUT'
  /** No stream takes the subject. */
  | 'NO_STREAM'
  /** The stream would not have it: it is full, for example. */
  | 'PUBLISH_REFUSED'
  /** This user may not publish there. */
  | 'PUBLISH_FORBIDDEN'
  | 'MESSAGE_TOO_LARGE';

export class PublishError extends Error {
  override readonly name = 'PublishError';

  constructor(
    readonly code: PublishFailure,
    message: string,
    readonly attempts: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Publishes one message and knows what became of it. Repeats carry the same id and are dropped. */
export class Publisher {
  readonly #connection: BusConnection;
  readonly #options: PublisherOptions;

  constructor(connection: BusConnection, options: PublisherOptions = {}) {
    this.#connection = connection;
    this.#options = options;
  }

  async publish(subject: string, envelope: Envelope): Promise<Receipt> {
    const size = Buffer.byteLength(envelope.body);
    if (size > MAX_BODY_BYTES) {
      const sentence = `a body of ${size} bytes, more than ${MAX_BODY_BYTES}`;
      throw new PublishError('MESSAGE_TOO_LARGE', sentence, 0);
    }
    try {
      const receipt = await hop(
        {
          name: `send ${envelope.type}`,
          kind: 'producer',
          traceparent: envelope.meta.traceparent,
          attributes: {
            'messaging.operation.type': 'send',
            'messaging.destination.name': subject,
            'messaging.message.id': envelope.id,
          },
        },
        (traceparent) =>
          this.#deliver(subject, {
            ...envelope,
            meta: { ...envelope.meta, ...(traceparent !== undefined && { traceparent }) },
          }),
      );
      published.add(1);
      return receipt;
    } catch (error) {
      publishFailures.add(1);
      throw error;
    }
  }

  async #deliver(subject: string, envelope: Envelope): Promise<Receipt> {
    const headers = encodeEnvelope(envelope);
    const deadline = performance.now() + (this.#options.timeoutMs ?? 10_000);
    let last: PublishError | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const left = deadline - performance.now();
      if (left <= 0) throw last ?? tooLate(envelope.id, attempt - 1);
      try {
        // The client drops what it holds when it dials again, so wait until somebody listens.
        await this.#connection.whenConnected(left);
        const timeout = Math.max(1, Math.min(left, this.#options.ackTimeoutMs ?? 2_000));
        const ack = await this.#connection.jetstream.publish(subject, envelope.body, {
          headers,
          timeout,
        });
        return { stream: ack.stream, streamSequence: ack.seq, duplicate: ack.duplicate };
      } catch (cause) {
        last = explain(cause, subject, envelope.id, attempt);
        if (last.code !== 'PUBLISH_TIMEOUT' && last.code !== 'NO_STREAM') throw last;
        if (last.code === 'NO_STREAM' && attempt >= 3) throw last;
        await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** attempt, 1_000)));
      }
    }
  }
}

const tooLate = (id: string, attempts: number): PublishError =>
  new PublishError('PUBLISH_TIMEOUT', `${id} was not acknowledged in time`, attempts);

const explain = (cause: unknown, subject: string, id: string, attempt: number): PublishError => {
  const failed = (code: PublishFailure, sentence: string): PublishError =>
    new PublishError(code, sentence, attempt, { cause });
  if (cause instanceof JetStreamApiError) {
    return failed('PUBLISH_REFUSED', `the bus refused ${id}: ${cause.message}`);
  }
  if (noResponders(cause)) return failed('NO_STREAM', `no stream takes ${subject}`);
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/permissions violation/i.test(text)) {
    return failed('PUBLISH_FORBIDDEN', `this user may not publish on ${subject}`);
  }
  if (cause instanceof TimeoutError || cause instanceof RequestError) {
    return failed('PUBLISH_TIMEOUT', `${id} was not acknowledged in time: ${text}`);
  }
  return failed('PUBLISH_TIMEOUT', `${id} was not acknowledged: ${text}`);
};

/** The client says "JetStream is not enabled" when nobody listens on the subject. */
const noResponders = (cause: unknown): boolean =>
  cause instanceof NoRespondersError ||
  (cause instanceof RequestError && cause.isNoResponders()) ||
  (cause instanceof Error &&
    !(cause instanceof JetStreamError) &&
    cause.cause !== undefined &&
    noResponders(cause.cause));
