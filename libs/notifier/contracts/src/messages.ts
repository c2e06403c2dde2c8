import type { Command, Event } from '@ferrule/kernel';
import type { AlertRuleCommand, AlertRuleEvent } from './alert-rule-messages.ts';
import type { SigningKey, WebhookOrder, WebhookSettings } from './webhook.ts';

export interface WebhookRef {
  readonly webhookId: string;
}

/** A key of a webhook: what is secret of it comes sealed, for `webhookSecretPlace`. */
export interface SealedKey extends SigningKey {
  readonly secret: string;
}

export type RegisterWebhook = Command<'RegisterWebhook', WebhookRef & WebhookOrder & SealedKey>;
export type ChangeWebhook = Command<
  'ChangeWebhook',
  /** What is not named stays as it is. */
  WebhookRef & Partial<WebhookSettings>
>;
export type RotateWebhookSecret = Command<
  'RotateWebhookSecret',
  WebhookRef & SealedKey & { readonly overlapSeconds: number }
>;
export type EnableWebhook = Command<'EnableWebhook', WebhookRef>;
export type DisableWebhook = Command<'DisableWebhook', WebhookRef & { readonly reason: string }>;
export type RemoveWebhook = Command<'RemoveWebhook', WebhookRef>;
/** Sends one delivery again, or all events of a time; whoever has them knows them by their ids. */
export type ReplayDeliveries = Command<
  'ReplayDeliveries',
  WebhookRef & ({ readonly deliveryId: string } | { readonly from: string; readonly to: string })
>;
/** Sends an event that says nothing, to see whether it arrives. */
export type PingWebhook = Command<'PingWebhook', WebhookRef>;

export type WebhookCommand =
  | RegisterWebhook
  | ChangeWebhook
  | RotateWebhookSecret
  | EnableWebhook
  | DisableWebhook
  | RemoveWebhook;
export type NotifierCommand = WebhookCommand | ReplayDeliveries | PingWebhook | AlertRuleCommand;
export type NotifierCommandType = NotifierCommand['type'];

export type WebhookRegistered = Event<
  'WebhookRegistered',
  WebhookRef & WebhookSettings & SigningKey
>;
export type WebhookReconfigured = Event<'WebhookReconfigured', WebhookRef & WebhookSettings>;
export type WebhookSecretRotated = Event<
  'WebhookSecretRotated',
  WebhookRef & SigningKey & { readonly overlapSeconds: number }
>;
export type WebhookEnabled = Event<'WebhookEnabled', WebhookRef>;
/** By an operator, or by the notifier because nothing had arrived for days. */
export type WebhookDisabled = Event<'WebhookDisabled', WebhookRef & { readonly reason: string }>;
export type WebhookRemoved = Event<'WebhookRemoved', WebhookRef>;

export type WebhookEvent =
  | WebhookRegistered
  | WebhookReconfigured
  | WebhookSecretRotated
  | WebhookEnabled
  | WebhookDisabled
  | WebhookRemoved;
export type NotifierEvent = WebhookEvent | AlertRuleEvent;
export type NotifierEventType = NotifierEvent['type'];
