import { AlertRuleRefPayload, SetAlertRulePayload } from './alert-rule.payloads.ts';
import type { NotifierCommandType } from './messages.ts';
import {
  ChangeWebhookPayload,
  DisableWebhookPayload,
  RegisterWebhookPayload,
  ReplayDeliveriesPayload,
  RotateWebhookSecretPayload,
  WebhookRefPayload,
} from './webhook.payloads.ts';

/** The class that each command's body is read by. */
export const NOTIFIER_COMMAND_PAYLOADS = {
  RegisterWebhook: RegisterWebhookPayload,
  ChangeWebhook: ChangeWebhookPayload,
  RotateWebhookSecret: RotateWebhookSecretPayload,
  EnableWebhook: WebhookRefPayload,
  DisableWebhook: DisableWebhookPayload,
  RemoveWebhook: WebhookRefPayload,
  ReplayDeliveries: ReplayDeliveriesPayload,
  PingWebhook: WebhookRefPayload,
  SetAlertRule: SetAlertRulePayload,
  RemoveAlertRule: AlertRuleRefPayload,
} as const satisfies Record<NotifierCommandType, new () => object>;
