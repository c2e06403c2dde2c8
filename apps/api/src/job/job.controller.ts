import { NoQuery } from '@ferrule/http';
import { Rejection } from '@ferrule/kernel';
import {
  type JobAnswer,
  type JobListQuestion,
  type JobSummary,
  type JobTimeline,
  type JobView,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { DocumentsJob, DocumentsJobs, DocumentsTimeline } from './job.document.ts';
import { JobPath, JobsQuery } from './requests.ts';

@ApiTags('jobs')
@Controller('api/v1/jobs')
export class JobController {
  constructor(private readonly queries: ScopedQueries) {}

  @Get(':jobId')
  @NoQuery()
  @DocumentsJob()
  async get(@Param() { jobId }: JobPath): Promise<JobView> {
    const answer = await this.queries.ask<JobAnswer>(PROVISIONING_QUERIES.getJob, { jobId });
    if (answer.outcome === 'accepted') return answer.job;
    const { code, message, field, suggestion } = answer.rejection;
    throw new Rejection(
      'JOB_NOT_FOUND',
      `${jobId} was refused before it became a job: ${message}`,
      {
        rejectedWith: code,
        ...(field !== null && { rejectedField: field }),
        ...(suggestion !== null && { suggestion }),
      },
    );
  }

  @Get(':jobId/timeline')
  @NoQuery()
  @DocumentsTimeline()
  async timeline(@Param() { jobId }: JobPath): Promise<JobTimeline> {
    return this.queries.ask(PROVISIONING_QUERIES.getJobTimeline, { jobId });
  }

  @Get()
  @DocumentsJobs()
  async list(
    @Query() { limit, cursor, state, network, datacenter, workflow, parent, since }: JobsQuery,
  ): Promise<{ jobs: readonly JobSummary[]; next: string | null }> {
    const question: Record<keyof JobListQuestion, unknown> = {
      ...{ limit, before: cursor, states: state },
      ...{ networkId: network, datacenter, workflow, parentJobId: parent, since },
    };
    return this.queries.ask(PROVISIONING_QUERIES.listJobs, question);
  }
}
