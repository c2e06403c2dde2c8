import {
  BusConfig,
  Env,
  EnvPrefix,
  Group,
  HttpConfig,
  integer,
  loadConfig,
  secret,
  type Secret,
  TelemetryConfig,
  text,
} from '@ferrule/config';
import { IsOptional, Matches, Min } from 'class-validator';

@EnvPrefix('FERRULE_API')
export class ApiConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('api');

  @Group('HTTP')
  readonly http = new HttpConfig(8080);

  @Group('BUS')
  readonly bus = new BusConfig();

  @Env('TENANT', text, { doc: 'The tenant that every request belongs to' })
  @Matches(/^[A-Za-z0-9_-]{1,64}$/)
  readonly tenant: string = 'demo';

  @Env('FOLLOWERS', integer, {
    doc: 'How many clients may follow jobs at once, each on a connection',
  })
  @Min(1)
  readonly followers: number = 1_000;

  @Env('KEYRING', secret(), {
    doc: 'The keys that seal passwords of routers, those of the inventory: id:base64,id:base64',
  })
  @IsOptional()
  readonly keyring?: Secret;
}

export const apiConfig = (): ApiConfig => loadConfig(ApiConfig, process.env);
