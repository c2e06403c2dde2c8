import { NoQuery } from '@ferrule/http';
import { Rejection } from '@ferrule/kernel';
import { QueryClient } from '@ferrule/messaging';
import {
  type JobAnswer,
  type JobSummary,
  type JobView,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { ID, PageQuery } from '../page.ts';
import { DocumentsJob, DocumentsJobs } from './job.document.ts';

class JobPath {
  @Matches(ID, { message: 'jobId must be 1 to 64 letters, digits, "-" or "_"' })
  jobId!: string;
}

@ApiTags('jobs')
@Controller('api/v1/jobs')
export class JobController {
  constructor(private readonly queries: QueryClient) {}

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

  @Get()
  @DocumentsJobs()
  async list(
    @Query() { limit, cursor }: PageQuery,
  ): Promise<{ jobs: readonly JobSummary[]; next: string | null }> {
    return this.queries.ask(PROVISIONING_QUERIES.listJobs, { limit, before: cursor });
  }
}
