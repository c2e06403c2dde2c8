import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { hop } from './tracing.ts';

const TRACE = 'a'.repeat(32);
const SPAN = 'b'.repeat(16);

describe('a hop without telemetry', () => {
  it('passes on the trace that it was given', async () => {
    const traceparent = `00-${TRACE}-${SPAN}-01`;
    const given = { name: 'x', kind: 'producer', traceparent } as const;
    expect(await hop(given, (next) => Promise.resolve(next))).toBe(traceparent);
    const without = { name: 'x', kind: 'producer' } as const;
    expect(await hop(without, (next) => Promise.resolve(next))).toBeUndefined();
  });
});

describe('a hop', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  beforeAll(() => provider.register());
  beforeEach(() => exporter.reset());
  afterAll(async () => {
    await provider.shutdown();
    trace.disable();
    context.disable();
  });

  it('continues the trace that came with the message, and hands its own span on', async () => {
    const next = await hop(
      { name: 'process X', kind: 'consumer', traceparent: `00-${TRACE}-${SPAN}-01` },
      (traceparent) =>
        hop({ name: 'send Y', kind: 'producer' }, () => Promise.resolve(traceparent)),
    );
    const [inner, outer] = exporter.getFinishedSpans();
    expect(outer).toMatchObject({ name: 'process X', kind: SpanKind.CONSUMER });
    expect(outer?.attributes['messaging.system']).toBe('nats');
    expect(outer?.spanContext().traceId).toBe(TRACE);
    expect(outer?.parentSpanContext?.spanId).toBe(SPAN);
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(next).toBe(`00-${TRACE}-${outer?.spanContext().spanId ?? ''}-01`);
  });

  it('ends with its error when what it encloses fails', async () => {
    const failing = hop({ name: 'process X', kind: 'consumer', traceparent: 'nonsense' }, () =>
      Promise.reject(new TypeError('no')),
    );
    await expect(failing).rejects.toThrow('no');
    const [span] = exporter.getFinishedSpans();
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no' });
    expect(span?.attributes['error.type']).toBe('TypeError');
    expect(span?.parentSpanContext).toBeUndefined();
  });
});
