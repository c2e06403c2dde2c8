import { duration, Env, integer } from '@ferrule/config';
import { Max, Min } from 'class-validator';

/** Of each instance: two let a key ask twice as much. */
export class LimitsConfig {
  @Env('RATE', integer, { doc: 'How many requests a second one key may send' })
  @Min(1)
  @Max(1_000_000)
  readonly rate: number = 200;

  @Env('BURST', integer, { doc: 'How many it may send at once' })
  @Min(1)
  @Max(1_000_000)
  readonly burst: number = 400;

  @Env('FAILURES', integer, { doc: 'How many wrong credentials a minute one address may send' })
  @Min(1)
  @Max(1_000_000)
  readonly failures: number = 30;

  @Env('REFUSALS_WINDOW', duration, { doc: 'For how long refusals of one kind are counted as one' })
  @Min(10)
  @Max(3_600_000)
  readonly refusalsWindow: number = 60_000;
}
