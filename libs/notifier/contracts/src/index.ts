export type { AlertRuleOrder, AlertRuleSettings, AlertRuleView, Recipient } from './alert-rule.ts';
export type {
  AlertRuleCommand,
  AlertRuleEvent,
  AlertRuleRef,
  SetAlertRule,
} from './alert-rule-messages.ts';
export { QuietPayload, RecipientPayload, SetAlertRulePayload } from './alert-rule.payloads.ts';
export { NOTIFIER_COMMAND_PAYLOADS } from './command-payloads.ts';
export { NOTIFIER_EVENT_SCHEMAS } from './event-schemas.ts';
export type {
  ChangeWebhook,
  DisableWebhook,
  EnableWebhook,
  NotifierCommand,
  NotifierCommandType,
  NotifierEvent,
  NotifierEventType,
  PingWebhook,
  RegisterWebhook,
  RemoveWebhook,
  ReplayDeliveries,
  RotateWebhookSecret,
  SealedKey,
  WebhookCommand,
  WebhookDisabled,
  WebhookEvent,
  WebhookRef,
  WebhookRegistered,
} from './messages.ts';
export {
  chatAddressPlace,
  isNotifierCommand,
  isNotifierEvent,
  NOTIFIER_EVENTS,
  NOTIFIER_QUERIES,
  notifierEventSubject,
  webhookSecretPlace,
} from './subjects.ts';
export {
  ALERT_RULE_SCHEMA,
  ATTEMPT_SCHEMA,
  DELIVERY_SCHEMA,
  WEBHOOK_SCHEMA,
} from './view-schemas.ts';
export {
  type AttemptView,
  DELIVERY_STATES,
  type DeliveryState,
  type DeliveryView,
  type EventFilter,
  type Signing,
  SIGNINGS,
  type SigningKey,
  type WebhookOrder,
  type WebhookSettings,
  type WebhookView,
} from './webhook.ts';
export {
  EventFilterPayload,
  IsWebhookUrl,
  RegisterWebhookPayload,
  ReplayDeliveriesPayload,
} from './webhook.payloads.ts';
