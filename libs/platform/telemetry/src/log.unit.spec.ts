import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inSpan, NestLog, startTelemetry, type Telemetry } from '@ferrule/telemetry';
import { trace } from '@opentelemetry/api';

const lines: Record<string, unknown>[] = [];
const destination = {
  write: (text: string) => {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object') lines.push({ ...line });
  },
};
let telemetry: Telemetry;
beforeAll(() => {
  telemetry = startTelemetry({ serviceName: 'ipam', logLevel: 'debug' }, destination);
});
afterAll(() => telemetry.shutdown());
beforeEach(() => {
  lines.length = 0;
});

describe('the log', () => {
  it('writes one JSON object a line: time, level, service and what was said', () => {
    telemetry.log.info('network allocated', { prefix: '10.0.0.0/24' });
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u),
        service: 'ipam',
        prefix: '10.0.0.0/24',
        msg: 'network allocated',
      },
    ]);
  });

  it('names the trace and the span it was written in', async () => {
    await inSpan('work', {}, (span) => {
      telemetry.log.info('within');
      expect(lines[0]).toMatchObject({
        trace_id: span.spanContext().traceId,
        span_id: span.spanContext().spanId,
      });
    });
    expect(trace.getActiveSpan()).toBeUndefined();
    telemetry.log.info('outside');
    expect(lines[1]).not.toHaveProperty('trace_id');
  });

  it('hides secrets in the sentence, in the fields, in what it always says and in errors', () => {
    const failure = new Error('refused', { cause: new Error('token=Hidden1') });
    telemetry.log
      .with({ apiKey: 'Hidden2' })
      .error('no way in with password=Hidden3', { err: failure, deep: [{ secret: 'Hidden4' }] });
    expect(JSON.stringify(lines)).not.toContain('Hidden');
    expect(lines[0]).toMatchObject({ err: { type: 'Error', message: 'refused' } });
  });

  it('keeps its own fields when a caller uses their names', () => {
    telemetry.log.info('said', { level: 3, msg: 'other', time: 'never', service: 'else' });
    expect(lines[0]).toMatchObject({
      level: 'info',
      service: 'ipam',
      msg: 'said',
      level_: 3,
      msg_: 'other',
    });
  });

  it('takes a percent sign for a percent sign', () => {
    telemetry.log.info('100 %s of %d', { a: 1 });
    expect(lines[0]).toMatchObject({ msg: '100 %s of %d' });
  });

  it('writes nothing below its level, which can change while it runs', () => {
    telemetry.log.trace('too fine');
    telemetry.log.setLevel('error');
    telemetry.log.info('not now');
    telemetry.log.setLevel('trace');
    telemetry.log.trace('now');
    telemetry.log.setLevel('debug');
    expect(lines.map(({ msg }) => msg)).toEqual(['now']);
  });
});

describe('what Nest says', () => {
  it('comes with its context', () => {
    new NestLog(telemetry.log).log('routes mapped', 'RouterExplorer');
    expect(lines[0]).toMatchObject({
      level: 'info',
      msg: 'routes mapped',
      context: 'RouterExplorer',
    });
  });

  it('comes with the stack of an error, wherever it is put', () => {
    const stack = new Error('broken').stack ?? '';
    new NestLog(telemetry.log).error('broken', stack, 'ExceptionsHandler');
    new NestLog(telemetry.log).error('broken', stack);
    new NestLog(telemetry.log).error(new Error('broken'), 'ExceptionsHandler');
    expect(lines[0]).toMatchObject({ level: 'error', stack, context: 'ExceptionsHandler' });
    expect(lines[1]).toMatchObject({ stack });
    expect(lines[1]).not.toHaveProperty('context');
    expect(lines[2]).toMatchObject({ msg: 'broken', err: { type: 'Error' } });
  });

  it('comes without secrets, also when it is an object', () => {
    new NestLog(telemetry.log).warn({ password: 'Hidden' }, { token: 'Hidden' }, 'Db');
    expect(JSON.stringify(lines)).not.toContain('Hidden');
    expect(lines[0]).toMatchObject({ msg: 'Db', data: { password: '[redacted]' } });
  });
});
