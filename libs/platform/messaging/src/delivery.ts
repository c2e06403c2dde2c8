import { Rejection, type Envelope, type Meta } from '@ferrule/kernel';
import { backoffMs, type Backoff } from './backoff.ts';
import type { DeadLetterOffice, DeadLetterReason } from './dead-letter.ts';
import type { ConsumerDeclaration } from './declaration.ts';
import { decodeEnvelope } from './envelope-codec.ts';
import { JetStreamContext } from './jetstream-context.ts';
import type { Absence } from './absence.ts';
import type { Outage } from './outage.ts';
import type { PulledMessage } from './pulled-message.ts';
import { hop } from './tracing.ts';

/** A message that could not be read, as it came. */
export type UnreadableMessage = Pick<
  PulledMessage,
  'subject' | 'headers' | 'data' | 'deliveryCount' | 'streamSequence'
>;

export interface DeliveryHooks {
  /** Publishes the answer to a command that should never have been sent. */
  readonly onRejection?: (rejection: Rejection, context: JetStreamContext) => Promise<void>;
  /** True when the sender was answered; otherwise the message becomes a dead letter. */
  readonly onMalformed?: (message: UnreadableMessage, reason: Rejection) => Promise<boolean>;
  /** What a publisher from outside need not say, because its subject proves it. */
  readonly missingMeta?: (subject: string) => Partial<Meta>;
}

export interface DeliveryOptions extends DeliveryHooks {
  readonly retry: Backoff;
  readonly outage?: Pick<Outage, 'suspected' | 'over'> | undefined;
  readonly absence?: Pick<Absence, 'explains' | 'over'> | undefined;
  /** A handler that takes longer has failed, although it may still be running. */
  readonly handlerDeadlineMs: number;
}

export type Handler = (envelope: Envelope, context: JetStreamContext) => Promise<unknown>;

export type Settlement =
  | { readonly verdict: 'ack'; readonly outcome: 'acknowledged' | 'ignored' }
  | { readonly verdict: 'term'; readonly outcome: 'rejected' | 'malformed' | 'dead-letter' }
  | { readonly verdict: 'nak'; readonly outcome: 'retried'; readonly delayMs: number };

export const DEFAULT_MAX_DELIVERIES = 6;

/** Decides what becomes of one delivery. Whatever fails on the way is tried again, never dropped. */
export class Deliveries {
  constructor(
    private readonly deadLetters: Pick<DeadLetterOffice, 'take'>,
    private readonly options: DeliveryOptions,
    private readonly warn: (sentence: string) => void,
  ) {}

  async settle(
    message: PulledMessage,
    consumer: ConsumerDeclaration,
    handler: Handler | undefined,
  ): Promise<Settlement> {
    try {
      return await this.#settle(message, consumer, handler);
    } catch (error) {
      // The dead-letter stream or a hook is out of order: keep the message until it is not.
      this.warn(`${nameOf(message, consumer)} stays where it is: ${describe(error).message}`);
      return this.#again(message);
    }
  }

