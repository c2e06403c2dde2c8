import { metrics } from '@opentelemetry/api';
import { counter } from '@ferrule/telemetry';

const meter = metrics.getMeter('ferrule.event-store');

export const appendBatchSize = meter.createHistogram('ferrule_append_batch_size', {
  description: 'Appends that shared one transaction',
  advice: { explicitBucketBoundaries: [1, 2, 4, 8, 16, 32, 64] },
});
export const appendRetries = counter({
  name: 'ferrule_append_retries_total',
  description: 'Batches written again after a lost deadlock or without a refused append',
});
export const eventsSealed = counter({
  name: 'ferrule_events_sealed_total',
  description: 'Events that got their place in the hash chain',
});
export const eventsPublished = counter({
  name: 'ferrule_events_published_total',
  description: 'Events that the bus acknowledged',
});
export const commandsPublished = counter({
  name: 'ferrule_commands_published_total',
  description: 'Commands that the bus acknowledged',
});
export const busRewinds = counter({
  name: 'ferrule_bus_rewinds_total',
  description: 'Times the bus had lost what it held and was filled again',
});

export interface SealerGauges {
  /** Sealed but not yet on the bus. */
  readonly relayLagEvents: number;
  /** Committed but not yet sealed, when last looked. */
  readonly sealLagEvents: number;
  readonly sealLagSeconds: number;
  /** How long the oldest open write transaction of the server has held its place. */
  readonly watermarkLagSeconds: number;
  readonly positionsMissing: number;
  readonly leader: boolean;
  readonly busAhead: boolean;
}

const gauge = (name: string, description: string) =>
  meter.createObservableGauge(name, { description });
const relayLag = gauge('ferrule_relay_lag_events', 'Sealed events that the bus does not hold yet');
const sealLag = gauge('ferrule_seal_lag_events', 'Committed events that are not sealed yet');
const sealLagSeconds = gauge('ferrule_seal_lag_seconds', 'Age of the oldest event not sealed yet');
const watermarkLag = gauge(
  'ferrule_watermark_lag_seconds',
  'How long the oldest open write transaction of the database server has been in the way',
);
const missing = gauge(
  'ferrule_positions_missing',
  'Positions taken by transactions still open, or rolled back',
);
const leading = gauge('ferrule_sealer_leader', '1 in the instance that seals, 0 in the others');
const ahead = gauge('ferrule_bus_ahead', '1 when the bus holds newer events than the database');

/** Shows the sealer's own figures; the function returned takes them down again. */
export const observeSealer = (service: string, read: () => SealerGauges): (() => void) => {
  const all = [relayLag, sealLag, sealLagSeconds, watermarkLag, missing, leading, ahead];
  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = (result) => {
    const now = read();
    const labels = { context: service };
    result.observe(relayLag, now.relayLagEvents, labels);
    result.observe(sealLag, now.sealLagEvents, labels);
    result.observe(sealLagSeconds, now.sealLagSeconds, labels);
    result.observe(watermarkLag, now.watermarkLagSeconds, labels);
    result.observe(missing, now.positionsMissing, labels);
    result.observe(leading, now.leader ? 1 : 0, labels);
    result.observe(ahead, now.busAhead ? 1 : 0, labels);
  };
  meter.addBatchObservableCallback(observe, all);
  return () => meter.removeBatchObservableCallback(observe, all);
};
