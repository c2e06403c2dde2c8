import {
  BusConfig,
  Env,
  EnvPrefix,
  Group,
  HttpConfig,
  loadConfig,
  TelemetryConfig,
  text,
} from '@ferrule/config';
import { Matches } from 'class-validator';

@EnvPrefix('FERRULE_API')
export class ApiConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('api');

  @Group('HTTP')
  readonly http = new HttpConfig(8080);

  @Group('BUS')
  readonly bus = new BusConfig('_INBOX_api');

  @Env('TENANT', text, { doc: 'The tenant that every request belongs to' })
  @Matches(/^[A-Za-z0-9_-]{1,64}$/)
  readonly tenant: string = 'demo';
}

export const apiConfig = (): ApiConfig => loadConfig(ApiConfig, process.env);
