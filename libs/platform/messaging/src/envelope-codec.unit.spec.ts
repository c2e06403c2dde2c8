import { describe, expect, it } from '@jest/globals';
import { headers as natsHeaders, MsgHdrsImpl } from '@nats-io/transport-node';
import { Rejection, type Envelope } from '@ferrule/kernel';
import fc from 'fast-check';
import { decodeEnvelope, encodeEnvelope, MAX_BODY_BYTES } from './envelope-codec.ts';
import { envelope } from './spec-rig.ts';

const text = (max = 40): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: max });
const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...'0 1 2 3 4 5 6 7 8 9 a b c d e f'.split(' ')),
    minLength: length,
    maxLength: length,
  });
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,30}$/);

const envelopes: fc.Arbitrary<Envelope> = fc
  .record(
    {
      id: text(),
      type: word,
      schemaVersion: fc.integer({ min: 1, max: 9_999 }),
      source: word,
      subject: text(),
      time: fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') })
        .map((date) => date.toISOString()),
      sequence: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      meta: fc.record(
        {
          correlationId: text(),
          causationId: text(),
          actor: text(),
          tenant: text(),
          traceparent: fc.tuple(hex(32), hex(16)).map(([trace, span]) => `00-${trace}-${span}-01`),
          reason: text(200),
          ticket: text(),
        },
        { requiredKeys: ['correlationId', 'actor', 'tenant'] },
      ),
      body: fc.json(),
    },
    { requiredKeys: ['id', 'type', 'schemaVersion', 'source', 'time', 'meta', 'body'] },
  )
  .map((generated) => generated as Envelope);

const wireBytes = (sent: Envelope): Uint8Array => {
  const headers = encodeEnvelope(sent);
  if (!(headers instanceof MsgHdrsImpl)) throw new Error('not the headers that the client encodes');
  return headers.encode();
};

/** As the wire carries it: through bytes, not through the object that was written. */
const overTheWire = (sent: Envelope) => ({
  headers: MsgHdrsImpl.decode(wireBytes(sent)),
  data: new TextEncoder().encode(sent.body),
});

const withHeaders = (fields: Record<string, string | undefined>, body = '{}') => {
  const head = natsHeaders();
  const given: Record<string, string | undefined> = {
    'ce-specversion': '1.0',
    'ce-id': 'a-1',
    'ce-type': 'ferrule.ProvisionNetwork.v1',
    'ce-source': 'https://billing.example',
    'ce-time': '2026-11-20T10:00:00Z',
    'ce-correlationid': 'job-1',
    'ce-actor': 'ann',
    'ce-tenant': 'acme',
    ...fields,
  };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) head.set(name, value);
  }
  return { headers: head, data: new TextEncoder().encode(body) };
};

