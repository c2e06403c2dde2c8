import { IsIn, IsOptional, Matches } from 'class-validator';
import { Env } from './env.ts';
import { GoesWith } from './goes-with.ts';
import { flag, integer, list, oneOf, secret, text, url } from './reader.ts';
import type { Secret } from './secret.ts';

export class BusConfig {
  @Env('SERVERS', list(url('nats', 'tls', 'ws', 'wss')), {
    doc: 'Where NATS answers',
    shared: true,
  })
  readonly servers: readonly string[] = ['nats://127.0.0.1:4222'];

  @Env('USER', text, { doc: "The service's own NATS user" })
  @IsOptional()
  @GoesWith('password')
  readonly user?: string;

  @Env('PASSWORD', secret(), { doc: "That user's password" })
  @IsOptional()
  @GoesWith('user')
  readonly password?: Secret;

  @Env('INBOX_PREFIX', text, {
    doc: 'Where answers to this service arrive: _INBOX_ and its user, which may read nowhere else',
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, {
    message: 'inboxPrefix must be a subject without wildcards',
  })
  readonly inboxPrefix?: string;

  @Env('ON_DRIFT', oneOf('fail', 'report', 'apply'), {
    doc: 'When a stream or consumer is not as declared: refuse to start, log it, or change it',
    shared: true,
  })
  readonly onDrift: 'fail' | 'report' | 'apply' = 'fail';

  @Env('TLS', flag, { doc: 'Refuse a server without TLS', shared: true })
  readonly tls: boolean = false;

  @Env('TLS_CA', text, { doc: 'Path of the certificates to trust, PEM', shared: true })
  @IsOptional()
  readonly tlsCa?: string;

  @Env('TLS_CERT', text, { doc: "Path of the service's own certificate, PEM" })
  @IsOptional()
  @GoesWith('tlsKey')
  readonly tlsCert?: string;

  @Env('TLS_KEY', text, { doc: "Path of that certificate's key, PEM" })
  @IsOptional()
  @GoesWith('tlsCert')
  readonly tlsKey?: string;

  @Env('REPLICAS', integer, {
    doc: 'How many servers of a NATS cluster hold each stream: 1, 3 or 5',
    shared: true,
  })
  @IsIn([1, 3, 5])
  readonly replicas: number = 1;
}
