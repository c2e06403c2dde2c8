import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
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
  #next: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly handler: JobHandler,
  ) {}

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#next);
    await this.#round;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#next = setTimeout(() => {
      this.#round = this.#fire().then(() => {
        this.#schedule();
      });
    }, LOOK_EVERY_MS);
  }

  async #fire(): Promise<void> {
    try {
      const due = await this.dataSource.query<{ job_id: string }[]>(
        `select job_id from timer where due <= clock_timestamp() order by due limit ${AT_ONCE}`,
      );
      for (const { job_id: jobId } of due) await this.#wake(jobId);
    } catch (error) {
      this.#log.warn(`the timers could not be read: ${String(error)}`);
    }
  }

  /** One job that cannot be woken must not keep the others asleep, nor fill the log. */
  async #wake(jobId: string): Promise<void> {
    try {
      await this.handler.wake(jobId);
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
