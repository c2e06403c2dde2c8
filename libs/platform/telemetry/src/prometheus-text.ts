import { DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import type { Attributes, AttributeValue } from '@opentelemetry/api';

/** A metric that is shown from the first scrape on, at zero, though nothing was counted yet. */
export interface PromisedMetric {
  readonly name: string;
  readonly description: string;
  readonly type: 'counter' | 'histogram';
}

type PrometheusType = PromisedMetric['type'] | 'gauge';

const escape = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const legal = (name: string): string =>
  name.replace(/[^a-zA-Z0-9_]/gu, '_').replace(/^(?=\d)/u, '_');

const labelValue = (value: AttributeValue | undefined): string =>
  escape(typeof value === 'string' ? value : JSON.stringify(value ?? '')).replaceAll('"', '\\"');

const number = (value: number): string => {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
};

const sample = (name: string, attributes: Attributes, value: number, le?: string): string => {
  const labels = Object.entries(attributes)
    .map(([key, item]) => `${legal(key)}="${labelValue(item)}"`)
    .concat(le === undefined ? [] : [`le="${le}"`]);
  return `${name}${labels.length === 0 ? '' : `{${labels.join(',')}}`} ${number(value)}`;
};

const typeOf = (metric: MetricData): PrometheusType | undefined => {
  switch (metric.dataPointType) {
    case DataPointType.SUM:
      return metric.isMonotonic ? 'counter' : 'gauge';
    case DataPointType.GAUGE:
      return 'gauge';
    case DataPointType.HISTOGRAM:
      return 'histogram';
    case DataPointType.EXPONENTIAL_HISTOGRAM:
      // The text format has no form for it; no instrument of ours asks for one.
      return undefined;
  }
};

const samplesOf = (name: string, metric: MetricData): string[] => {
  switch (metric.dataPointType) {
    case DataPointType.SUM:
    case DataPointType.GAUGE:
      return metric.dataPoints.map(({ attributes, value }) => sample(name, attributes, value));
    case DataPointType.HISTOGRAM:
      return metric.dataPoints.flatMap(({ attributes, value: { buckets, count, sum } }) => {
        let below = 0;
        const lines = buckets.boundaries.map((bound, index) => {
          below += buckets.counts[index] ?? 0;
          return sample(`${name}_bucket`, attributes, below, number(bound));
        });
        return [
          ...lines,
          sample(`${name}_bucket`, attributes, count, '+Inf'),
          sample(`${name}_sum`, attributes, sum ?? 0),
          sample(`${name}_count`, attributes, count),
        ];
      });
    case DataPointType.EXPONENTIAL_HISTOGRAM:
      return [];
  }
};

const zero = ({ name, type }: PromisedMetric): string[] =>
  type === 'counter'
    ? [sample(name, {}, 0)]
    : [
        sample(`${name}_bucket`, {}, 0, '+Inf'),
        sample(`${name}_sum`, {}, 0),
        sample(`${name}_count`, {}, 0),
      ];

interface Family {
  readonly type: PrometheusType;
  readonly description: string;
  readonly samples: string[];
}

/**
 * The Prometheus text format 0.0.4, with every name as it was given. OpenTelemetry's own exporter
 * appends `_total` to each counter, and names are promises to those who scrape.
 */
export const prometheusText = (
  metrics: readonly MetricData[],
  promised: readonly PromisedMetric[] = [],
): string => {
  const families = new Map<string, Family>();
  for (const metric of metrics) {
    const name = legal(metric.descriptor.name);
    const type = typeOf(metric);
    if (type === undefined) continue;
    // Two libraries may count under one name; a second header for it would spoil the whole scrape.
    const family = families.get(name) ?? {
      type,
      description: metric.descriptor.description,
      samples: [],
    };
    if (family.type === type) family.samples.push(...samplesOf(name, metric));
    families.set(name, family);
  }
  for (const metric of promised) {
    const { name, type, description } = metric;
    if (!families.has(name)) families.set(name, { type, description, samples: zero(metric) });
  }
  return [...families]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, { samples }]) => samples.length > 0)
    .map(([name, { type, description, samples }]) =>
      [
        ...(description === '' ? [] : [`# HELP ${name} ${escape(description)}`]),
        `# TYPE ${name} ${type}`,
        ...samples,
        '',
      ].join('\n'),
    )
    .join('');
};
