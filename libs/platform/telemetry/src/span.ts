import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { Rejection } from '@ferrule/kernel';
import { parseTraceparent } from './traceparent.ts';

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

export interface SpanSettings {
  readonly kind?: keyof typeof kinds;
  readonly attributes?: Attributes;
  /** The span of another process that this one continues; without it, the one that is running here. */
  readonly traceparent?: string | undefined;
  /** Spans of other traces that led here too: the messages of one batch. */
  readonly links?: readonly string[];
}

const parentOf = (traceparent: string | undefined): Context => {
  if (traceparent === undefined) return context.active();
  const remote = parseTraceparent(traceparent);
  // What cannot be read starts a trace of its own instead of joining whatever runs here.
  return remote === undefined ? ROOT_CONTEXT : trace.setSpanContext(context.active(), remote);
};

const noteFailure = (span: Span, error: unknown): void => {
  if (error instanceof Rejection) {
    // A no is an answer: the span did what it was there for.
    span.setAttribute('ferrule.rejection', error.code);
    return;
  }
  const failure = error instanceof Error ? error : new Error(String(error));
  span.recordException(failure);
  span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
};

/** Runs `work` within a span that ends with it, and tells when it failed. */
export const inSpan = async <T>(
  name: string,
  { kind = 'internal', attributes = {}, traceparent, links = [] }: SpanSettings,
  work: (span: Span) => T | Promise<T>,
): Promise<T> => {
  const parent = parentOf(traceparent);
  const linked = links.flatMap((link) => parseTraceparent(link) ?? []);
  const span = trace
    .getTracer('ferrule')
    .startSpan(
      name,
      { kind: kinds[kind], attributes, links: linked.map((target) => ({ context: target })) },
      parent,
    );
  try {
    return await context.with(trace.setSpan(parent, span), work, undefined, span);
  } catch (error) {
    noteFailure(span, error);
    throw error;
  } finally {
    span.end();
  }
};

/** Runs `work` as part of another process's trace without a span of its own. */
export const withTraceparent = <T>(traceparent: string | undefined, work: () => T): T =>
  context.with(parentOf(traceparent), work);
