import {
  context,
  isSpanContextValid,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';

// Inert as long as nobody registers an SDK, and so without cost in a spec.
const tracer = trace.getTracer('@ferrule/messaging');

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

const remote = (traceparent: string | undefined): Context => {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return context.active();
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(context.active(), { traceId, spanId, traceFlags, isRemote: true });
};

const traceparentOf = (span: Span): string | undefined => {
  const of = span.spanContext();
  if (!isSpanContextValid(of)) return undefined;
  return `00-${of.traceId}-${of.spanId}-${of.traceFlags.toString(16).padStart(2, '0')}`;
};

export interface Hop {
  readonly name: string;
  readonly kind: 'producer' | 'consumer' | 'client' | 'server';
  /** Where the trace came from; without it, from whatever is going on here. */
  readonly traceparent?: string | undefined;
  readonly attributes?: Attributes;
}

const KINDS = {
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
} as const;

/** Runs `fn` inside a span; `fn` is given the traceparent to send on. */
export const hop = async <T>(
  { name, kind, traceparent, attributes }: Hop,
  fn: (traceparent: string | undefined) => Promise<T>,
): Promise<T> => {
  const parent = remote(traceparent);
  const span = tracer.startSpan(
    name,
    { kind: KINDS[kind], attributes: { 'messaging.system': 'nats', ...attributes } },
    parent,
  );
  try {
    return await context.with(trace.setSpan(parent, span), () =>
      fn(traceparentOf(span) ?? traceparent),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    span.setStatus({ code: SpanStatusCode.ERROR, message });
    if (error instanceof Error) span.setAttribute('error.type', error.name);
    throw error;
  } finally {
    span.end();
  }
};
