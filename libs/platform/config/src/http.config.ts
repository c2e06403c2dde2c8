import { IsInt, Max, Min } from 'class-validator';
import { Env } from './env.ts';
import { duration, integer, text } from './reader.ts';

export class HttpConfig {
  // Loopback, so that nothing is reachable from outside before somebody decided it.
  @Env('HOST', text, { doc: 'The address to listen on; 0.0.0.0 for every one' })
  readonly host: string = '127.0.0.1';

  @Env('PORT', integer, { doc: 'The port to listen on; 0 takes a free one' })
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly port: number;

  @Env('BODY_LIMIT', integer, { doc: 'Largest request body, in bytes' })
  @Min(1_024)
  @Max(16 * 1024 * 1024)
  readonly bodyLimit: number = 256 * 1024;

  @Env('HEADERS_TIMEOUT', duration, { doc: 'How long the head of a request may take to arrive' })
  @Min(1_000)
  @Max(300_000)
  readonly headersTimeout: number = 15_000;

  @Env('REQUEST_TIMEOUT', duration, { doc: 'How long a whole request may take to arrive' })
  @Min(1_000)
  @Max(600_000)
  readonly requestTimeout: number = 60_000;

  @Env('DRAIN_DELAY', duration, {
    doc: 'How long to refuse readiness before the listener closes, for load balancers to notice',
  })
  readonly drainDelay: number = 0;

  @Env('DRAIN_TIMEOUT', duration, {
    doc: 'How long requests in flight may take once the service was told to stop',
  })
  readonly drainTimeout: number = 10_000;

  constructor(port = 8080) {
    this.port = port;
  }
}
