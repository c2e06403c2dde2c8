import { NoRespondersError, RequestError, TimeoutError, headers } from '@nats-io/transport-node';
import { Rejection } from '@ferrule/kernel';
import type { BusConnection } from './connection.ts';
import { hop } from './tracing.ts';

export type QueryFailure = 'QUERY_TIMEOUT' | 'SERVICE_UNAVAILABLE' | 'QUERY_FAILED';

/** The question is in order; whoever should answer it is not. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(
    readonly code: QueryFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Asks a service that answers over Nest's NATS transport. A remote `Rejection` is thrown here again. */
export class QueryClient {
  #count = 0;

  constructor(private readonly connection: BusConnection) {}

  async ask<Answer>(subject: string, data: unknown, timeoutMs = 5_000): Promise<Answer> {
    return hop(
      {
        name: `ask ${subject}`,
        kind: 'client',
        attributes: { 'messaging.destination.name': subject },
      },
      async (traceparent) => {
        const reply = await this.#request(subject, data, timeoutMs, traceparent);
        if (reply.err === undefined || reply.err === null) return reply.response as Answer;
        throw refusal(subject, reply.err);
      },
    );
  }

  async #request(
    subject: string,
    data: unknown,
    timeoutMs: number,
    traceparent: string | undefined,
  ): Promise<Reply> {
    this.#count += 1;
    // As Nest's own client would put it.
    const packet = JSON.stringify({ pattern: subject, data, id: String(this.#count) });
    const head = headers();
    if (traceparent !== undefined) head.set('traceparent', traceparent);
    const started = performance.now();
    try {
      await this.connection.whenConnected(timeoutMs);
      const left = Math.max(1, timeoutMs - (performance.now() - started));
      const message = await this.connection.nats.request(subject, packet, {
        timeout: left,
        headers: head,
      });
      return message.json<Reply>();
    } catch (cause) {
      throw unanswered(subject, timeoutMs, cause);
    }
  }
}

interface Reply {
  readonly err?: unknown;
  readonly response?: unknown;
}

const unanswered = (subject: string, timeoutMs: number, cause: unknown): QueryError => {
  const nobody =
    cause instanceof NoRespondersError || (cause instanceof RequestError && cause.isNoResponders());
  if (nobody) {
    return new QueryError('SERVICE_UNAVAILABLE', `nobody answers ${subject}`, { cause });
  }
  if (cause instanceof TimeoutError) {
    const sentence = `no answer to ${subject} within ${timeoutMs} ms`;
    return new QueryError('QUERY_TIMEOUT', sentence, { cause });
  }
  const text = cause instanceof Error ? cause.message : String(cause);
  return new QueryError('SERVICE_UNAVAILABLE', `${subject} cannot be asked: ${text}`, { cause });
};

const refusal = (subject: string, error: unknown): Error => {
  if (typeof error === 'object' && error !== null && 'code' in error) {
    const { code } = error;
    const message = 'message' in error ? String(error.message) : '';
    const detail = 'detail' in error ? error.detail : undefined;
    if (typeof code === 'string' && typeof detail === 'object' && detail !== null) {
      return new Rejection(code, message, { ...detail });
    }
  }
  return new QueryError('QUERY_FAILED', `${subject} could not be answered`, { cause: error });
};
