import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import { randomUUID } from 'node:crypto';
import type { DestinationStream } from 'pino';
import { createLog, type Log, type LogSettings } from './log.ts';
import './meters.ts';
import { observeProcess } from './process-metrics.ts';
import { RedactedSpans } from './redacted-spans.ts';
import { SpanFile } from './span-file.ts';

export interface TelemetrySettings extends LogSettings {
  readonly version?: string;
  /** Where a collector takes OTLP over HTTP: `http://127.0.0.1:4318`. */
  readonly otlpEndpoint?: string;
  /** A file that spans are added to, one JSON object a line. */
  readonly spansFile?: string;
  /** The share of new traces that are kept; a trace that came in keeps its sender's decision. */
  readonly sampling?: number;
}

export interface Telemetry {
  readonly log: Log;
  /** Hands over the spans that ended so far; what goes wrong is logged. */
  flush(): Promise<void>;
  /** Hands over what is left, in at most `timeoutMs`, and never fails. */
  shutdown(timeoutMs?: number): Promise<void>;
}

// Shorter than the time that a shutdown has, so that a collector that hangs cannot hold the process.
const exportTimeoutMs = 2000;
const flushTimeoutMs = 5000;

const exportersOf = ({ otlpEndpoint, spansFile }: TelemetrySettings): SpanExporter[] => [
  ...(otlpEndpoint === undefined
    ? []
    : [
        new OTLPTraceExporter({
          url: `${otlpEndpoint.replace(/\/(?:v1\/traces)?$/u, '')}/v1/traces`,
          timeoutMillis: exportTimeoutMs,
        }),
      ]),
  ...(spansFile === undefined ? [] : [new SpanFile(spansFile)]),
];

/** The SDK hands over a failure as the JSON text of its properties, stack and all. */
const sentence = (message: string): string => {
  const found = /^\{.*?"message":(?<message>"(?:[^"\\]|\\.)*")/u.exec(message)?.groups?.['message'];
  return found === undefined ? message : String(JSON.parse(found));
};

/** An exporter whose collector is away fails every few seconds; once a minute is enough to know. */
const complainInto = (log: Log): void => {
  const quietUntil = new Map<string, number>();
  const say = (level: 'error' | 'warn') => (message: string) => {
    const text = sentence(message);
    const kind = text.slice(0, 60);
    const now = performance.now();
    if (now < (quietUntil.get(kind) ?? 0)) return;
    if (quietUntil.size > 100) quietUntil.clear();
    quietUntil.set(kind, now + 60_000);
    log.write(level, `telemetry: ${text}`);
  };
  const nothing = () => undefined;
  diag.setLogger(
    { error: say('error'), warn: say('warn'), info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
};

const within = async (timeoutMs: number, work: Promise<unknown>): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  await Promise.race([work.catch((error: unknown) => diag.error(String(error))), late]);
  clearTimeout(timer);
};

/** The first thing a service does: everything after it is traced, counted and logged. */
export const startTelemetry = (
  settings: TelemetrySettings,
  destination?: DestinationStream,
): Telemetry => {
  const { serviceName, version = '0.0.0', sampling = 1 } = settings;
  const log = createLog(settings, destination);
  complainInto(log);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': serviceName,
      'service.version': version,
      'service.namespace': 'ferrule',
      'service.instance.id': randomUUID(),
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampling) }),
    spanProcessors: exportersOf(settings).map(
      (exporter) =>
        new BatchSpanProcessor(new RedactedSpans(exporter), {
          scheduledDelayMillis: 500,
          exportTimeoutMillis: flushTimeoutMs,
        }),
    ),
  });
  provider.register();
  const stopObserving = observeProcess(serviceName, version);
  let ended: Promise<void> | undefined;
  return {
    log,
    flush: () => within(flushTimeoutMs, provider.forceFlush()),
    shutdown: (timeoutMs = 3000) =>
      (ended ??= (async () => {
        stopObserving();
        await within(timeoutMs, provider.shutdown());
        for (const api of [trace, context, propagation, diag]) api.disable();
      })()),
  };
};
