import type { NotifierCommandType, NotifierEventType } from './messages.ts';

const EVENTS: Record<NotifierEventType, string> = {
  WebhookRegistered: 'webhook.registered',
  WebhookReconfigured: 'webhook.reconfigured',
  WebhookSecretRotated: 'webhook.secret-rotated',
  WebhookEnabled: 'webhook.enabled',
  WebhookDisabled: 'webhook.disabled',
  WebhookRemoved: 'webhook.removed',
  AlertRuleSet: 'alert-rule.set',
  AlertRuleRemoved: 'alert-rule.removed',
};

export const notifierEventSubject = (type: NotifierEventType, version = 1): string =>
  `evt.notifier.${EVENTS[type]}.v${version}`;

export const isNotifierEvent = (type: string): type is NotifierEventType =>
  Object.hasOwn(EVENTS, type);

const COMMANDS: Record<NotifierCommandType, true> = {
  RegisterWebhook: true,
  ChangeWebhook: true,
  RotateWebhookSecret: true,
  EnableWebhook: true,
  DisableWebhook: true,
  RemoveWebhook: true,
  ReplayDeliveries: true,
  PingWebhook: true,
  SetAlertRule: true,
  RemoveAlertRule: true,
};

export const isNotifierCommand = (type: string): type is NotifierCommandType =>
  Object.hasOwn(COMMANDS, type);

/** Everything that the notifier says. */
export const NOTIFIER_EVENTS = 'evt.notifier.>';

export const NOTIFIER_QUERIES = {
  /** Carries out a command and answers when it is recorded. */
  execute: 'qry.notifier.command.execute',
  getWebhook: 'qry.notifier.webhook.get',
  listWebhooks: 'qry.notifier.webhook.list',
  listDeliveries: 'qry.notifier.delivery.list',
  listAlertRules: 'qry.notifier.alert-rule.list',
  listAttempts: 'qry.notifier.delivery.attempts',
} as const;

/** What the address of a chat is sealed for. */
export const chatAddressPlace = (ruleId: string): string => `alert-rule/${ruleId}/address`;

/** What a webhook's secret is sealed for: it opens nowhere else. */
export const webhookSecretPlace = (webhookId: string): string => `webhook/${webhookId}/secret`;
