import {
  BusConfig,
  DatabaseConfig,
  EnvPrefix,
  Group,
  HttpConfig,
  loadConfig,
  TelemetryConfig,
} from '@ferrule/config';

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
}

export const auditConfig = (): AuditConfig => loadConfig(AuditConfig, process.env);
