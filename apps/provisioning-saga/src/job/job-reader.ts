import { PgEventStore } from '@ferrule/event-store';
import { EVERYTHING, type Scope } from '@ferrule/kernel';
import type { BatchProgress, JobEvent, JobState, JobView } from '@ferrule/provisioning-contracts';
import { jobStream, jobView, type TimedJobEvent } from '@ferrule/provisioning-domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isJobWithin } from './job-scope.ts';

/** A job as it is now: from its events, and for a batch that runs from the rows of its jobs. */
@Injectable()
export class JobReader {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
  ) {}

  async find(jobId: string, scope: Scope = EVERYTHING): Promise<JobView | undefined> {
    const recorded = await this.store.readStream<JobEvent>(jobStream(jobId));
    const job = jobView(recorded.map((event) => event as TimedJobEvent));
    const tenant = recorded[0]?.meta.tenant ?? '';
    if (job === undefined || !isJobWithin(scope, { ...job, tenant })) return undefined;
    if (!job.children || job.endTime !== null) return job;
    return { ...job, children: await this.#progress(jobId, job.children.total) };
  }

  async #progress(jobId: string, total: number): Promise<BatchProgress> {
    const rows = await this.dataSource.query<{ status: JobState; jobs: number }[]>(
      'select status, count(*)::int as jobs from job where parent_id = $1 group by status',
      [jobId],
    );
    return progressOf(total, new Map(rows.map(({ status, jobs }) => [status, jobs])));
  }
}

export const progressOf = (total: number, jobs: ReadonlyMap<JobState, number>): BatchProgress => {
  const of = (status: JobState): number => jobs.get(status) ?? 0;
  const over = {
    completed: of('COMPLETED'),
    failed: of('FAILED'),
    cancelled: of('CANCELLED'),
    needsOperator: of('NEEDS_OPERATOR'),
  };
  const begun = [...jobs.values()].reduce((sum, count) => sum + count, 0);
  const ended = over.completed + over.failed + over.cancelled + over.needsOperator;
  return { total, ...over, running: begun - ended, pending: total - begun };
};
