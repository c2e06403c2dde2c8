import { PgEventStore } from '@ferrule/event-store';
import { isWithin, type Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import {
  type JobAnswer,
  type JobRejected,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { JobReader } from './job-reader.ts';
import { rejectionStream } from './job-rejections.ts';
import { noJob } from './job-scope.ts';

@Controller()
export class JobView {
  constructor(
    private readonly store: PgEventStore,
    private readonly jobs: JobReader,
  ) {}

  @Answers(PROVISIONING_QUERIES.getJob)
  async get(@Payload() { jobId, scope }: Scoped<{ jobId: string }>): Promise<JobAnswer> {
    const allowed = scopeOf({ scope });
    const job = await this.jobs.find(jobId, allowed);
    const [recorded] = await this.store.readStream<JobRejected>(rejectionStream(jobId));
    // What was refused is in no datacenter: whoever asked for it has to hear of it.
    const anywhere = { ...allowed, datacenters: null };
    const isOwn =
      recorded && isWithin(anywhere, { tenant: recorded.meta.tenant, datacenter: null });
    const rejected = isOwn ? recorded : undefined;
    if (job) return { outcome: 'accepted', job, ...(rejected && { rejection: rejected.data }) };
    if (rejected) return { outcome: 'rejected', rejection: rejected.data };
    throw noJob(jobId);
  }
}
