import { PgEventStore } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import {
  type JobAnswer,
  type JobEvent,
  type JobSummary,
  type JobRejected,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { jobStream, jobView, type TimedJobEvent } from '@ferrule/provisioning-domain';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { JobRow } from './job.row.ts';
import { rejectionStream } from './job-rejections.ts';

@Controller()
export class JobView {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
  ) {}

  @Answers(PROVISIONING_QUERIES.getJob)
  async get(@Payload() { jobId }: { jobId: string }): Promise<JobAnswer> {
    const recorded = await this.store.readStream<JobEvent>(jobStream(jobId));
    const job = jobView(recorded.map((event) => event as TimedJobEvent));
    const [rejected] = await this.store.readStream<JobRejected>(rejectionStream(jobId));
    if (job) return { outcome: 'accepted', job, ...(rejected && { rejection: rejected.data }) };
    if (rejected) return { outcome: 'rejected', rejection: rejected.data };
    throw new Rejection('JOB_NOT_FOUND', `there is no job ${jobId}`, { field: 'jobId' });
  }

  /** Newest first; `before` is the last job of the page before. */
  @Answers(PROVISIONING_QUERIES.listJobs)
  async list(
    @Payload() { before, limit = 50 }: { before?: string; limit?: number },
  ): Promise<{ jobs: readonly JobSummary[]; next: string | null }> {
    const query = this.dataSource
      .getRepository(JobRow)
      .createQueryBuilder('job')
      .orderBy({ 'job.startedAt': 'DESC', 'job.id': 'DESC' })
      .take(limit);
    if (before !== undefined)
      query.where(
        '(job.started_at, job.id) < (select b.started_at, b.id from job b where b.id = :before)',
        { before },
      );
    const rows = await query.getMany();
    return {
      jobs: rows.map(({ id, workflow, networkId, clientId, datacenter, status, startedAt }) => ({
        jobId: id,
        workflow,
        networkId,
        clientId,
        datacenter,
        status,
        startTime: startedAt.toISOString(),
      })),
      next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
    };
  }
}
