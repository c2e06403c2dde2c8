import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type { AlertRuleRef, AlertRuleSet } from './alert-rule-messages.ts';
import type {
  NotifierEventType,
  WebhookDisabled,
  WebhookReconfigured,
  WebhookRef,
  WebhookRegistered,
  WebhookSecretRotated,
} from './messages.ts';
import { RULE_NOTES } from './view-schemas.ts';
import { type EventFilter, SIGNINGS } from './webhook.ts';

const text: JsonSchema = { type: 'string' };
const list: JsonSchema = { type: 'array', items: text };
const webhook = { webhookId: { ...text, examples: ['webhook-1f0c9a7e5d3b4826'] } } as const;

const settings = {
  url: { ...text, format: 'uri', examples: ['https://shop.example/hooks/ferrule'] },
  filter: objectSchema<EventFilter>(
    {
      types: { ...list, examples: [['NetworkProvisionCompleted', 'NetworkDeprovision*']] },
      datacenters: { ...list, examples: [['DC1']] },
    },
    { description: 'What it is told of; an empty list: of all' },
  ),
  ordered: { type: 'boolean', description: 'Whether the events of one network arrive in order' },
  description: orNull(text),
} as const;

const key = {
  signing: { ...text, enum: SIGNINGS },
  publicKey: { ...orNull(text), description: 'Of Ed25519: what a receiver checks with' },
} as const;

const rule = { ruleId: { ...text, examples: ['on-call'] } } as const;

/** What the body of each event holds. */
export const NOTIFIER_EVENT_SCHEMAS: Readonly<Record<NotifierEventType, JsonSchema>> = {
  WebhookRegistered: objectSchema<WebhookRegistered['data']>(
    { ...webhook, ...settings, ...key },
    { description: 'Somebody is told of events from now on' },
  ),
  WebhookReconfigured: objectSchema<WebhookReconfigured['data']>(
    { ...webhook, ...settings },
    { description: 'A webhook has other settings' },
  ),
  WebhookSecretRotated: objectSchema<WebhookSecretRotated['data']>(
    { ...webhook, ...key, overlapSeconds: { type: 'integer', minimum: 0 } },
    { description: 'A webhook signs with another key; for a while with the old one, too' },
  ),
  WebhookEnabled: objectSchema<WebhookRef>(webhook, { description: 'It is told of events again' }),
  WebhookDisabled: objectSchema<WebhookDisabled['data']>(
    { ...webhook, reason: text },
    { description: 'It is told of nothing, until somebody enables it' },
  ),
  WebhookRemoved: objectSchema<WebhookRef>(webhook, { description: 'A webhook is gone' }),
  AlertRuleSet: objectSchema<AlertRuleSet['data']>(
    { ...rule, ...RULE_NOTES },
    { description: 'People are told of events from now on' },
  ),
  AlertRuleRemoved: objectSchema<AlertRuleRef>(rule, { description: 'A rule is gone' }),
};
