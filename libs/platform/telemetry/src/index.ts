export { createLog, Log, type LogLevel, type LogSettings } from './log.ts';
export {
  counter,
  gauge,
  labelledGauge,
  type LabelledValue,
  metricsText,
  secondsBuckets,
  secondsHistogram,
  type MetricDescription,
} from './meters.ts';
export { MetricsModule } from './metrics.module.ts';
export { NestLog } from './nest-log.ts';
export { redact, redactText } from './redact.ts';
export { inSpan, withTraceparent, type SpanSettings } from './span.ts';
export { readSpans, type SpanLine } from './span-file.ts';
export { startTelemetry, type Telemetry, type TelemetrySettings } from './telemetry.ts';
export { drawTrace } from './trace-drawing.ts';
export { currentTraceparent } from './traceparent.ts';
