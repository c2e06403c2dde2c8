import { Readable } from 'node:stream';
import { Health } from '@ferrule/http';
import { Rejection } from '@ferrule/kernel';
import { QueryError } from '@ferrule/messaging';
import { type JobHistory, PROVISIONING_QUERIES } from '@ferrule/provisioning-contracts';
import { Inject, Injectable } from '@nestjs/common';
import { callerNow, forThisCaller } from '../access/caller.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { ApiConfig } from '../config.ts';
import { JobBell } from './job-bell.ts';
import { framesOf } from './job-frames.ts';

const HEARTBEAT_MS = 15_000;
const LOOK_EVERY_MS = 2_000;

/** Jobs for whoever follows them. The truth is asked of the service, page by page, for all at once. */
@Injectable()
export class JobStream {
  readonly #asked = new Map<string, Promise<JobHistory>>();
  #open = 0;

  constructor(
    private readonly bell: JobBell,
    private readonly queries: ScopedQueries,
    @Inject(Health) private readonly health: Pick<Health, 'draining'>,
    @Inject(ApiConfig) private readonly config: Pick<ApiConfig, 'followers'>,
  ) {}

  /** Those who look at the same place of a job at the same moment, and may see the same, ask once. */
  async page(jobId: string, after: number): Promise<JobHistory> {
    const key = JSON.stringify([jobId, after, callerNow().scope]);
    const asked =
      this.#asked.get(key) ??
      this.queries.ask<JobHistory>(PROVISIONING_QUERIES.getJobHistory, { jobId, after });
    if (!this.#asked.has(key)) {
      this.#asked.set(key, asked);
      // Whoever comes later may have heard of something that this answer does not know.
      setImmediate(() => this.#asked.delete(key));
    }
    return asked;
  }

  /** Throws when there are as many already as this process should carry. */
  open(jobId: string, after: number, first: JobHistory, gone: AbortSignal): Readable {
    if (this.#open >= this.config.followers)
      throw new Rejection('TOO_MANY_FOLLOWERS', `${this.#open} followers are connected already`, {
        suggestion: 'ask again in a moment, or ask for the job itself',
      });
    this.#open += 1;
    const { wait, ring, end } = this.bell.listen(jobId);
    const stop = AbortSignal.any([gone, this.health.draining]);
    stop.addEventListener('abort', ring, { once: true });
    const frames = framesOf(
      { stop, wait, history: forThisCaller((seen) => this.#later(jobId, seen)) },
      { first, after, heartbeatMs: HEARTBEAT_MS, lookMs: LOOK_EVERY_MS },
    );
    return Readable.from(frames, { highWaterMark: 1 }).once('close', () => {
      this.#open -= 1;
      end();
    });
  }

  /** A service that is away for a while is waited for. */
  async #later(jobId: string, after: number): Promise<JobHistory | undefined> {
    try {
      return await this.page(jobId, after);
    } catch (error) {
      if (error instanceof QueryError) return undefined;
      throw error;
    }
  }
}
