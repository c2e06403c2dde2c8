import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Env } from './env.ts';
import { duration, integer, secretUrl } from './reader.ts';
import type { Secret } from './secret.ts';

export class DatabaseConfig {
  @Env('URL', secretUrl('postgres', 'postgresql'), {
    doc: 'The role with least rights: postgres://user:password@host:5432/database',
  })
  readonly url!: Secret;

  @Env('OWNER_URL', secretUrl('postgres', 'postgresql'), {
    doc: 'The role that owns the schema; only migrations use it',
  })
  @IsOptional()
  readonly ownerUrl?: Secret;

  @Env('POOL_SIZE', integer, { doc: 'Most connections held at a time' })
  @IsInt()
  @Min(1)
  @Max(500)
  readonly poolSize: number = 10;

  @Env('CONNECT_TIMEOUT', duration, { doc: 'How long to wait for a connection' })
  @Min(1)
  readonly connectTimeout: number = 5_000;
}
