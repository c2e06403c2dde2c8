import { AnswersWith, FailsWith } from '@ferrule/http';
import {
  JOB_EXAMPLE,
  OPERATOR_PAYLOADS,
  OPERATOR_STATES,
  type OperatorCommandType,
} from '@ferrule/provisioning-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation } from '@nestjs/swagger';
import { unavailable, wrongId } from '../failures.ts';
import { TakesKey } from '../ipam/ipam.document.ts';
import { unknownJob } from './job.document.ts';

const PATH = `/api/v1/jobs/${JOB_EXAMPLE.jobId}`;

const WORDS: Readonly<Record<OperatorCommandType, string>> = {
  PauseJob: 'paused',
  ResumeJob: 'resumed',
  CancelJob: 'cancelled',
  RetryJob: 'tried again',
  SkipStep: 'skipped over',
  AbandonJob: 'abandoned',
};

const isReasoned = (type: OperatorCommandType): boolean =>
  OPERATOR_PAYLOADS[type] === OPERATOR_PAYLOADS.SkipStep;

export const DocumentsOrder = (
  type: OperatorCommandType,
  summary: string,
  description: string,
): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary,
      description: `${description} Possible in the states ${OPERATOR_STATES[type].join(', ')}; recorded with who and why.`,
    }),
    TakesKey(),
    ApiBody({
      required: isReasoned(type),
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          reason: {
            type: 'string',
            minLength: 1,
            maxLength: 500,
            description: 'Why, for whoever reads the trail',
            example: 'the router is being replaced',
          },
        },
        ...(isReasoned(type) && { required: ['reason'] }),
      },
    }),
    AnswersWith({
      status: 200,
      description: 'The job, after the order',
      schema: 'Job',
      example: JOB_EXAMPLE,
    }),
    FailsWith(
      wrongId(PATH, 'jobId'),
      { ...unknownJob(PATH), code: 'JOB_UNKNOWN' },
      {
        path: PATH,
        status: 409,
        code: 'JOB_STATE',
        detail: `a job that is COMPLETED cannot be ${WORDS[type]} now`,
        field: 'jobId',
        suggestion: 'it is done; to take its network down, deprovision it',
        facts: { status: 'COMPLETED', states: OPERATOR_STATES[type] },
      },
      ...unavailable(PATH),
    ),
  );
