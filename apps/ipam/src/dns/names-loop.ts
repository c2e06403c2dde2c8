import { Leader, Wake } from '@ferrule/event-store';
import { poolOf } from '@ferrule/service';
import {
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { NameServers } from './name-servers.ts';
import { recordLag } from './names-metrics.ts';
import type { NamesWork } from './names-work.ts';

const AT_ONCE = 8;
const LOOK_EVERY_MS = 500;
const RETRY_MS = 1_000;

/**
 * Works at what is due: new wishes, those that failed, and those that have to be compared with what
 * the servers have. One instance does, since all is in rows: another one goes on where it stopped.
 */
export class NamesLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('Names');
  readonly #running = new Map<string, Promise<void>>();
  readonly #leader: Leader;
  readonly #wake = new Wake();

  constructor(
    private readonly dataSource: DataSource,
    private readonly servers: NameServers,
    private readonly work: NamesWork,
  ) {
    this.#leader = new Leader(poolOf(dataSource), {
      name: 'ipam names',
      retryMs: RETRY_MS,
      lead: (_client, signal) => this.#lead(signal),
      failed: (error) => this.#log.warn(`names wait, and go on soon: ${String(error)}`),
    });
  }

  onApplicationBootstrap(): void {
    if (!this.servers.isOff) this.#leader.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#leader.stop();
  }

  /** Something is due now; without it, it is found half a second later. */
  wake(): void {
    this.#wake.now();
  }

  async #lead(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        const due = await this.#due();
        for (const networkId of due) this.#start(networkId);
        await this.#wake.wait(LOOK_EVERY_MS, signal);
      }
    } finally {
      recordLag(undefined);
      await Promise.all(this.#running.values());
    }
  }

  #start(networkId: string): void {
    const run = this.work.run(networkId).then(
      () => {
        this.#running.delete(networkId);
        this.#wake.now();
      },
      (error: unknown) => {
        this.#running.delete(networkId);
        // Not at once again: the database itself may be what fails.
        this.#log.error(`names of ${networkId}: ${String(error)}`);
      },
    );
    this.#running.set(networkId, run);
  }

  async #due(): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select network_id as id from names
       where due_at <= clock_timestamp() and network_id <> all($1)
       order by status = 'published', due_at limit $2`,
      [[...this.#running.keys()], AT_ONCE - this.#running.size],
    );
    const [lag] = await this.dataSource.query<{ seconds: number; networks: number }[]>(
      `select count(*)::int as networks, coalesce(extract(epoch from
         clock_timestamp() - min(waiting_since)), 0)::float8 as seconds
       from names where waiting_since is not null`,
    );
    recordLag(lag);
    return rows.map(({ id }) => id);
  }
}
