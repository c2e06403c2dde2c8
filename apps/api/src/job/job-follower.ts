import { Rejection } from '@ferrule/kernel';
import { QueryError } from '@ferrule/messaging';
import { type JobAnswer, PROVISIONING_QUERIES } from '@ferrule/provisioning-contracts';
import { Injectable } from '@nestjs/common';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { JobBell } from './job-bell.ts';

/** Looks this often when no event says that there is something to see. */
const LOOK_EVERY_MS = 500;

/** Waits for what becomes of a command. */
@Injectable()
export class JobFollower {
  constructor(
    private readonly bell: JobBell,
    private readonly queries: ScopedQueries,
  ) {}

  /** The first answer that satisfies, or the last one seen when the time is over. */
  async follow(
    jobId: string,
    isEnough: (answer: JobAnswer) => boolean,
    deadline: number,
    lookFirst: boolean,
  ): Promise<JobAnswer | undefined> {
    const { ring, wait, end } = this.bell.listen(jobId);
    let seen: JobAnswer | undefined;
    try {
      if (lookFirst) ring();
      for (;;) {
        const left = deadline - performance.now();
        await wait(Math.max(0, Math.min(left, LOOK_EVERY_MS)));
        seen = (await this.find(jobId)) ?? seen;
        if ((seen && isEnough(seen)) || performance.now() >= deadline) return seen;
      }
    } finally {
      end();
    }
  }

  /** Undefined while nobody knows the job, or nobody can be asked. */
  async find(jobId: string): Promise<JobAnswer | undefined> {
    try {
      return await this.queries.ask<JobAnswer>(PROVISIONING_QUERIES.getJob, { jobId }, 2_000);
    } catch (error) {
      const unknown = error instanceof Rejection && error.code === 'JOB_NOT_FOUND';
      if (unknown || error instanceof QueryError) return undefined;
      throw error;
    }
  }
}
