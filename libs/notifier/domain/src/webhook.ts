import { type Decider, Rejection } from '@ferrule/kernel';
import type {
  ChangeWebhook,
  RegisterWebhook,
  WebhookCommand,
  WebhookEvent,
  WebhookOrder,
  WebhookSettings,
} from '@ferrule/notifier-contracts';

export type Webhook =
  | 'unknown'
  /** Its id is never used again: its deliveries stay, and would become somebody else's. */
  | 'removed'
  | { readonly settings: WebhookSettings; readonly isActive: boolean };

export const webhookStream = (webhookId: string): string => `webhook-${webhookId}`;

const settingsOf = ({
  url,
  filter: { types, datacenters },
  ordered,
  description = null,
}: WebhookOrder): WebhookSettings => ({
  url,
  filter: { types, datacenters },
  ordered,
  description,
});

const register = (
  { webhookId, signing, publicKey, ...data }: RegisterWebhook['data'],
  webhook: Webhook,
): readonly WebhookEvent[] => {
  if (webhook !== 'unknown')
    throw new Rejection('WEBHOOK_EXISTS', `there is or was a webhook ${webhookId} already`, {
      field: 'webhookId',
      suggestion: 'take another id',
    });
  return [
    { type: 'WebhookRegistered', data: { webhookId, ...settingsOf(data), signing, publicKey } },
  ];
};

const same = (one: WebhookSettings, other: WebhookSettings): boolean =>
  one.url === other.url &&
  one.ordered === other.ordered &&
  one.description === other.description &&
  sameList(one.filter.types, other.filter.types) &&
  sameList(one.filter.datacenters, other.filter.datacenters);

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, place) => value === other[place]);

const change = (
  { webhookId, ...changes }: ChangeWebhook['data'],
  before: WebhookSettings,
): readonly WebhookEvent[] => {
  const settings = settingsOf({ ...before, ...changes });
  if (same(settings, before)) return [];
  return [{ type: 'WebhookReconfigured', data: { webhookId, ...settings } }];
};

export const webhookDecider: Decider<WebhookCommand, WebhookEvent, Webhook> = {
  initial: 'unknown',
  decide: ({ type, data }, webhook) => {
    if (type === 'RegisterWebhook') return register(data, webhook);
    const { webhookId } = data;
    if (type === 'RemoveWebhook' && webhook === 'removed') return [];
    if (webhook === 'unknown' || webhook === 'removed')
      throw new Rejection('WEBHOOK_UNKNOWN', `there is no webhook ${webhookId}`, {
        field: 'webhookId',
      });
    switch (type) {
      case 'ChangeWebhook':
        return change(data, webhook.settings);
      case 'RotateWebhookSecret': {
        const { signing, publicKey, overlapSeconds } = data;
        return [
          { type: 'WebhookSecretRotated', data: { webhookId, signing, publicKey, overlapSeconds } },
        ];
      }
      case 'EnableWebhook':
        return webhook.isActive ? [] : [{ type: 'WebhookEnabled', data: { webhookId } }];
      case 'DisableWebhook':
        return webhook.isActive
          ? [{ type: 'WebhookDisabled', data: { webhookId, reason: data.reason } }]
          : [];
      case 'RemoveWebhook':
        return [{ type: 'WebhookRemoved', data: { webhookId } }];
    }
  },
  evolve: (webhook, { type, data }) => {
    if (type === 'WebhookRegistered') return { settings: settingsOf(data), isActive: true };
    if (webhook === 'unknown' || webhook === 'removed') return webhook;
    switch (type) {
      case 'WebhookReconfigured':
        return { ...webhook, settings: settingsOf(data) };
      case 'WebhookEnabled':
        return { ...webhook, isActive: true };
      case 'WebhookDisabled':
        return { ...webhook, isActive: false };
      case 'WebhookRemoved':
        return 'removed';
      case 'WebhookSecretRotated':
        return webhook;
    }
  },
};
