import { duration, Env, text } from '@ferrule/config';
import { IsOptional, Max, Min } from 'class-validator';

const HOUR = 3_600_000;

/** How names are published; which servers there are stands in a file of its own. */
export class DnsConfig {
  @Env('FILE', text, {
    doc: 'Path of a JSON file of the DNS servers that names are published to; DNS is off when empty',
  })
  @IsOptional()
  readonly file?: string;

  @Env('TIMEOUT', duration, { doc: 'How long a server may take to answer' })
  @Min(100)
  @Max(60_000)
  readonly timeout: number = 5_000;

  @Env('DEADLINE', duration, {
    doc: 'How long servers that do not answer are asked again before a publication is refused',
  })
  @Min(1_000)
  @Max(HOUR)
  readonly deadline: number = 60_000;

  @Env('RECONCILE_EVERY', duration, {
    doc: 'How often the names of a network are compared with what its servers have',
  })
  @Min(1_000)
  @Max(24 * HOUR)
  readonly reconcileEvery: number = 300_000;
}
