import { MsgHdrsImpl, type MsgHdrs } from '@nats-io/transport-node';
import canonicalize from 'canonicalize';
import { Rejection, type Envelope, type Meta } from '@ferrule/kernel';
import { decodeHeaderValue, encodeHeaderValue } from './header-value.ts';

export const MAX_BODY_BYTES = 512 * 1024;

const TYPE = /^ferrule\.([A-Za-z][A-Za-z0-9]*)\.v([1-9]\d{0,5})$/;
const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The message as the client takes it: `Nats-Msg-Id` is the envelope's id, so a repeat is dropped. */
export const encodeEnvelope = (envelope: Envelope): MsgHdrs => {
  const { meta } = envelope;
  const headers: Record<string, string[]> = {
    'Nats-Msg-Id': [encodeHeaderValue(envelope.id)],
    'ce-specversion': ['1.0'],
    'ce-id': [encodeHeaderValue(envelope.id)],
    'ce-type': [encodeHeaderValue(`ferrule.${envelope.type}.v${envelope.schemaVersion}`)],
    'ce-source': [encodeHeaderValue(sourceUri(envelope.source))],
    'ce-time': [encodeHeaderValue(envelope.time)],
    'ce-correlationid': [encodeHeaderValue(meta.correlationId)],
    'ce-actor': [encodeHeaderValue(meta.actor)],
    'ce-tenant': [encodeHeaderValue(meta.tenant)],
    'content-type': ['application/json'],
  };
  if (envelope.subject !== undefined) headers['ce-subject'] = [encodeHeaderValue(envelope.subject)];
  if (envelope.sequence !== undefined) headers['ce-sequence'] = [String(envelope.sequence)];
  if (meta.causationId !== undefined) {
    headers['ce-causationid'] = [encodeHeaderValue(meta.causationId)];
  }
  // It may come from an HTTP header: nothing with a line break in it may become one of ours.
  if (isTraceparent(meta.traceparent)) {
    headers['ce-traceparent'] = [meta.traceparent];
    headers['traceparent'] = [meta.traceparent];
  }
  if (meta.reason !== undefined) headers['ce-reason'] = [encodeHeaderValue(meta.reason)];
  if (meta.ticket !== undefined) headers['ce-ticket'] = [encodeHeaderValue(meta.ticket)];
  return MsgHdrsImpl.fromRecord(headers);
};

/** A message that came off the wire, before anybody trusts it. */
export interface RawMessage {
  readonly headers: MsgHdrs | undefined;
  readonly data: Uint8Array;
}

export interface DecodeOptions {
  /** What a publisher from outside need not say, such as the tenant its subject already proves. */
  readonly missingMeta?: Partial<Meta>;
  /** When the bus took it: the time of a message that carries none. */
  readonly receivedAt?: Date;
}

/** Throws a `Rejection` with the header or field that is wrong and the rule that it breaks. */
export const decodeEnvelope = (message: RawMessage, options: DecodeOptions = {}): Envelope => {
  if (message.data.length > MAX_BODY_BYTES) {
    throw malformed('body', `is larger than ${MAX_BODY_BYTES} bytes`);
  }
  const body = bodyText(message.data);
  const headers = attributesOf(message.headers);
  const contentType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (contentType === 'application/cloudevents+json') return fromStructured(body, options);
  if (contentType !== undefined && contentType !== 'application/json') {
    throw malformed('content-type', 'must be application/json or application/cloudevents+json');
  }
  const read = (name: string): string | undefined => {
    const raw = headers.get(`ce-${name}`);
    return raw === undefined ? undefined : decodeHeaderValue(`ce-${name}`, raw);
  };
  const envelope = fromAttributes(read, (name) => `ce-${name}`, body, options);
  const traceparent = headers.get('traceparent');
  if (envelope.meta.traceparent !== undefined || !isTraceparent(traceparent)) return envelope;
  return { ...envelope, meta: { ...envelope.meta, traceparent } };
};