const rejectionOf = (act: () => unknown): Rejection => {
  try {
    act();
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe('an envelope on the wire', () => {
  it('comes back as it was sent, whatever its text', () => {
    fc.assert(
      fc.property(envelopes, (sent) => {
        expect(decodeEnvelope(overTheWire(sent))).toEqual(sent);
      }),
    );
  });

  it('is a CloudEvent in binary mode whose id is the one the broker drops repeats by', () => {
    const sent = envelope('cmd-1', {
      sequence: 7,
      meta: {
        correlationId: 'job-1',
        causationId: 'cmd-0',
        actor: 'Ælfrīc "the" 100%',
        tenant: 'acme',
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
        reason: 'move',
        ticket: 'T-1',
      },
    });
    expect(Object.fromEntries([...encodeEnvelope(sent)].map(([k, [v]]) => [k, v]))).toEqual({
      'Nats-Msg-Id': 'cmd-1',
      'ce-specversion': '1.0',
      'ce-id': 'cmd-1',
      'ce-type': 'ferrule.AllocateNetwork.v1',
      'ce-source': '/ferrule/provisioning',
      'ce-subject': 'job-1',
      'ce-time': '2026-11-20T10:00:00.000Z',
      'ce-sequence': '7',
      'ce-correlationid': 'job-1',
      'ce-causationid': 'cmd-0',
      'ce-actor': '%C3%86lfr%C4%ABc%20%22the%22%20100%25',
      'ce-tenant': 'acme',
      'ce-traceparent': `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      'ce-reason': 'move',
      'ce-ticket': 'T-1',
      'content-type': 'application/json',
    });
  });

  it('lets no line break of a value become a header', () => {
    const sent = envelope('a\r\nNats-Rollup: all', {
      type: 'X\r\nNats-Rollup: all',
      time: 'now\r\nNats-Rollup: all',
      meta: {
        correlationId: 'j',
        actor: 'x\r\nNats-Rollup: all',
        tenant: 't',
        traceparent: 'x\r\nNats-Rollup: all',
      },
    });
    expect(overTheWire(sent).headers.has('Nats-Rollup')).toBe(false);
  });
});

describe('a message from outside', () => {
  it('is taken in structured mode too', () => {
    const body = JSON.stringify({
      specversion: '1.0',
      id: 'a-1',
      type: 'ferrule.ProvisionNetwork.v2',
      source: '/acme/billing',
      time: '2026-11-20T11:00:00+01:00',
      correlationid: 'job-1',
      actor: 'ann',
      tenant: 'acme',
      sequence: 4,
      data: { b: 1, a: [2] },
    });
    const headers = natsHeaders();
    headers.set('Content-Type', 'application/cloudevents+json; charset=utf-8');
    expect(decodeEnvelope({ headers, data: new TextEncoder().encode(body) })).toEqual({
      id: 'a-1',
      type: 'ProvisionNetwork',
      schemaVersion: 2,
      source: '/acme/billing',
      time: '2026-11-20T10:00:00.000Z',
      sequence: 4,
      meta: { correlationId: 'job-1', actor: 'ann', tenant: 'acme' },
      body: '{"a":[2],"b":1}',
    });
  });

  it('may write its header names in any case and quote its values', () => {
    const message = withHeaders({ 'ce-id': undefined, 'CE-Id': '"a \\"quoted\\" id"' });
    expect(decodeEnvelope(message).id).toBe('a "quoted" id');
  });

  it('may leave out what the receiver knows by itself', () => {
    const message = withHeaders({
      'ce-actor': undefined,
      'ce-tenant': undefined,
      'ce-correlationid': undefined,
      'ce-time': undefined,
    });
    const missingMeta = { correlationId: 'j', actor: 'publisher:billing', tenant: 'acme' };
    const receivedAt = new Date('2026-11-20T12:00:00Z');
    expect(decodeEnvelope(message, { missingMeta, receivedAt })).toMatchObject({
      time: '2026-11-20T12:00:00.000Z',
      meta: missingMeta,
    });
  });

  it('starts a new trace when its trace context cannot be read', () => {
    const trace = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`;
    const tracedBy = (fields: Record<string, string>) =>
      decodeEnvelope(withHeaders(fields)).meta.traceparent;
    expect(tracedBy({ traceparent: 'nonsense' })).toBeUndefined();
    expect(tracedBy({ 'ce-traceparent': 'nonsense', traceparent: trace })).toBe(trace);
  });

  it.each([
    ['ce-id', { 'ce-id': undefined }, 'ce-id is required'],
    ['ce-id', { 'ce-id': 'x'.repeat(257) }, 'ce-id must be at most 256 characters'],
    ['ce-specversion', { 'ce-specversion': '0.3' }, 'ce-specversion must be 1.0'],
    ['ce-type', { 'ce-type': 'com.acme.Foo' }, 'ce-type must look like ferrule.<Type>.v<N>'],
    ['ce-source', { 'ce-source': undefined }, 'ce-source is required'],
    ['ce-time', { 'ce-time': 'yesterday' }, 'ce-time must be an RFC 3339 time'],
    ['ce-time', { 'ce-time': undefined }, 'ce-time is required'],
    ['ce-sequence', { 'ce-sequence': '1.5' }, 'ce-sequence must be a whole number'],
    ['ce-tenant', { 'ce-tenant': undefined }, 'ce-tenant is required'],
    ['ce-actor', { 'ce-actor': '%FF' }, 'ce-actor must be percent-encoded UTF-8'],
    [
      'content-type',
      { 'content-type': 'application/xml' },
      'content-type must be application/json or application/cloudevents+json',
    ],
  ])('is refused by name when %s is wrong', (field, fields, sentence) => {
    const rejection = rejectionOf(() => decodeEnvelope(withHeaders(fields)));
    expect(rejection).toMatchObject({ code: 'MESSAGE_MALFORMED', message: sentence });
    expect(rejection.detail.field).toBe(field);
  });

  it('is refused when its body is too large, or no text, or there are no headers', () => {
    const { headers } = withHeaders({});
    const large = { headers, data: new Uint8Array(MAX_BODY_BYTES + 1) };
    expect(rejectionOf(() => decodeEnvelope(large)).detail.field).toBe('body');
    const noText = { headers, data: Uint8Array.of(0xff, 0xfe) };
    expect(rejectionOf(() => decodeEnvelope(noText)).message).toBe('body must be UTF-8');
    const bare = { headers: undefined, data: new Uint8Array() };
    expect(rejectionOf(() => decodeEnvelope(bare)).message).toBe('ce-specversion is required');
  });

  it.each([
    ['not json', 'body must be JSON'],
    ['[]', 'body must be a JSON object'],
    ['{"specversion":"1.0","id":"x"}', 'data is required'],
    ['{"specversion":1,"data":{}}', 'specversion must be a string'],
    ['{"data_base64":"AA==","data":{}}', 'data_base64 is not taken; send data'],
  ])('is refused in structured mode when it is %s', (body, sentence) => {
    const message = withHeaders({ 'content-type': 'application/cloudevents+json' }, body);
    expect(rejectionOf(() => decodeEnvelope(message)).message).toBe(sentence);
  });
});
