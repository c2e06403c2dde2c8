import { isSpanContextValid, trace } from '@opentelemetry/api';
import { pino, type DestinationStream, type Logger } from 'pino';
import { redactFields, redactText } from './redact.ts';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LogSettings {
  readonly serviceName: string;
  readonly logLevel?: LogLevel;
}

/** What every line has of its own; a field of the same name is written with a `_` behind it. */
const own = new Set(['level', 'time', 'service', 'trace_id', 'span_id', 'msg']);

const running = () => {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span)
    ? { trace_id: span.traceId, span_id: span.spanId }
    : {};
};

/**
 * One JSON object a line: level, time, service, trace_id and span_id where a span runs, the fields,
 * msg. Secrets are taken out of all of it before it reaches Pino, whose own redaction knows only
 * paths that are named beforehand and no depths.
 */
export class Log {
  readonly #pino: Logger;
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(pinoLogger: Logger, fields: Readonly<Record<string, unknown>> = {}) {
    this.#pino = pinoLogger;
    this.#fields = fields;
  }

  /** The same log with more to say on every line. */
  with(fields: object): Log {
    return new Log(this.#pino, { ...this.#fields, ...redactFields(fields) });
  }

  fatal(message: string, fields?: object): void {
    this.write('fatal', message, fields);
  }

  error(message: string, fields?: object): void {
    this.write('error', message, fields);
  }

  warn(message: string, fields?: object): void {
    this.write('warn', message, fields);
  }

  info(message: string, fields?: object): void {
    this.write('info', message, fields);
  }

  debug(message: string, fields?: object): void {
    this.write('debug', message, fields);
  }

  trace(message: string, fields?: object): void {
    this.write('trace', message, fields);
  }

  write(level: Exclude<LogLevel, 'silent'>, message: string, fields: object = {}): void {
    if (!this.#pino.isLevelEnabled(level)) return;
    const all = Object.entries({ ...this.#fields, ...redactFields(fields) });
    const safe = Object.fromEntries(
      all.map(([key, value]) => [own.has(key) ? `${key}_` : key, value]),
    );
    this.#pino[level]({ ...running(), ...safe }, redactText(message));
  }

  setLevel(level: LogLevel): void {
    this.#pino.level = level;
  }
}

/** Writes to standard output, or wherever it is told to. */
export const createLog = (
  { serviceName, logLevel = 'info' }: LogSettings,
  destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Log =>
  new Log(
    pino(
      {
        level: logLevel,
        base: { service: serviceName },
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (level) => ({ level }) },
        // Errors arrive as plain data; Pino's serializers would only look for their prototypes.
        serializers: { err: (value: unknown) => value },
      },
      destination,
    ),
  );
