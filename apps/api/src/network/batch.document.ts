import { AnswersWith, type DocumentedProblem, FailsWith } from '@ferrule/http';
import {
  type JobView,
  PREPARE_JOB_EXAMPLE,
  PROVISION_NETWORK_EXAMPLE,
  ProvisionNetworksRequest,
} from '@ferrule/provisioning-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation } from '@nestjs/swagger';
import { TakesKey } from '../ipam/ipam.document.ts';
import { linkOf } from '../job/started-job.ts';

const PATH = '/api/v1/networks/provision-batch';

export const BATCH_TITLE = 'Failed to provision networks';

export const BATCH_JOB_EXAMPLE: JobView = {
  ...PREPARE_JOB_EXAMPLE,
  jobId: 'job-2b7c1d90e4f65a3887d0c1be',
  workflow: 'network.provision-batch',
  steps: [],
  children: {
    ...{ total: 2, completed: 2, failed: 0, cancelled: 0 },
    ...{ needsOperator: 0, running: 0, pending: 0 },
  },
};

const wrong = (field: string, detail: string): DocumentedProblem => ({
  path: PATH,
  status: 422,
  code: 'VALIDATION_FAILED',
  detail,
  field,
});

export const DocumentsBatch = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Provision many networks',
      description:
        'Each becomes a job of its own, so many at once on one router as parallel says; one that fails leaves the others alone. Waits for the last of them as provisioning does: 200 with the job and what has become of all, or 202, and Location says where to ask.',
    }),
    TakesKey(),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: 'wait=N or respond-async (RFC 7240)',
      schema: { type: 'string' },
      example: 'wait=120',
    }),
    ApiBody({
      type: ProvisionNetworksRequest,
      examples: {
        two: {
          summary: 'Two networks',
          value: {
            networks: [
              PROVISION_NETWORK_EXAMPLE,
              { clientId: 'acme-corp', datacenter: 'DC2', size: '/25' },
            ],
            parallel: 8,
          },
        },
      },
    }),
    AnswersWith({
      status: 200,
      description: 'All of them have ended, each in its own way',
      schema: 'Job',
      example: BATCH_JOB_EXAMPLE,
      headers: { Location: { description: 'The job', example: linkOf(BATCH_JOB_EXAMPLE) } },
    }),
    AnswersWith({
      status: 202,
      description: 'The job is on its way',
      schema: 'StartedJob',
      example: { jobId: BATCH_JOB_EXAMPLE.jobId, networkId: null, status: 'PENDING' },
      headers: { Location: { description: 'The job', example: linkOf(BATCH_JOB_EXAMPLE) } },
    }),
    FailsWith(
      {
        path: PATH,
        status: 409,
        code: 'IDEMPOTENCY_KEY_REUSED',
        detail: 'this Idempotency-Key was used for another request',
        field: 'Idempotency-Key',
        suggestion: 'send a new request under a new key',
      },
      wrong('networks', 'networks must contain at least 1 elements.'),
      {
        path: PATH,
        status: 503,
        code: 'PUBLISH_TIMEOUT',
        detail: 'A service that this needs is not available.',
      },
    ),
  );
