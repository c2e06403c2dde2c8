import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Rejection } from '@ferrule/kernel';
import { currentTraceparent, inSpan, withTraceparent } from '@ferrule/telemetry';
import { trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';

const memory = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
beforeAll(() => provider.register());
beforeEach(() => memory.reset());
afterAll(() => provider.shutdown());

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
const spans = () => memory.getFinishedSpans();

describe('a span', () => {
  it('is the parent of what happens within, also after an await', async () => {
    await inSpan('outer', { kind: 'server' }, async () => {
      await Promise.resolve();
      await inSpan('inner', {}, () => undefined);
    });
    const [inner, outer] = spans();
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(outer?.parentSpanContext).toBeUndefined();
  });

  it('hands through what its work answers', async () => {
    await expect(inSpan('work', {}, () => 42)).resolves.toBe(42);
  });

  it('continues the trace of the message that led to it', async () => {
    await inSpan('consume', { kind: 'consumer', traceparent }, () => {
      expect(currentTraceparent()).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`, 'u'));
    });
    expect(spans()[0]?.parentSpanContext).toMatchObject({
      spanId: 'b7ad6b7169203331',
      isRemote: true,
    });
  });

  it.each([
    ['', 'empty'],
    [traceparent.replace('00-', 'ff-'), 'of the forbidden version'],
    [`${traceparent}-more`, 'longer than its version allows'],
    [traceparent.replace(traceId, '0'.repeat(32)), 'all zeros'],
    [traceparent.toUpperCase(), 'not in lower case'],
  ])('begins a trace of its own when the traceparent %j is %s', async (broken) => {
    await inSpan('outer', {}, () => inSpan('consume', { traceparent: broken }, () => undefined));
    expect(spans().find(({ name }) => name === 'consume')?.parentSpanContext).toBeUndefined();
  });

  it('takes fields that a later version of the format added', async () => {
    const later = `${traceparent.replace('00-', '01-')}-more`;
    await inSpan('consume', { traceparent: later }, () => undefined);
    expect(spans()[0]?.spanContext().traceId).toBe(traceId);
  });

  it('is linked to the other messages of its batch', async () => {
    await inSpan('batch', { links: [traceparent, 'nonsense'] }, () => undefined);
    expect(spans()[0]?.links.map(({ context }) => context.traceId)).toEqual([traceId]);
  });

  it('says that its work failed, and lets the failure through', async () => {
    const failure = new Error('broken');
    await expect(inSpan('work', {}, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(spans()[0]).toMatchObject({ status: { code: 2, message: 'broken' }, ended: true });
    expect(spans()[0]?.events[0]?.name).toBe('exception');
  });

  it('does not take a refusal for a failure', async () => {
    const no = new Rejection('POOL_EXHAUSTED', 'there is no free prefix');
    await expect(inSpan('decide', {}, () => Promise.reject(no))).rejects.toBe(no);
    expect(spans()[0]).toMatchObject({
      status: { code: 0 },
      attributes: { 'ferrule.rejection': 'POOL_EXHAUSTED' },
    });
  });
});

describe('a traceparent', () => {
  it('is none when nothing runs', () => {
    expect(currentTraceparent()).toBeUndefined();
  });

  it('lasts as long as the work it is given to', () => {
    withTraceparent(traceparent, () => expect(currentTraceparent()).toBe(traceparent));
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it('keeps the decision not to sample', async () => {
    await inSpan('work', { traceparent: traceparent.replace(/01$/u, '00') }, (span) => {
      expect(span.isRecording()).toBe(false);
      expect(currentTraceparent()).toMatch(/-00$/u);
    });
  });
});
