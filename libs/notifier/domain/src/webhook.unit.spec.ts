import { describe, expect, it } from '@jest/globals';
import type { WebhookCommand, WebhookEvent } from '@ferrule/notifier-contracts';
import { deciderSpec } from '@ferrule/testing';
import { webhookDecider } from './webhook.ts';

const given = deciderSpec(webhookDecider);
const webhookId = 'shop';
const settings = {
  url: 'https://shop.example/hook',
  filter: { types: ['Network*'], datacenters: [] },
  ordered: false,
  description: null,
};
const key = { signing: 'hmac-sha256', publicKey: null } as const;
const register: WebhookCommand = {
  type: 'RegisterWebhook',
  data: { webhookId, ...settings, ...key, secret: 'sealed:k1:…' },
};
const registered: WebhookEvent = {
  type: 'WebhookRegistered',
  data: { webhookId, ...settings, ...key },
};
const command = (type: 'EnableWebhook' | 'RemoveWebhook'): WebhookCommand => ({
  type,
  data: { webhookId },
});
const disable: WebhookCommand = { type: 'DisableWebhook', data: { webhookId, reason: 'moved' } };
const disabled: WebhookEvent = { type: 'WebhookDisabled', data: { webhookId, reason: 'moved' } };
const removed: WebhookEvent = { type: 'WebhookRemoved', data: { webhookId } };

describe('a webhook', () => {
  it('is registered, and its secret is in no event', () => {
    given().when(register).then(registered);
    expect(JSON.stringify(webhookDecider.decide(register, 'unknown'))).not.toContain('sealed');
  });

  it('has an id of its own, also when it is gone', () => {
    given(registered).when(register).thenRejects('WEBHOOK_EXISTS');
    given(registered, removed).when(register).thenRejects('WEBHOOK_EXISTS');
  });

  it('keeps what a change does not name', () => {
    const url = 'https://shop.example/other';
    given(registered)
      .when({ type: 'ChangeWebhook', data: { webhookId, url } })
      .then({ type: 'WebhookReconfigured', data: { webhookId, ...settings, url } });
  });

  it('is not changed to what it is already', () => {
    const filter = { types: ['Network*'], datacenters: [] };
    given(registered).when({ type: 'ChangeWebhook', data: { webhookId, filter } }).then();
  });

  it('gets another key, of which an event says the public half alone', () => {
    const publicKey = 'whpk_…';
    const data = { webhookId, signing: 'ed25519', publicKey, overlapSeconds: 60 } as const;
    given(registered)
      .when({ type: 'RotateWebhookSecret', data: { ...data, secret: 'sealed:k1:…' } })
      .then({ type: 'WebhookSecretRotated', data });
  });

  it('is disabled once, and enabled once', () => {
    given(registered).when(disable).then(disabled);
    given(registered, disabled).when(disable).then();
    given(registered, disabled)
      .when(command('EnableWebhook'))
      .then({ type: 'WebhookEnabled', data: { webhookId } });
    given(registered).when(command('EnableWebhook')).then();
  });

  it('is removed once, and then unknown', () => {
    given(registered).when(command('RemoveWebhook')).then(removed);
    given(registered, removed).when(command('RemoveWebhook')).then();
    given(registered, removed).when(disable).thenRejects('WEBHOOK_UNKNOWN');
    given().when(disable).thenRejects('WEBHOOK_UNKNOWN');
  });
});
