import {
  Env,
  EnvPrefix,
  loadConfig,
  secret,
  type Secret,
  secretUrl,
  text,
  url,
} from '@ferrule/config';
import { IsOptional } from 'class-validator';

@EnvPrefix('FERRULE_CLI')
export class CliConfig {
  @Env('API', url('http', 'https'), { doc: 'Where the API answers' })
  @IsOptional()
  readonly api?: string;

  @Env('KEY', secret(), { doc: 'The API key, or the token, that lets its holder in' })
  @IsOptional()
  readonly key?: Secret;

  @Env('ACT_FOR', text, { doc: 'The tenant that whoever is let in for several acts for' })
  @IsOptional()
  readonly actFor?: string;

  @Env('DATA', text, { doc: 'Where the development stack keeps its data' })
  @IsOptional()
  readonly data?: string;

  @Env('NATS', url('nats', 'tls', 'ws', 'wss'), { doc: 'Where NATS answers' })
  @IsOptional()
  readonly nats?: string;

  @Env('NATS_USER', text, { doc: 'Who reads and replays dead letters' })
  readonly natsUser: string = 'operator';

  @Env('NATS_PASSWORD', secret(), { doc: "That user's password" })
  @IsOptional()
  readonly natsPassword?: Secret;

  @Env('DATABASE_URL', secretUrl('postgres', 'postgresql'), {
    doc: 'Whose event store is verified: postgres://role:password@host:5432/database',
  })
  @IsOptional()
  readonly databaseUrl?: Secret;
}

export const cliConfig = (): CliConfig => loadConfig(CliConfig, process.env);

/** What https://no-color.org asks of every program. */
export const colourIsUnwanted = (): boolean => (process.env['NO_COLOR'] ?? '') !== '';
