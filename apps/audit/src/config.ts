import {
  BusConfig,
  DatabaseConfig,
  duration,
  Env,
  EnvPrefix,
  Group,
  HttpConfig,
  list,
  loadConfig,
  TelemetryConfig,
  text,
} from '@ferrule/config';
import { ArrayNotEmpty, Matches, Max, Min } from 'class-validator';

class IngestConfig {
  @Env('SOURCES', list(text), {
    doc: 'The services that record events: each is asked for what the bus did not bring',
  })
  @ArrayNotEmpty()
  @Matches(/^[a-z][a-z0-9-]{0,31}$/, { each: true, message: 'sources must be names of services' })
  readonly sources: readonly string[] = ['ipam', 'provisioning', 'inventory', 'audit'];

  @Env('GRACE', duration, { doc: 'How long a missing event may be on its way' })
  @Min(10)
  @Max(3_600_000)
  readonly grace: number = 2_000;

  @Env('PATROL', duration, { doc: 'How often services are asked whether they have recorded more' })
  @Min(100)
  @Max(3_600_000)
  readonly patrol: number = 30_000;
}

@EnvPrefix('FERRULE_AUDIT')
export class AuditConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('audit');

  @Group('HTTP')
  readonly http = new HttpConfig(8083);

  @Group('DATABASE')
  readonly database = new DatabaseConfig();

  @Group('BUS')
  readonly bus = new BusConfig('_INBOX_audit');

  @Group('INGEST')
  readonly ingest = new IngestConfig();
}

export const auditConfig = (): AuditConfig => loadConfig(AuditConfig, process.env);
