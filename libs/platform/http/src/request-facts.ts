import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What everything that happens for a request may want to know of it. */
export interface RequestFacts {
  /** The caller's `x-request-id`, or one of ours; the answer carries it. */
  readonly id: string;
  readonly method: string;
  /** Without the query, which may hold what must not be logged. */
  readonly path: string;
  /** W3C trace context, when the caller sent a well-formed one. */
  readonly traceparent?: string;
  /** The route's pattern, `/jobs/:id`, once it is known: few of them, where paths are many. */
  readonly route: () => string | undefined;
}

/**
 * Runs each request inside whatever `next` is called in, such as a span, and sees its response.
 */
export type AroundRequest = (
  facts: RequestFacts,
  response: ServerResponse,
  next: () => void,
) => void;

const requests = new AsyncLocalStorage<RequestFacts>();

/** The request that the current code runs for; nothing outside of one. */
export const currentRequest = (): RequestFacts | undefined => requests.getStore();

const header = (request: IncomingMessage, name: string, form: RegExp): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' && form.test(value) ? value : undefined;
};

const routeOf = (request: IncomingMessage): string | undefined => {
  const route: unknown = Reflect.get(request, 'route');
  const path: unknown =
    typeof route === 'object' && route !== null ? Reflect.get(route, 'path') : undefined;
  return typeof path === 'string' ? path : undefined;
};

export const factsOf = (request: IncomingMessage): RequestFacts => {
  const traceparent = header(
    request,
    'traceparent',
    /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/,
  );
  return {
    // Anything else would let a caller write into the log.
    id: header(request, 'x-request-id', /^[A-Za-z0-9._-]{1,64}$/) ?? randomUUID(),
    method: request.method ?? '',
    path: (request.url ?? '').replace(/[?#].*$/s, ''),
    ...(traceparent !== undefined && { traceparent }),
    route: () => routeOf(request),
  };
};

export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

export const tellRequest =
  (around?: AroundRequest): Middleware =>
  (request, response, next) => {
    const facts = factsOf(request);
    response.setHeader('x-request-id', facts.id);
    requests.run(facts, () => {
      if (around) around(facts, response, next);
      else next();
    });
  };
