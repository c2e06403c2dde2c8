export { type AlertRule, alertRuleDecider, alertRuleStream } from './alert-rule.ts';
export { type AlertText, alertText, type ToldEvent } from './alert-text.ts';
export { nextAt, tellAt, type Waiting } from './alert-time.ts';
export { matches, type Told } from './event-filter.ts';
export { DISABLED_AFTER_MS, type FailedAttempt, nextAttempt, retryAfterMs } from './retry.ts';
export { type Webhook, webhookDecider, webhookStream } from './webhook.ts';
