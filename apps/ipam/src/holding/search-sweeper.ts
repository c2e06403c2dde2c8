import { Rounds } from '@ferrule/service';
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
  readonly #rounds = new Rounds({
    everyMs: EVERY_MS,
    round: () => this.sweep(),
    failed: (error) => this.#log.warn(`what is searched stays as it is: ${String(error)}`),
  });

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#rounds.stop();
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
