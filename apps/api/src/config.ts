import {
  BusConfig,
  DatabaseConfig,
  Env,
  EnvPrefix,
  Group,
  HttpConfig,
  integer,
  list,
  loadConfig,
  secret,
  type Secret,
  TelemetryConfig,
  text,
  url,
} from '@ferrule/config';
import { IsOptional, Matches, Max, Min } from 'class-validator';
import { LimitsConfig } from './access/limits.config.ts';
import { OidcConfig } from './access/oidc.config.ts';

@EnvPrefix('FERRULE_API')
export class ApiConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('api');

  @Group('HTTP')
  readonly http = new HttpConfig(8080);

  @Group('DATABASE')
  readonly database = new DatabaseConfig();

  @Group('BUS')
  readonly bus = new BusConfig();

  @Group('OIDC')
  readonly oidc = new OidcConfig();

  @Group('LIMIT')
  readonly limits = new LimitsConfig();

  @Env('FIRST_KEY', secret(), {
    doc: 'Issued at start for everything, while no other key is: fk_<id>_<43 characters or more>',
  })
  @IsOptional()
  readonly firstKey?: Secret;

  @Env('TENANT', text, { doc: 'For whom somebody acts who may act for all and names none' })
  @Matches(/^[A-Za-z0-9_-]{1,64}$/)
  readonly tenant: string = 'demo';

  @Env('CORS_ORIGINS', list(url('http', 'https')), {
    doc: 'Whose pages may ask from a browser: https://console.example,…; none by default',
  })
  @Matches(/^https?:\/\/[^/]+$/, {
    each: true,
    message: 'each of corsOrigins must be an origin, without a path',
  })
  @IsOptional()
  readonly corsOrigins?: readonly string[];

  @Env('TRUSTED_PROXIES', integer, {
    doc: 'How many proxies in front are believed when they say whose request they pass on',
  })
  @Min(0)
  @Max(10)
  readonly trustedProxies: number = 0;

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
