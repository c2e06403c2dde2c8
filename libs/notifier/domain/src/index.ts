export { matches, type Told } from './event-filter.ts';
export { DISABLED_AFTER_MS, type FailedAttempt, nextAttempt, retryAfterMs } from './retry.ts';
export { type Webhook, webhookDecider, webhookStream } from './webhook.ts';
