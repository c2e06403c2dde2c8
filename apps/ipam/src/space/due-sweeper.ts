import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SpaceCommitter } from './space-committer.ts';

const EVERY_MS = 10_000;

/**
 * Gives back what has been in quarantine long enough, in spaces where nobody asks for anything:
 * whoever does finds it free at once.
 */
@Injectable()
export class DueSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('DueSweeper');
  #timer: NodeJS.Timeout | undefined;
  #sweep: Promise<void> = Promise.resolve();

  constructor(
    private readonly committer: SpaceCommitter,
    private readonly dataSource: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#sweep = this.sweep().catch((error: unknown) => {
        this.#log.warn(`nothing came out of quarantine: ${String(error)}`);
      });
    }, EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweep;
  }

  /** A transaction about a space takes what is due along; so it is enough to begin one. */
  async sweep(): Promise<void> {
    const rows = await this.dataSource.query<{ space: number }[]>(
      `select distinct space from held
       where kind = 'quarantine' and free_from <= clock_timestamp() limit 64`,
    );
    await Promise.all(
      rows.map(({ space }) =>
        this.committer.run({
          spaces: [space],
          streams: [],
          takes: [],
          touches: [],
          decide: () => ({ appends: [], answer: undefined }),
        }),
      ),
    );
  }
}
