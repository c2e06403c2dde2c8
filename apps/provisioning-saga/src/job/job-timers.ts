import { Rounds } from '@ferrule/service';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JobChildren } from './job-children.ts';
import { JobHandler } from './job.handler.ts';

const LOOK_EVERY_MS = 250;
const AT_ONCE = 50;

/**
 * Wakes the jobs whose time has come. The timers are rows, written with the events that set them, so
 * that they outlive every process; any instance may fire one, and firing it twice does nothing.
 */
@Injectable()
export class JobTimers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('JobTimers');
  readonly #rounds = new Rounds({
    everyMs: LOOK_EVERY_MS,
    round: () => this.#fire(),
    failed: (error) => this.#log.warn(`the timers could not be read: ${String(error)}`),
  });
  readonly #seen = new Map<string, Promise<unknown>>();
  #stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly handler: JobHandler,
    @Inject(JobChildren) private readonly children: Pick<JobChildren, 'round'>,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    await this.#rounds.stop();
    await Promise.all(this.#seen.values());
  }

  async #fire(): Promise<void> {
    const due = await this.dataSource.query<{ job_id: string }[]>(
      `select job_id from timer where due <= clock_timestamp() order by due limit ${AT_ONCE}`,
    );
    for (const { job_id: jobId } of due) await this.#wake(jobId);
    await this.#letIn();
    await this.children.round();
  }

  /** Whatever has ended, whoever waited longest for it is next. */
  async #letIn(): Promise<void> {
    const free = await this.dataSource.query<{ id: string }[]>(
      `select distinct on (waits_for) id from job w
       where waits_for is not null and status = 'PENDING'
         and not exists (select from job h where h.key = w.waits_for)
       order by waits_for, started_at, id limit ${AT_ONCE}`,
    );
    for (const { id } of free) await this.#wake(id, true);
  }

  /** Whoever says that a router answers does not wait until all have heard it. */
  seen(router: string): void {
    if (this.#stopped || this.#seen.has(router)) return;
    const woken = this.wakeFor(router)
      .catch((error: unknown) => this.#log.warn(`nobody was woken for ${router}: ${String(error)}`))
      .finally(() => this.#seen.delete(router));
    this.#seen.set(router, woken);
  }

  /** A router answers again: who waits for it need not wait any longer. */
  async wakeFor(router: string): Promise<void> {
    const waiting = await this.dataSource.query<{ job_id: string }[]>(
      'select job_id from timer where router = $1 order by due',
      [router],
    );
    for (const { job_id: jobId } of waiting) await this.#wake(jobId, true);
  }

  /** One job that cannot be woken must not keep the others asleep, nor fill the log. */
  async #wake(jobId: string, isEarly = false): Promise<void> {
    try {
      await this.handler.wake(jobId, isEarly);
    } catch (error) {
      this.#log.warn(`${jobId} could not be woken: ${String(error)}`);
      await this.dataSource.query(
        `update timer set due = clock_timestamp() + interval '1 minute'
         where job_id = $1 and due <= clock_timestamp()`,
        [jobId],
      );
    }
  }
}
