import { Rounds } from '@ferrule/service';
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
  readonly #rounds = new Rounds({
    everyMs: EVERY_MS,
    round: () => this.sweep(),
    failed: (error) => this.#log.warn(`nothing came out of quarantine: ${String(error)}`),
  });

  constructor(
    private readonly committer: SpaceCommitter,
    private readonly dataSource: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#rounds.stop();
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
