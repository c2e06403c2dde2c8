import { applyDecorators, Catch, Logger, UseFilters, type ExceptionFilter } from '@nestjs/common';
import {
  MessagePattern,
  NatsContext,
  ServerNats,
  Transport,
  type CustomStrategy,
} from '@nestjs/microservices';
import {
  MsgHdrsImpl,
  type NatsConnection,
  type Subscription,
  type SubscriptionOptions,
} from '@nats-io/transport-node';
import { throwError, type Observable } from 'rxjs';
import { Rejection } from '@ferrule/kernel';
import { connectOptions, type BusOptions } from './connection.ts';
import { hop } from './tracing.ts';

export interface QueryTransportOptions extends BusOptions {
  /** Replicas with the same queue share the questions: the name of the service. */
  readonly queue: string;
  /** How long a shutdown waits for answers under way. */
  readonly drainMs?: number;
}

/** A refusal travels as its code, sentence and detail; of anything else only that it failed. */
export class QueryFilter implements ExceptionFilter {
  readonly #logger = new Logger('Query');

  catch(exception: unknown): Observable<never> {
    if (exception instanceof Rejection) {
      const { code, message, detail } = exception;
      return throwError(() => ({ code, message, detail }));
    }
    this.#logger.error(exception);
    return throwError(() => ({ code: 'INTERNAL', message: 'the question could not be answered' }));
  }
}
Catch()(QueryFilter);

/** Binds a method `(data)` to a query's subject on Nest's own NATS transport. */
export const Answers = (subject: string): MethodDecorator =>
  applyDecorators(MessagePattern(subject, Transport.NATS), UseFilters(new QueryFilter()));

/** Nest's server for NATS, with a span for each question and a shutdown that waits for answers. */
export class QueryServer extends ServerNats {
  readonly #drainMs: number;
  readonly #subscriptions: Subscription[] = [];
  #closing: Promise<void> | undefined;
  #underWay = 0;
  #idle: (() => void) | undefined;

  constructor({ queue, drainMs = 10_000, ...options }: QueryTransportOptions) {
    super({ ...connectOptions(options), queue });
    this.#drainMs = drainMs;
    this.setOnProcessingStartHook((_transport, context, answer) => {
      this.#underWay += 1;
      traced(context, answer).catch((error: unknown) => this.handleError(String(error)));
    });
    this.setOnProcessingEndHook(() => {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#idle?.();
    });
  }

  /** Nest keeps its subscriptions to itself, and its own graceful shutdown sleeps a fixed time. */
  override bindEvents(client: Pick<NatsConnection, 'subscribe'>): void {
    super.bindEvents({
      subscribe: (subject: string, options: SubscriptionOptions): Subscription => {
        const subscription = client.subscribe(subject, options);
        this.#subscriptions.push(subscription);
        return subscription;
      },
    });
  }

  override async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async #close(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, this.#drainMs)));
    await Promise.race([this.#answered(), late]);
    clearTimeout(timer);
    await super.close();
  }

  async #answered(): Promise<void> {
    if (this.#subscriptions.length === 0) return;
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    // Nest sends the reply in the tick after the one that ends the handler.
    await new Promise(setImmediate);
    await this.unwrap<NatsConnection>().flush();
  }
}

const traced = async (context: unknown, answer: () => Promise<unknown>): Promise<void> => {
  const asked = context instanceof NatsContext ? context : undefined;
  const subject = asked?.getSubject() ?? 'query';
  const headers: unknown = asked?.getHeaders();
  const traceparent = headers instanceof MsgHdrsImpl ? headers.get('traceparent') : '';
  await hop(
    {
      name: `answer ${subject}`,
      kind: 'server',
      traceparent,
      attributes: { 'messaging.destination.name': subject },
    },
    async () => {
      await answer();
    },
  );
};

/** For `app.connectMicroservice(queryTransport({ … }))`. */
export const queryTransport = (options: QueryTransportOptions): CustomStrategy => ({
  strategy: new QueryServer(options),
});
