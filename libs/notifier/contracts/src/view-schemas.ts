import { type FieldNotes, type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type { AlertRuleSettings, AlertRuleView } from './alert-rule.ts';
import {
  type AttemptView,
  DELIVERY_STATES,
  type DeliveryView,
  type EventFilter,
  SIGNINGS,
  WEBHOOK_STATES,
  type WebhookView,
} from './webhook.ts';

const text: JsonSchema = { type: 'string' };
const at: JsonSchema = { ...text, format: 'date-time' };
const list: JsonSchema = { type: 'array', items: text };

export const WEBHOOK_SCHEMA = objectSchema<WebhookView>(
  {
    webhookId: text,
    url: { ...text, format: 'uri' },
    filter: objectSchema<EventFilter>({ types: list, datacenters: list }),
    ordered: { type: 'boolean' },
    description: orNull(text),
    signing: { ...text, enum: SIGNINGS },
    publicKey: orNull(text),
    status: { ...text, enum: WEBHOOK_STATES },
    disabledReason: orNull(text),
    oldKeyUntil: { ...orNull(at), description: 'Until then the key before signs as well' },
    failingSince: { ...orNull(at), description: 'Since when nothing has arrived' },
    waiting: { type: 'integer', description: 'Deliveries that have not arrived yet' },
    createdAt: at,
  },
  { description: 'An address that is told of events' },
);

export const ATTEMPT_SCHEMA = objectSchema<AttemptView>(
  {
    at,
    durationMs: { type: 'integer' },
    status: { ...orNull({ type: 'integer' }), description: 'Null: there was no answer' },
    answer: { ...text, description: 'How the answer begins, or why there is none' },
  },
  { description: 'One call of a webhook' },
);

export const DELIVERY_SCHEMA = objectSchema<DeliveryView>(
  {
    deliveryId: text,
    webhookId: text,
    eventId: { ...text, description: 'What webhook-id says' },
    type: text,
    networkId: orNull(text),
    status: { ...text, enum: DELIVERY_STATES },
    attempts: { type: 'integer' },
    due: { ...orNull(at), description: 'When it is tried again' },
    createdAt: at,
    endedAt: orNull(at),
    last: orNull(ATTEMPT_SCHEMA),
  },
  { description: 'An event on its way to a webhook' },
);

const clock: JsonSchema = { ...text, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' };

export const RULE_NOTES: FieldNotes<AlertRuleSettings> = {
  filter: objectSchema<EventFilter>({ types: list, datacenters: list }),
  to: {
    type: 'object',
    description: 'mail with addresses, or chat with the host that its secret address is at',
    required: ['kind'],
    properties: { kind: { ...text, enum: ['mail', 'chat'] }, addresses: list, host: text },
  },
  digestAt: { ...orNull(clock), description: 'Once a day; null: at once' },
  quiet: orNull({
    type: 'object',
    required: ['from', 'to'],
    properties: { from: clock, to: clock },
  }),
  timeZone: { ...text, examples: ['Europe/Paris'] },
  groupSeconds: {
    type: 'integer',
    description: 'What happens so soon after a message about the same thing is told with the next',
  },
};

export const ALERT_RULE_SCHEMA = objectSchema<AlertRuleView>(
  {
    ruleId: text,
    ...RULE_NOTES,
    createdAt: at,
    waiting: { type: 'integer', description: 'What has not been told yet' },
    lastSentAt: orNull(at),
    failure: orNull(text),
  },
  { description: 'Which people are told of what, when and how' },
);
