import { IsOptional, Matches, Max, Min } from 'class-validator';
import { Env } from './env.ts';
import { decimal, oneOf, text, url } from './reader.ts';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export class TelemetryConfig {
  @Env('SERVICE_NAME', text, { doc: 'How this service is called in traces, metrics and logs' })
  @Matches(/^[a-z][a-z0-9-]{0,62}$/)
  readonly serviceName: string;

  @Env('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), {
    doc: 'The least urgent lines that are written',
    shared: true,
  })
  readonly logLevel: LogLevel = 'info';

  @Env('OTLP_ENDPOINT', url('http', 'https'), {
    doc: 'The collector that traces are sent to (OTLP over HTTP); none when empty',
    shared: true,
  })
  @IsOptional()
  readonly otlpEndpoint?: string;

  @Env('SPANS_FILE', text, {
    doc: 'A file that spans are added to, one JSON object a line; none when empty',
    shared: true,
  })
  @IsOptional()
  readonly spansFile?: string;

  @Env('SAMPLING', decimal, { doc: 'The share of new traces that are kept', shared: true })
  @Min(0)
  @Max(1)
  readonly sampling: number = 1;

  constructor(serviceName: string) {
    this.serviceName = serviceName;
  }
}
