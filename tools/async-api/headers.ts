import type { JsonSchema } from '@ferrule/kernel';

const text: JsonSchema = { type: 'string' };

/** The attributes of a CloudEvent, as they travel in the headers of a NATS message. */
const attributes: Readonly<Record<string, JsonSchema>> = {
  'Nats-Msg-Id': {
    ...text,
    description: 'The same as ce-id: the bus drops a repeat within minutes',
  },
  'ce-specversion': { ...text, const: '1.0' },
  'ce-id': {
    ...text,
    minLength: 1,
    maxLength: 256,
    description: 'Drawn by the sender; the same for every repeat',
  },
  'ce-time': { ...text, format: 'date-time' },
  'ce-subject': { ...text, description: 'What it is about: the stream of the event' },
  'ce-sequence': {
    ...text,
    pattern: '^[1-9][0-9]*$',
    description: 'The place among the events of its source; no number is missing',
  },
  'ce-correlationid': { ...text, description: 'The job that it belongs to' },
  'ce-causationid': { ...text, description: 'The ce-id of the message that led to it' },
  'ce-actor': { ...text, description: 'Who caused it' },
  'ce-tenant': { ...text, description: 'For whom' },
  'ce-traceparent': { ...text, description: 'W3C trace context of its cause' },
  traceparent: { ...text, description: 'W3C trace context' },
  'ce-reason': text,
  'ce-ticket': text,
  'content-type': { ...text, const: 'application/json' },
};

const headers = (type: string, source: JsonSchema, required: readonly string[]): JsonSchema => ({
  type: 'object',
  description:
    'CloudEvents 1.0, binary mode. Values beyond printable ASCII are percent-encoded, as in the CloudEvents HTTP binding.',
  required: ['ce-specversion', 'ce-id', 'ce-type', 'ce-source', ...required],
  properties: {
    ...attributes,
    'ce-type': { ...text, const: `ferrule.${type}.v1` },
    'ce-source': source,
  },
});

/** Of an event that a service recorded. */
export const eventHeaders = (type: string, service: string): JsonSchema =>
  headers(type, { ...text, const: `/ferrule/${service}` }, [
    'Nats-Msg-Id',
    'ce-time',
    'ce-subject',
    'ce-sequence',
    'ce-correlationid',
    'ce-actor',
    'ce-tenant',
    'content-type',
  ]);

/** Of a command from outside: who sends it and for whom is known by its subject. */
export const publicCommandHeaders = (type: string): JsonSchema =>
  headers(type, { ...text, minLength: 1, description: 'A URI or a name of the sender' }, []);

/** Of a command between our own services. */
export const commandHeaders = (type: string): JsonSchema =>
  headers(type, { ...text, minLength: 1 }, ['ce-correlationid', 'ce-actor', 'ce-tenant']);
