import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import { redactFields, redactText } from './redact.ts';

const isAttribute = (value: unknown): value is Attributes[string] =>
  ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);

const clean = (attributes: Attributes = {}): Attributes =>
  Object.fromEntries(
    Object.entries(redactFields(attributes)).flatMap(([key, value]) =>
      isAttribute(value) ? [[key, value]] : [],
    ),
  );

const cleanSpan = (span: ReadableSpan): ReadableSpan => ({
  name: span.name,
  kind: span.kind,
  spanContext: () => span.spanContext(),
  ...(span.parentSpanContext === undefined ? {} : { parentSpanContext: span.parentSpanContext }),
  startTime: span.startTime,
  endTime: span.endTime,
  status:
    span.status.message === undefined
      ? span.status
      : { code: span.status.code, message: redactText(span.status.message) },
  attributes: clean(span.attributes),
  links: span.links.map((link) => ({ ...link, attributes: clean(link.attributes) })),
  events: span.events.map((event) => ({ ...event, attributes: clean(event.attributes) })),
  duration: span.duration,
  ended: span.ended,
  resource: span.resource,
  instrumentationScope: span.instrumentationScope,
  droppedAttributesCount: span.droppedAttributesCount,
  droppedEventsCount: span.droppedEventsCount,
  droppedLinksCount: span.droppedLinksCount,
});

/** Takes secrets out of spans on their way to wherever they are kept. */
export class RedactedSpans implements SpanExporter {
  readonly #next: SpanExporter;

  constructor(next: SpanExporter) {
    this.#next = next;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#next.export(spans.map(cleanSpan), done);
  }

  async forceFlush(): Promise<void> {
    await this.#next.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#next.shutdown();
  }
}
