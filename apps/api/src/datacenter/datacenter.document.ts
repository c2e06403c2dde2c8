import { AnswersWith, type DocumentedProblem, FailsWith } from '@ferrule/http';
import { PREPARE_JOB_EXAMPLE } from '@ferrule/provisioning-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation } from '@nestjs/swagger';
import { wrongId } from '../failures.ts';
import { linkOf } from '../job/started-job.ts';

const PREPARE = '/api/v1/datacenters/DC1/prepare';

export const TITLE = 'Failed to prepare datacenter';

const problem = (
  status: number,
  code: string,
  detail: string,
  more: Partial<DocumentedProblem> = {},
): DocumentedProblem => ({ path: PREPARE, status, code, detail, ...more });

export const DocumentsPrepare = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Prepare a datacenter',
      description:
        'Puts the base configuration of a datacenter on its router: the service VLAN, the lists and firewall rules that all networks share, NAT, the resolver. What is there already stays as it is. Waits for the end as provisioning does.',
    }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'A repeat with the same key gives the first answer',
      schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
      example: 'prepare-dc1',
    }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: 'wait=N or respond-async (RFC 7240)',
      schema: { type: 'string' },
      example: 'wait=30',
    }),
    AnswersWith({
      status: 200,
      description: 'The datacenter is prepared',
      schema: 'Job',
      example: PREPARE_JOB_EXAMPLE,
      headers: { Location: { description: 'The job', example: linkOf(PREPARE_JOB_EXAMPLE) } },
    }),
    AnswersWith({
      status: 202,
      description: 'The job is on its way',
      schema: 'StartedJob',
      example: { jobId: PREPARE_JOB_EXAMPLE.jobId, networkId: null, status: 'PENDING' },
      headers: { Location: { description: 'The job', example: linkOf(PREPARE_JOB_EXAMPLE) } },
    }),
    FailsWith(
      wrongId(PREPARE, 'datacenter'),
      problem(422, 'DATACENTER_NOT_FOUND', 'there is no datacenter DC9', {
        field: 'datacenter',
        suggestion: 'ask for one of: DC1, DC2',
      }),
      problem(503, 'PUBLISH_TIMEOUT', 'A service that this needs is not available.'),
    ),
  );
