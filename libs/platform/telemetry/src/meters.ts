import { diag, metrics, type Counter, type Histogram } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { prometheusText, type PromisedMetric } from './prometheus-text.ts';

/** Holds everything until somebody scrapes; there is nothing to flush. */
class ScrapeReader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }

  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

const reader = new ScrapeReader();
const promised = new Map<string, PromisedMetric>();

// On import and not in a function: whoever made an instrument before there is a provider counts into
// nothing for ever, and libraries make theirs when they are imported. Hence `main.ts` imports this first.
if (!metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))) {
  throw new Error(
    'another OpenTelemetry meter provider is in place: @ferrule/telemetry was loaded twice',
  );
}

const meter = metrics.getMeter('ferrule');

export interface MetricDescription {
  /** Scraped exactly as it stands here: nothing is appended. */
  readonly name: string;
  readonly description: string;
}

/** From a millisecond to five minutes. */
export const secondsBuckets: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300,
];

/** A counter that is in the scrape from the start, at zero. */
export const counter = ({ name, description }: MetricDescription): Counter => {
  promised.set(name, { name, description, type: 'counter' });
  return meter.createCounter(name, { description });
};

/** A histogram of seconds that is in the scrape from the start, empty. */
export const secondsHistogram = ({ name, description }: MetricDescription): Histogram => {
  promised.set(name, { name, description, type: 'histogram' });
  return meter.createHistogram(name, {
    description,
    advice: { explicitBucketBoundaries: [...secondsBuckets] },
  });
};

/** A value that is read when somebody scrapes; the function returned takes it down again. */
export const gauge = (
  { name, description }: MetricDescription,
  read: () => number | undefined,
): (() => void) => {
  const instrument = meter.createObservableGauge(name, { description });
  const observe: Parameters<typeof instrument.addCallback>[0] = (result) => {
    const value = read();
    if (value !== undefined) result.observe(value);
  };
  instrument.addCallback(observe);
  return () => instrument.removeCallback(observe);
};

export interface LabelledValue {
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** The same for many values, which are read together and told apart by their labels. */
export const labelledGauge = (
  { name, description }: MetricDescription,
  read: () => Promise<readonly LabelledValue[]>,
): (() => void) => {
  const instrument = meter.createObservableGauge(name, { description });
  const observe: Parameters<typeof instrument.addCallback>[0] = async (result) => {
    for (const { value, labels } of await read()) result.observe(value, labels);
  };
  instrument.addCallback(observe);
  return () => instrument.removeCallback(observe);
};

/** What `GET /metrics` answers. A gauge that cannot be read is left out, and said so in the log. */
export const metricsText = async (): Promise<string> => {
  const { resourceMetrics, errors } = await reader.collect();
  for (const error of errors) diag.warn(`a metric could not be read: ${String(error)}`);
  return prometheusText(
    resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics),
    [...promised.values()],
  );
};