  async #settle(
    message: PulledMessage,
    consumer: ConsumerDeclaration,
    handler: Handler | undefined,
  ): Promise<Settlement> {
    const limit = consumer.maxDeliveries ?? DEFAULT_MAX_DELIVERIES;
    // Before the handler: one that dies each time never reaches any code after it.
    if (message.deliveryCount > limit) {
      return this.#bury(message, consumer, { reason: `crashed or timed out ${limit} times` });
    }
    if (handler === undefined && consumer.unrouted === 'ignore') {
      return { verdict: 'ack', outcome: 'ignored' };
    }
    if (handler === undefined) {
      return this.#bury(message, consumer, { reason: `no handler for ${message.subject}` });
    }
    let envelope: Envelope;
    try {
      envelope = decodeEnvelope(message, {
        receivedAt: message.receivedByBus,
        ...(this.options.missingMeta && { missingMeta: this.options.missingMeta(message.subject) }),
      });
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      if (await this.options.onMalformed?.(message, error)) {
        return { verdict: 'term', outcome: 'malformed' };
      }
      return this.#bury(message, consumer, { reason: error.message, error: describe(error) });
    }
    return this.#handle(message, consumer, handler, envelope, limit);
  }

  /** In an outage the message is kept and handled once that is over: it has lost none of its chances. */
  async #failedOrKept(
    message: PulledMessage,
    consumer: ConsumerDeclaration,
    error: unknown,
    limit: number,
  ): Promise<Settlement | 'kept'> {
    const { outage } = this.options;
    if (!(await outage?.suspected())) return this.#failed(message, consumer, error, limit);
    return (await outage?.over()) ? 'kept' : this.#again(message);
  }

  async #handle(
    ...all: [PulledMessage, ConsumerDeclaration, Handler, Envelope, number]
  ): Promise<Settlement> {
    const since = performance.now();
    for (;;) {
      const settlement = await this.#attempt(since, ...all);
      if (settlement !== 'kept') return settlement;
    }
  }

  async #attempt(
    since: number,
    message: PulledMessage,
    consumer: ConsumerDeclaration,
    handler: Handler,
    envelope: Envelope,
    limit: number,
  ): Promise<Settlement | 'kept'> {
    const context = new JetStreamContext([envelope, message, consumer]);
    try {
      await hop(
        {
          name: `process ${envelope.type}`,
          kind: 'consumer',
          traceparent: envelope.meta.traceparent,
          attributes: {
            'messaging.operation.type': 'process',
            'messaging.destination.name': message.subject,
            'messaging.message.id': envelope.id,
            'messaging.consumer.group.name': consumer.durable,
          },
        },
        () => withDeadline(handler(envelope, context), this.options.handlerDeadlineMs),
      );
      return { verdict: 'ack', outcome: 'acknowledged' };
    } catch (error) {
      const { absence } = this.options;
      if (absence?.explains(error, since))
        return (await absence.over(error)) ? 'kept' : this.#again(message);
      if (error instanceof Rejection && this.options.onRejection) {
        try {
          await this.options.onRejection(error, context);
          return { verdict: 'term', outcome: 'rejected' };
        } catch (unanswered) {
          return await this.#failedOrKept(message, consumer, unanswered, limit);
        }
      }
      if (error instanceof Rejection) {
        return this.#bury(message, consumer, { reason: error.message, error: describe(error) });
      }
      return this.#failedOrKept(message, consumer, error, limit);
    }
  }

  async #failed(
    message: PulledMessage,
    consumer: ConsumerDeclaration,
    error: unknown,
    limit: number,
  ): Promise<Settlement> {
    const { name, message: text } = describe(error);
    this.warn(
      `${nameOf(message, consumer)} failed, delivery ${message.deliveryCount} of ${limit}: ` +
        `${name}: ${text}`,
    );
    if (message.deliveryCount < limit) return this.#again(message);
    return this.#bury(message, consumer, { reason: text, error: describe(error) });
  }

  async #bury(
    message: PulledMessage,
    consumer: ConsumerDeclaration,
    why: DeadLetterReason,
  ): Promise<Settlement> {
    await this.deadLetters.take(message, consumer, why);
    this.warn(`${nameOf(message, consumer)} is a dead letter: ${why.reason}`);
    return { verdict: 'term', outcome: 'dead-letter' };
  }

  #again(message: PulledMessage): Settlement {
    const delayMs = backoffMs(message.deliveryCount, this.options.retry);
    return { verdict: 'nak', outcome: 'retried', delayMs };
  }
}

const nameOf = (message: PulledMessage, { stream, durable }: ConsumerDeclaration): string =>
  `${message.subject} (${stream} ${message.streamSequence}, for ${durable})`;

/** The message alone: a stack or a cause may hold what must not leave the process. */
const describe = (error: unknown): { name: string; message: string; code?: string } => {
  if (error instanceof Rejection) {
    return { name: error.name, message: error.message, code: error.code };
  }
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: 'Error', message: String(error) };
};

const withDeadline = async (work: Promise<unknown>, deadlineMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the handler did not end within ${deadlineMs} ms`));
    }, deadlineMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
