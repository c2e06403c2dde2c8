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
  isNotifierCommand,
  isNotifierEvent,
  NOTIFIER_EVENTS,
  NOTIFIER_QUERIES,
  notifierEventSubject,
  webhookSecretPlace,
} from './subjects.ts';
export { ATTEMPT_SCHEMA, DELIVERY_SCHEMA, WEBHOOK_SCHEMA } from './view-schemas.ts';
export {
  type AttemptView,
  DELIVERY_STATES,
  type DeliveryState,
  type DeliveryView,
  type EventFilter,
  type Signing,
  SIGNINGS,
  type SigningKey,
  type WebhookSettings,
  type WebhookView,
} from './webhook.ts';
export {
  EventFilterPayload,
  NOTIFIER_COMMAND_PAYLOADS,
  RegisterWebhookPayload,
  ReplayDeliveriesPayload,
} from './webhook.payloads.ts';
