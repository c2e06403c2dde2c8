import {
  BusConfig,
  DatabaseConfig,
  duration,
  Env,
  EnvPrefix,
  Group,
  HttpConfig,
  list,
  integer,
  loadConfig,
  secret,
  type Secret,
  TelemetryConfig,
  text,
  url,
} from '@ferrule/config';
import { ArrayNotEmpty, IsOptional, Matches, Max, Min } from 'class-validator';

class IngestConfig {
  @Env('SOURCES', list(text), {
    doc: 'The services that record events: each is asked for what the bus did not bring',
  })
  @ArrayNotEmpty()
  @Matches(/^[a-z][a-z0-9-]{0,31}$/, { each: true, message: 'sources must be names of services' })
  readonly sources: readonly string[] = [
    ...['ipam', 'provisioning', 'inventory', 'notifier', 'api', 'audit'],
  ];

  @Env('GRACE', duration, { doc: 'How long a missing event may be on its way' })
  @Min(10)
  @Max(3_600_000)
  readonly grace: number = 2_000;

  @Env('PATROL', duration, { doc: 'How often services are asked whether they have recorded more' })
  @Min(100)
  @Max(3_600_000)
  readonly patrol: number = 30_000;
}

class CheckpointConfig {
  @Env('KEYS', secret(), {
    doc: 'Ed25519 keys, of which the first signs: id:base64,id:base64. Only migrations do without',
  })
  @IsOptional()
  readonly keys?: Secret;

  @Env('EVERY', integer, { doc: 'After how many entries a checkpoint comes at the latest' })
  @Min(1)
  @Max(100_000)
  readonly every: number = 1_000;

  @Env('INTERVAL', duration, { doc: 'How long an entry waits for a checkpoint at the longest' })
  @Min(100)
  @Max(86_400_000)
  readonly interval: number = 60_000;

  @Env('FILE', text, { doc: 'A file outside the database that gets every checkpoint' })
  @IsOptional()
  readonly file?: string;

  @Env('WEBHOOK', url('http', 'https'), { doc: 'Somebody who is sent every checkpoint' })
  @IsOptional()
  readonly webhook?: string;
}

class RetentionConfig {
  @Env('ARCHIVE', text, {
    doc: 'The folder that expired bodies go to; without one they stay whatever a tenant has set',
  })
  @IsOptional()
  readonly archive?: string;

  @Env('EVERY', duration, { doc: 'How often it is looked for what has expired' })
  @Min(100)
  @Max(86_400_000)
  readonly every: number = 3_600_000;
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
  readonly bus = new BusConfig();

  @Group('INGEST')
  readonly ingest = new IngestConfig();

  @Group('CHECKPOINT')
  readonly checkpoint = new CheckpointConfig();

  @Group('RETENTION')
  readonly retention = new RetentionConfig();
}

export const auditConfig = (): AuditConfig => loadConfig(AuditConfig, process.env);