const fromStructured = (text: string, options: DecodeOptions): Envelope => {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw malformed('body', 'must be JSON');
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw malformed('body', 'must be a JSON object');
  }
  const attributes = new Map<string, unknown>(Object.entries(event));
  if (attributes.has('data_base64')) throw malformed('data_base64', 'is not taken; send data');
  if (!attributes.has('data')) throw malformed('data', 'is required');
  const read = (name: string): string | undefined => {
    const value = attributes.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && name === 'sequence') return String(value);
    if (typeof value !== 'string') throw malformed(name, 'must be a string');
    return value;
  };
  const body = canonicalize(attributes.get('data'));
  return fromAttributes(read, (name) => name, body ?? 'null', options);
};

const fromAttributes = (
  read: (name: string) => string | undefined,
  label: (name: string) => string,
  body: string,
  options: DecodeOptions,
): Envelope => {
  const required = (name: string, fallback?: string): string => {
    const value = read(name) ?? fallback;
    if (value === undefined || value === '') throw malformed(label(name), 'is required');
    return value;
  };
  if (required('specversion') !== '1.0') throw malformed(label('specversion'), 'must be 1.0');
  const id = required('id');
  if (id.length > 256) throw malformed(label('id'), 'must be at most 256 characters');
  const [, type, version] = TYPE.exec(required('type')) ?? [];
  if (type === undefined) throw malformed(label('type'), 'must look like ferrule.<Type>.v<N>');
  const subject = read('subject');
  const sequence = sequenceOf(read('sequence'), label('sequence'));
  const given = options.missingMeta ?? {};
  const causationId = read('causationid') ?? given.causationId;
  const traceparent = read('traceparent') ?? given.traceparent;
  const reason = read('reason') ?? given.reason;
  const ticket = read('ticket') ?? given.ticket;
  return {
    id,
    type,
    schemaVersion: Number(version),
    source: sourceName(required('source')),
    ...(subject !== undefined && { subject }),
    time: timeOf(read('time'), label('time'), options.receivedAt),
    ...(sequence !== undefined && { sequence }),
    meta: {
      correlationId: required('correlationid', given.correlationId),
      ...(causationId !== undefined && { causationId }),
      actor: required('actor', given.actor),
      tenant: required('tenant', given.tenant),
      // A trace context that cannot be read is started anew, never a reason to refuse the message.
      ...(isTraceparent(traceparent) && { traceparent }),
      ...(reason !== undefined && { reason }),
      ...(ticket !== undefined && { ticket }),
    },
    body,
  };
};

const sequenceOf = (text: string | undefined, field: string): number | undefined => {
  if (text === undefined) return undefined;
  const sequence = Number(text);
  if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(sequence)) {
    throw malformed(field, 'must be a whole number');
  }
  return sequence;
};

const timeOf = (text: string | undefined, field: string, receivedAt: Date | undefined): string => {
  const at = text === undefined ? receivedAt : new Date(RFC3339.test(text) ? text : NaN);
  if (at === undefined) throw malformed(field, 'is required');
  if (Number.isNaN(at.getTime())) throw malformed(field, 'must be an RFC 3339 time');
  return at.toISOString();
};

const isTraceparent = (text: string | undefined): text is string =>
  text !== undefined && TRACEPARENT.test(text);

/** Our services are named by a word; a publisher from outside by a URI of its own. */
const sourceUri = (source: string): string => (/[/:]/.test(source) ? source : `/ferrule/${source}`);

const sourceName = (uri: string): string => /^\/ferrule\/([^/:]+)$/.exec(uri)?.[1] ?? uri;

/** Clients in other languages change the case of header names, so it means nothing here. */
const attributesOf = (headers: MsgHdrs | undefined): Map<string, string> => {
  const attributes = new Map<string, string>();
  for (const [name, [value]] of headers ?? []) {
    if (value !== undefined) attributes.set(name.toLowerCase(), value);
  }
  return attributes;
};

const bodyText = (data: Uint8Array): string => {
  try {
    return utf8.decode(data);
  } catch {
    throw malformed('body', 'must be UTF-8');
  }
};

const malformed = (field: string, rule: string): Rejection =>
  new Rejection('MESSAGE_MALFORMED', `${field} ${rule}`, { field });
