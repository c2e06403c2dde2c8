import { AnswersWith, type DocumentedProblem, FailsWith } from '@ferrule/http';
import { NETWORK_EXAMPLE } from '@ferrule/ipam-contracts';
import {
  FAILED_JOB_EXAMPLE,
  JOB_EXAMPLE,
  PROVISION_NETWORK_EXAMPLE,
  ProvisionNetworkRequest,
  type Reason,
} from '@ferrule/provisioning-contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation } from '@nestjs/swagger';
import { unavailable, wrongId, wrongQuery } from '../failures.ts';
import { failureDetail } from '../job/failed-job.ts';
import { provisionedNetwork } from './provisioned-network.ts';
import { linkOf } from '../job/started-job.ts';

const PROVISION = '/api/v1/networks/provision';
const LIST = '/api/v1/networks';

const refused = (
  code: string,
  field: string,
  detail: string,
  suggestion?: string,
): DocumentedProblem => ({
  path: PROVISION,
  status: 422,
  code,
  detail,
  field,
  suggestion,
});

export const TITLE = 'Failed to provision network';

/** A failure of the job itself, with its facts. */
const failed = (status: number, reason: Reason): DocumentedProblem => {
  const { title, field, suggestion, ...facts } = failureDetail(TITLE, FAILED_JOB_EXAMPLE, reason);
  return {
    path: PROVISION,
    status,
    code: reason.code,
    detail: reason.message,
    facts,
    ...(title !== undefined && { title }),
    ...(field !== undefined && { field }),
    ...(suggestion !== undefined && { suggestion }),
  };
};

const NO_FACTS = {
  suggestion: null,
  ...{ resource: null, current: null, maximum: null, rangeStart: null, rangeEnd: null },
} as const;

export const REFUSED_BY_ROUTER: Reason = {
  code: 'ROUTER_REFUSED',
  message: 'the router refused /ip/address/add: failure: already have such address',
  field: '/ip/address',
  ...NO_FACTS,
};

export const TOO_LATE: Reason = {
  code: 'DEADLINE_EXCEEDED',
  message: 'router_plan was not answered in time',
  field: null,
  ...NO_FACTS,
};

const body = (status: number, code: string, detail: string): DocumentedProblem => ({
  path: PROVISION,
  status,
  code,
  detail,
  field: 'body',
});

const example =
  JOB_EXAMPLE.result && provisionedNetwork(JOB_EXAMPLE, JOB_EXAMPLE, JOB_EXAMPLE.result);

export const DocumentsProvision = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Provision a network',
      description:
        'Waits for the end: 201 with the network, or a problem that says why there is none. What is not done within the wait goes on as a job: 202, and Location says where to ask.',
    }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Drawn by the caller, once for each network. A repeat with the same key gives the first answer; with another request it is refused.',
      schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
      example: 'order-4711',
    }),
    ApiHeader({
      name: 'Prefer',
      required: false,
      description:
        'wait=N: how many seconds to wait, 30 unless said otherwise and 120 at most; respond-async: answer 202 as soon as the request is taken up (RFC 7240)',
      schema: { type: 'string' },
      example: 'wait=30',
    }),
    ApiBody({
      type: ProvisionNetworkRequest,
      examples: {
        complete: { summary: 'With every option', value: PROVISION_NETWORK_EXAMPLE },
        least: {
          summary: 'What cannot be left out',
          value: { clientId: 'acme-corp', datacenter: 'DC1', size: '/24' },
        },
      },
    }),
    AnswersWith({
      status: 200,
      description: 'Of a dry run: what it would be, with every change of the router',
      schema: 'ProvisionedNetwork',
      example: { ...example, status: 'planned' },
      headers: { Location: { description: 'The job', example: linkOf(JOB_EXAMPLE) } },
    }),
    AnswersWith({
      status: 201,
      description: 'The network is there',
      schema: 'ProvisionedNetwork',
      example: example ?? {},
      headers: {
        Location: {
          description: 'The network',
          example: `${LIST}/${JOB_EXAMPLE.networkId}`,
        },
        'Preference-Applied': { description: 'What of Prefer was honoured', example: 'wait=30' },
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
      headers: {
        Location: { description: 'The job', example: linkOf(JOB_EXAMPLE) },
        'Preference-Applied': {
          description: 'What of Prefer was honoured',
          example: 'respond-async',
        },
      },
    }),
    FailsWith(
      body(400, 'BODY_MALFORMED', 'The body is not valid JSON (line 1, column 14).'),
      failed(409, FAILED_JOB_EXAMPLE.error),
      failed(502, REFUSED_BY_ROUTER),
      failed(504, TOO_LATE),
      body(413, 'BODY_TOO_LARGE', 'The body is larger than 262144 bytes.'),
      body(415, 'MEDIA_TYPE_UNSUPPORTED', 'The body must be application/json in UTF-8.'),
      refused(
        'VALIDATION_FAILED',
        'size',
        'size must be a prefix length from /16 to /30, with its slash, such as /24.',
      ),
      refused(
        'DATACENTER_NOT_FOUND',
        'datacenter',
        'there is no datacenter DC9',
        'ask for one of: DC1, DC2',
      ),
      {
        path: PROVISION,
        status: 409,
        code: 'IDEMPOTENCY_KEY_REUSED',
        detail: 'this Idempotency-Key was used for another request',
        field: 'Idempotency-Key',
        suggestion: 'send a new request under a new key',
      },
      refused(
        'IDEMPOTENCY_KEY_INVALID',
        'Idempotency-Key',
        'Idempotency-Key must be 1 to 255 visible ASCII characters',
      ),
      refused(
        'PREFER_INVALID',
        'Prefer',
        'Prefer: wait must be a number of seconds',
        'Prefer: wait=30',
      ),
      {
        path: PROVISION,
        status: 503,
        code: 'PUBLISH_TIMEOUT',
        detail: 'A service that this needs is not available.',
      },
    ),
  );

export const DocumentsNetworks = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List networks',
      description: 'In the order of their ids; of everything that is asked for all has to hold.',
    }),
    AnswersWith({
      status: 200,
      description: 'A page of networks',
      schema: 'NetworkPage',
      example: { networks: [NETWORK_EXAMPLE], next: null },
    }),
    FailsWith(wrongQuery(LIST), ...unavailable(LIST)),
  );

export const DocumentsNetwork = (): MethodDecorator => {
  const path = `${LIST}/${NETWORK_EXAMPLE.networkId}`;
  const detail = `there is no network ${NETWORK_EXAMPLE.networkId}`;
  return applyDecorators(
    ApiOperation({ summary: 'Show a network' }),
    AnswersWith({
      status: 200,
      description: 'The network',
      schema: 'Network',
      example: NETWORK_EXAMPLE,
    }),
    FailsWith(
      wrongId(path, 'networkId'),
      { path, status: 404, code: 'NETWORK_NOT_FOUND', detail, field: 'networkId' },
      ...unavailable(path),
    ),
  );
};
