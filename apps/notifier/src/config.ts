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
  secret,
  type Secret,
  secretUrl,
  TelemetryConfig,
  text,
} from '@ferrule/config';
import { IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';

const DAY_MS = 86_400_000;

@EnvPrefix('FERRULE_NOTIFIER')
export class NotifierConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('notifier');

  @Group('HTTP')
  readonly http = new HttpConfig(8086);

  @Group('DATABASE')
  readonly database = new DatabaseConfig();

  @Group('BUS')
  readonly bus = new BusConfig();

  @Env('KEYRING', secret(), {
    doc: 'The keys that open and seal secrets of webhooks, the first one seals: id:base64,id:base64',
  })
  // Migrations open no secret, and are given no key.
  @IsOptional()
  readonly keyring?: Secret;

  @Env('ALLOWED_NETWORKS', list(text), {
    doc: 'Private networks to which webhooks may lead all the same, also without TLS: 10.1.0.0/16,…',
  })
  @Matches(/^[\da-fA-F:.]+\/\d{1,3}$/, { each: true })
  @IsOptional()
  readonly allowedNetworks?: readonly string[];

  @Env('SMTP_URL', secretUrl('smtp', 'smtps'), {
    doc: 'The server that takes mail: smtps://user:password@mail.example:465',
  })
  @IsOptional()
  readonly smtpUrl?: Secret;

  @Env('MAIL_FROM', text, { doc: 'Whom mail comes from' })
  @MaxLength(200)
  readonly mailFrom: string = 'Ferrule <ferrule@localhost>';

  @Env('TIMEOUT', duration, { doc: 'How long a receiver may take to answer' })
  @Min(100)
  @Max(60_000)
  readonly timeout: number = 15_000;

  @Env('KEPT', duration, { doc: 'How long events and deliveries can be looked at and replayed' })
  @Min(DAY_MS)
  @Max(365 * DAY_MS)
  readonly kept: number = 30 * DAY_MS;
}

export const notifierConfig = (): NotifierConfig => loadConfig(NotifierConfig, process.env);
