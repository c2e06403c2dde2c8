import { FailsWith } from '@ferrule/http';
import { JOB_EXAMPLE } from '@ferrule/provisioning-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { unavailable, wrongId } from '../failures.ts';
import { unknownJob } from './job.document.ts';

const PATH = `/api/v1/jobs/${JOB_EXAMPLE.jobId}/events`;

const STREAM = [
  'retry: 2000',
  '',
  'id: 1',
  'event: NetworkProvisionAccepted',
  `data: {"version":1,"type":"NetworkProvisionAccepted","at":"${JOB_EXAMPLE.startTime}", …}`,
  '',
  'event: job',
  `data: {"jobId":"${JOB_EXAMPLE.jobId}","status":"IN_PROGRESS", …}`,
  '',
  ': still here',
  '',
  'event: end',
  `data: {"jobId":"${JOB_EXAMPLE.jobId}","status":"COMPLETED", …}`,
  '',
].join('\n');

export const DocumentsJobEvents = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Follow a job',
      description:
        'Server-sent events: each event of the job from its start, named by its type, with a JobEvent as data and its place as id; `job` with the job as it is after them; `end` with the job once nothing more happens by itself, and then the stream ends. Whoever was cut off goes on with Last-Event-ID.',
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'Only events after this one; a browser sends it by itself',
      schema: { type: 'string', pattern: '^\\d{1,9}$' },
      example: '12',
    }),
    ApiResponse({
      status: 200,
      description: 'The events, as they happen',
      content: { 'text/event-stream': { schema: { type: 'string' }, example: STREAM } },
    }),
    ApiResponse({
      status: 204,
      description: 'The job has ended, and there is nothing after the event that was named',
    }),
    FailsWith(
      wrongId(PATH, 'jobId'),
      unknownJob(PATH),
      {
        path: PATH,
        status: 422,
        code: 'LAST_EVENT_ID_INVALID',
        detail: 'Last-Event-ID must be the id of an event of this job',
        field: 'Last-Event-ID',
      },
      {
        path: PATH,
        status: 503,
        code: 'TOO_MANY_FOLLOWERS',
        detail: '1000 followers are connected already',
        suggestion: 'ask again in a moment, or ask for the job itself',
      },
      ...unavailable(PATH),
    ),
  );
