import {
  BusConfig,
  DatabaseConfig,
  EnvPrefix,
  Group,
  HttpConfig,
  loadConfig,
  TelemetryConfig,
} from '@ferrule/config';

@EnvPrefix('FERRULE_IPAM')
export class IpamConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('ipam');

  @Group('HTTP')
  readonly http = new HttpConfig(8081);

  @Group('DATABASE')
  readonly database = new DatabaseConfig();

  @Group('BUS')
  readonly bus = new BusConfig('_INBOX_ipam');
}

export const ipamConfig = (): IpamConfig => loadConfig(IpamConfig, process.env);
