import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';

const EVERY_MS = 1_000;
/** So that allocations keep the server to themselves: what is left over is searched more slowly. */
const AT_ONCE = 1_000;

/** Makes what was changed since the last time quick to find. */
@Injectable()
export class SearchSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('SearchSweeper');
  #timer: NodeJS.Timeout | undefined;
  #sweep: Promise<void> | undefined;

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#sweep ??= this.sweep()
        .then(
          () => undefined,
          (error: unknown) => this.#log.warn(`what is searched stays as it is: ${String(error)}`),
        )
        .finally(() => (this.#sweep = undefined));
    }, EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweep;
  }

  /** How much was brought up to date. */
  async sweep(): Promise<number> {
    const [row] = await this.dataSource.query<{ done: number }[]>(
      'select refresh_search($1) as done',
      [AT_ONCE],
    );
    return row?.done ?? 0;
  }
}
