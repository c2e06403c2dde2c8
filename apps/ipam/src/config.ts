import {
  BusConfig,
  DatabaseConfig,
  EnvPrefix,
  Group,
  HttpConfig,
  loadConfig,
  TelemetryConfig,
} from '@ferrule/config';
import { DnsConfig } from './dns/dns.config.ts';

@EnvPrefix('FERRULE_IPAM')
export class IpamConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('ipam');

  @Group('HTTP')
  readonly http = new HttpConfig(8081);

  @Group('DATABASE')
  readonly database = new DatabaseConfig();

  @Group('BUS')
  readonly bus = new BusConfig();

  @Group('DNS')
  readonly dns = new DnsConfig();
}

export const ipamConfig = (): IpamConfig => loadConfig(IpamConfig, process.env);
