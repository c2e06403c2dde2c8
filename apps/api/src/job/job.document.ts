import { AnswersWith, type DocumentedProblem, FailsWith } from '@ferrule/http';
import { JOB_EXAMPLE, TIMELINE_EXAMPLE } from '@ferrule/provisioning-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { unavailable, wrongId, wrongQuery } from '../failures.ts';

const LIST = '/api/v1/jobs';

export const unknownJob = (path: string): DocumentedProblem => ({
  path,
  status: 404,
  code: 'JOB_NOT_FOUND',
  detail: `there is no job ${JOB_EXAMPLE.jobId}`,
  field: 'jobId',
});

export const DocumentsJobs = (): MethodDecorator => {
  const { jobId, networkId, workflow, status, startTime, request } = JOB_EXAMPLE;
  const { clientId, datacenter } = request;
  const summary = { jobId, networkId, workflow, clientId, datacenter, status, startTime };
  return applyDecorators(
    ApiOperation({
      summary: 'List jobs',
      description: 'Newest first; of everything that is asked for all has to hold.',
    }),
    AnswersWith({
      status: 200,
      description: 'A page of jobs',
      schema: 'JobPage',
      example: { jobs: [summary], next: null },
    }),
    FailsWith(wrongQuery(LIST), ...unavailable(LIST)),
  );
};

export const DocumentsJob = (): MethodDecorator => {
  const path = `${LIST}/${JOB_EXAMPLE.jobId}`;
  return applyDecorators(
    ApiOperation({ summary: 'Show a job' }),
    AnswersWith({ status: 200, description: 'The job', schema: 'Job', example: JOB_EXAMPLE }),
    FailsWith(wrongId(path, 'jobId'), unknownJob(path), ...unavailable(path)),
  );
};

export const DocumentsTimeline = (): MethodDecorator => {
  const path = `${LIST}/${JOB_EXAMPLE.jobId}/timeline`;
  return applyDecorators(
    ApiOperation({ summary: 'The timeline of a job', description: 'What took how long.' }),
    AnswersWith({
      status: 200,
      description: 'The timeline',
      schema: 'JobTimeline',
      example: TIMELINE_EXAMPLE,
    }),
    FailsWith(wrongId(path, 'jobId'), unknownJob(path), ...unavailable(path)),
  );
};
