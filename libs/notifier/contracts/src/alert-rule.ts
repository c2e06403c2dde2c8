import type { EventFilter } from './webhook.ts';

/** Whom a rule tells: people, by mail or in a channel of their chat. */
export type Recipient =
  | { readonly kind: 'mail'; readonly addresses: readonly string[] }
  /** An incoming webhook as Slack and Mattermost have it. Its address is a secret, and told to nobody. */
  | { readonly kind: 'chat'; readonly host: string };

/** What an operator says of a rule. */
export interface AlertRuleSettings {
  /** Nothing named: every event. */
  readonly filter: EventFilter;
  readonly to: Recipient;
  /** Once a day at this time, such as `08:00`; null: at once. */
  readonly digestAt: string | null;
  /** Nobody is told between these times; what happened is told afterwards. */
  readonly quiet: { readonly from: string; readonly to: string } | null;
  /** By whose clock. */
  readonly timeZone: string;
  /** What happens so soon after a message about the same router or datacenter is told with the next. */
  readonly groupSeconds: number;
}

/** As it is ordered: what is left out is at once, and never quiet. */
export type AlertRuleOrder = Omit<AlertRuleSettings, 'digestAt' | 'quiet'> &
  Partial<Pick<AlertRuleSettings, 'digestAt' | 'quiet'>>;

export interface AlertRuleView extends AlertRuleSettings {
  readonly ruleId: string;
  readonly createdAt: string;
  /** What has not been told yet. */
  readonly waiting: number;
  readonly lastSentAt: string | null;
  /** What went wrong the last time; null: nothing. */
  readonly failure: string | null;
}
