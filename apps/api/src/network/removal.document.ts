import { AnswersWith, FailsWith } from '@ferrule/http';
import { NETWORK_EXAMPLE } from '@ferrule/ipam-contracts';
import { JOB_EXAMPLE } from '@ferrule/provisioning-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation } from '@nestjs/swagger';
import { unavailable, wrongId } from '../failures.ts';
import { TakesKey } from '../ipam/ipam.document.ts';
import { linkOf } from '../job/started-job.ts';

const PATH = `/api/v1/networks/${NETWORK_EXAMPLE.networkId}`;

export const REMOVAL_TITLE = 'Failed to take network down';

export const DocumentsRemoval = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Take a network down',
      description:
        'Off its router, its names, then its addresses, which rest in quarantine for a while. Refused while addresses of it are in use, unless forced. Waits for the end as provisioning does. One that no router ever carried is released at once; one that is released already stays so, and with force it is looked again whether a router still carries something of it.',
    }),
    TakesKey(),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: 'wait=N or respond-async (RFC 7240)',
      schema: { type: 'string' },
      example: 'wait=30',
    }),
    AnswersWith({
      status: 200,
      description: 'The network is released',
      schema: 'Network',
      example: NETWORK_EXAMPLE,
      headers: {
        Location: { description: 'The job, if it took one', example: linkOf(JOB_EXAMPLE) },
      },
    }),
    AnswersWith({
      status: 202,
      description: 'The job is on its way',
      schema: 'StartedJob',
      example: {
        jobId: JOB_EXAMPLE.jobId,
        networkId: JOB_EXAMPLE.networkId,
        status: 'PENDING',
      },
      headers: { Location: { description: 'The job', example: linkOf(JOB_EXAMPLE) } },
    }),
    FailsWith(
      wrongId(PATH, 'networkId'),
      {
        path: PATH,
        status: 404,
        code: 'NETWORK_NOT_FOUND',
        detail: `there is no network ${NETWORK_EXAMPLE.networkId}`,
        field: 'networkId',
      },
      {
        path: PATH,
        status: 409,
        code: 'NETWORK_IN_USE',
        detail: 'an address of the network is in use: 172.16.150.10 (web-1)',
        field: 'networkId',
        suggestion: 'give the addresses back first, or ask for it with force',
      },
      ...unavailable(PATH),
    ),
  );
