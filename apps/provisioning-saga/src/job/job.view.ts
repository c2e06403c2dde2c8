import { PgEventStore } from '@ferrule/event-store';
import { Rejection } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import {
  type JobAnswer,
  type JobRejected,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { JobReader } from './job-reader.ts';
import { rejectionStream } from './job-rejections.ts';

@Controller()
export class JobView {
  constructor(
    private readonly store: PgEventStore,
    private readonly jobs: JobReader,
  ) {}

  @Answers(PROVISIONING_QUERIES.getJob)
  async get(@Payload() { jobId }: { jobId: string }): Promise<JobAnswer> {
    const job = await this.jobs.find(jobId);
    const [rejected] = await this.store.readStream<JobRejected>(rejectionStream(jobId));
    if (job) return { outcome: 'accepted', job, ...(rejected && { rejection: rejected.data }) };
    if (rejected) return { outcome: 'rejected', rejection: rejected.data };
    throw new Rejection('JOB_NOT_FOUND', `there is no job ${jobId}`, { field: 'jobId' });
  }
}
