import { metrics } from '@opentelemetry/api';

const meter = metrics.getMeter('@ferrule/messaging');

/** By `consumer` and `outcome`: acknowledged, retried, rejected, malformed, dead-letter, unconfirmed. */
export const handled = meter.createCounter('ferrule_messages_handled_total', {
  description: 'Deliveries that were settled',
});

export const redelivered = meter.createCounter('ferrule_messages_redelivered_total', {
  description: 'Deliveries of messages that had been delivered before',
});

export const handleSeconds = meter.createHistogram('ferrule_message_handle_seconds', {
  description: 'From receipt to settlement',
  unit: 's',
});

export const inFlight = meter.createUpDownCounter('ferrule_messages_in_flight', {
  description: 'Messages that a handler is working on',
});

export const published = meter.createCounter('ferrule_messages_published_total', {
  description: 'Messages that the broker has acknowledged',
});

export const publishFailures = meter.createCounter('ferrule_publish_failures_total', {
  description: 'Publishes that the broker did not acknowledge',
});

export const recoveries = meter.createCounter('ferrule_consumer_recoveries_total', {
  description: 'Consumers that had to be bound again, by cause',
});
