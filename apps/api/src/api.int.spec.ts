import 'reflect-metadata';
import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AUDIT_QUERIES, LEDGER_PAGE_EXAMPLE } from '@ferrule/audit-contracts';
import {
  createHttpApp,
  HealthModule,
  listen,
  openApi,
  type Listening,
  type Problem,
} from '@ferrule/http';
import {
  DATACENTER_EXAMPLE,
  INVENTORY_QUERIES,
  ROUTER_EXAMPLE,
} from '@ferrule/inventory-contracts';
import { IPAM_QUERIES, NETWORK_EXAMPLE } from '@ferrule/ipam-contracts';
import { type Envelope, Rejection } from '@ferrule/kernel';
import {
  BusConnection,
  Publisher,
  PublishError,
  QueryClient,
  QueryError,
} from '@ferrule/messaging';
import {
  FAILED_JOB_EXAMPLE,
  JOB_EXAMPLE,
  type JobAnswer,
  networkIdOf,
  PREPARE_JOB_EXAMPLE,
  PROVISION_NETWORK_EXAMPLE,
  PROVISIONING_QUERIES,
  type Reason,
  type ResolvedRequest,
} from '@ferrule/provisioning-contracts';
import { Global, Module } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import Ajv from 'ajv';
import { describeApi } from './api-document.ts';
import { ApiModule } from './api.module.ts';
import { ApiConfig } from './config.ts';
import { REFUSED_BY_ROUTER, TOO_LATE } from './network/network.document.ts';
import { MACHINERY, REFUSALS } from './statuses.ts';

const FAILURES: Readonly<Record<string, Reason>> = {
  full: FAILED_JOB_EXAMPLE.error,
  refused: REFUSED_BY_ROUTER,
  late: TOO_LATE,
};

const found = (what: string, asked: unknown, known: string, view: object): object => {
  if (asked === known) return view;
  const message = `there is no ${what} ${String(asked)}`;
  throw new Rejection(`${what.toUpperCase()}_NOT_FOUND`, message, { field: `${what}Id` });
};

/** The services behind the edge, told what to do by what they are asked for. */
class Services {
  readonly jobs = new Map<string, JobAnswer>();
  readonly published: Envelope[] = [];
  readonly asked: unknown[] = [];
  failure: Error | undefined;
  /** Takes commands and does nothing about them. */
  isIdle = false;

  publish(_: string, envelope: Envelope): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    this.published.push(envelope);
    const { correlationId: jobId } = envelope.meta;
    if (!this.isIdle && !this.jobs.has(jobId)) this.jobs.set(jobId, this.#become(jobId, envelope));
    return Promise.resolve();
  }

  async ask(subject: string, data: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (this.failure) throw this.failure;
    this.asked.push(data);
    switch (subject) {
      case IPAM_QUERIES.getNetwork:
        if (data['networkId'] === NETWORK_EXAMPLE.networkId) return NETWORK_EXAMPLE;
        throw new Rejection(
          'NETWORK_NOT_FOUND',
          `there is no network ${data['networkId'] as string}`,
          {
            field: 'networkId',
          },
        );
      case INVENTORY_QUERIES.getDatacenter:
        return found(
          'datacenter',
          data['datacenterId'],
          DATACENTER_EXAMPLE.datacenterId,
          DATACENTER_EXAMPLE,
        );
      case INVENTORY_QUERIES.listDatacenters:
        return { datacenters: [DATACENTER_EXAMPLE], next: null };
      case INVENTORY_QUERIES.getRouter:
        return found('router', data['routerId'], ROUTER_EXAMPLE.routerId, ROUTER_EXAMPLE);
      case INVENTORY_QUERIES.listRouters:
        return { routers: [ROUTER_EXAMPLE], next: null };
      case IPAM_QUERIES.listNetworks:
        return { networks: [NETWORK_EXAMPLE], next: null };
      case PROVISIONING_QUERIES.getJob: {
        const jobId = data['jobId'] as string;
        const answer = this.jobs.get(jobId);
        if (answer) return answer;
        throw new Rejection('JOB_NOT_FOUND', `there is no job ${jobId}`, { field: 'jobId' });
      }
      case PROVISIONING_QUERIES.listJobs: {
        const { jobId, networkId, workflow, status, startTime, request } = JOB_EXAMPLE;
        const { clientId, datacenter } = request;
        const job = { jobId, networkId, workflow, clientId, datacenter, status, startTime };
        return { jobs: [job], next: null };
      }
      case AUDIT_QUERIES.listEvents:
        return LEDGER_PAGE_EXAMPLE;
      default:
        throw new TypeError(`nobody answers ${subject}`);
    }
  }

  #become(jobId: string, { id, type, body }: Envelope): JobAnswer {
    const { options = {}, ...asked } = JSON.parse(body) as Pick<
      ResolvedRequest,
      'clientId' | 'datacenter' | 'size'
    > & {
      readonly options?: Partial<ResolvedRequest>;
    };
    if (asked.datacenter === 'DC9') {
      const rejection = {
        jobId,
        publisher: 'api',
        code: 'DATACENTER_NOT_FOUND',
        field: 'datacenter',
        message: 'there is no datacenter DC9',
        suggestion: 'ask for one of: DC1, DC2',
      };
      return { outcome: 'rejected', rejection };
    }
    if (type === 'PrepareDatacenter') {
      const { datacenter } = asked;
      return { outcome: 'accepted', job: { ...PREPARE_JOB_EXAMPLE, jobId, datacenter } };
    }
    const error = FAILURES[asked.clientId];
    const job = error ? { ...FAILED_JOB_EXAMPLE, error } : JOB_EXAMPLE;
    const request = {
      ...{ type: 'production', enableDHCP: true, firewallProfile: 'standard', bgpEnabled: false },
      ...{ description: null, ...asked, ...options },
    };
    return {
      outcome: 'accepted',
      job: { ...job, jobId, networkId: networkIdOf('api', id), request },
    };
  }
}

const services = new Services();

@Global()
@Module({
  providers: [
    { provide: ApiConfig, useValue: { tenant: 'demo' } },
    { provide: Publisher, useValue: services },
    { provide: QueryClient, useValue: services },
    {
      provide: BusConnection,
      useValue: { nats: { subscribe: () => ({ unsubscribe: () => undefined }) } },
    },
  ],
  exports: [ApiConfig, Publisher, QueryClient, BusConnection],
})
class GroundModule {}

@Module({ imports: [GroundModule, HealthModule, ApiModule] })
class EdgeModule {}

let api: Listening;
let document: OpenAPIObject;

beforeAll(async () => {
  const app = await createHttpApp(EdgeModule, {
    logger: false,
    statuses: REFUSALS,
    machinery: MACHINERY,
  });
  openApi(app, describeApi());
  const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
  api = await listen(app, config);
  document = (await (await fetch(`${api.url}/openapi.json`)).json()) as OpenAPIObject;
});
afterAll(() => api.stop());
beforeEach(() => {
  services.jobs.clear();
  services.published.length = 0;
  services.asked.length = 0;
  services.failure = undefined;
  services.isIdle = false;
  services.jobs.set(JOB_EXAMPLE.jobId, { outcome: 'accepted', job: JOB_EXAMPLE });
});

const PROVISION = '/api/v1/networks/provision';

const provision = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(api.url + PROVISION, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

const PREPARES = 'POST /api/v1/datacenters/{datacenter}/prepare';

const prepare = (datacenter: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${api.url}/api/v1/datacenters/${datacenter}/prepare`, { method: 'POST', headers });

const get = (path: string): Promise<Response> => fetch(api.url + path);

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const operations = (): readonly (readonly [name: string, operation: Operation])[] =>
  Object.entries(document.paths).flatMap(([path, { get: read, post }]) => [
    ...(read ? [[`GET ${path}`, read] as const] : []),
    ...(post ? [[`POST ${path}`, post] as const] : []),
  ]);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Callers must put up with further members; the spec must not. */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (!isObject(value)) return value;
  const inner = Object.entries(value).map(([name, member]) => [name, closed(member)]);
  return {
    ...(isObject(value['properties']) && { additionalProperties: false }),
    ...Object.fromEntries(inner),
  };
};

const faultsOf = (schema: unknown, value: unknown): unknown => {
  const { Problem: problem, ...schemas } = document.components?.schemas ?? {};
  const components = { schemas: { ...(closed(schemas) as object), Problem: problem } };
  const ajv = new Ajv({ allErrors: true }).addSchema({ components }, 'openapi');
  const located = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components'),
  ) as object;
  return ajv.validate(located, value) === true ? [] : ajv.errors;
};

interface Documented {
  readonly content?: Readonly<
    Record<
      string,
      {
        readonly schema: unknown;
        readonly example?: unknown;
        readonly examples?: Readonly<Record<string, { readonly value: Problem }>>;
      }
    >
  >;
  readonly headers?: Readonly<Record<string, unknown>>;
}

const answerOf = ({ responses }: Operation, status: number): Documented =>
  (responses[status] ?? {}) as Documented;

const operation = (name: string): Operation => {
  const [, found] = operations().find(([each]) => each === name) ?? [];
  if (!found) throw new Error(`${name} is not documented`);
  return found;
};

describe('the OpenAPI document', () => {
  it('names every path that is served for callers, and none that is not', () => {
    expect(operations().map(([name]) => name)).toEqual([
      'POST /api/v1/networks/provision',
      'GET /api/v1/networks',
      'GET /api/v1/networks/{networkId}',
      'POST /api/v1/datacenters/{datacenter}/prepare',
      'GET /api/v1/datacenters',
      'POST /api/v1/datacenters',
      'GET /api/v1/datacenters/{datacenter}',
      'POST /api/v1/datacenters/{datacenter}/maintenance',
      'GET /api/v1/routers',
      'POST /api/v1/routers',
      'GET /api/v1/routers/{router}',
      'POST /api/v1/routers/{router}/maintenance',
      'POST /api/v1/routers/{router}/retire',
      'POST /api/v1/routers/{router}/probe',
      'GET /api/v1/ipam/tree',
      'GET /api/v1/ipam/pools',
      'POST /api/v1/ipam/pools',
      'GET /api/v1/ipam/pools/{pool}',
      'GET /api/v1/ipam/pools/{pool}/free',
      'GET /api/v1/ipam/who-has',
      'GET /api/v1/ipam/search',
      'POST /api/v1/networks/allocate',
      'POST /api/v1/networks/preview',
      'GET /api/v1/networks/{networkId}/ips',
      'POST /api/v1/networks/{networkId}/ips/next',
      'POST /api/v1/ipam/imports/check',
      'GET /api/v1/ipam/imports/{importId}',
      'POST /api/v1/ipam/imports/{importId}/lines',
      'POST /api/v1/ipam/imports/{importId}/commit',
      'POST /api/v1/ipam/imports/{importId}/undo',
      'GET /api/v1/jobs/{jobId}',
      'GET /api/v1/jobs',
      'GET /api/v1/audit/events',
    ]);
  });

  it('has the names of the provisioning API to the letter', () => {
    const names = (schema: string): string[] => {
      const found: unknown = document.components?.schemas?.[schema];
      return isObject(found) && isObject(found['properties'])
        ? Object.keys(found['properties'])
        : [];
    };
    expect(names('ProvisionNetworkRequest')).toEqual([
      'clientId',
      'type',
      'datacenter',
      'size',
      'options',
    ]);
    expect(names('ProvisionNetworkOptions')).toEqual([
      'enableDHCP',
      'firewallProfile',
      'bgpEnabled',
      'description',
    ]);
    expect(names('ProvisionedNetwork').slice(0, 8)).toEqual([
      'networkId',
      'vlanId',
      'subnet',
      'gateway',
      'dhcpRange',
      'datacenter',
      'status',
      'provisioningSteps',
    ]);
    expect(names('Job')).toEqual(
      expect.arrayContaining([
        ...['jobId', 'networkId', 'status', 'currentStep'],
        ...['errorMessage', 'startTime', 'endTime', 'steps'],
      ]),
    );
    expect(document.components?.schemas?.['ProvisionedNetwork']).toMatchObject({
      properties: {
        provisioningSteps: { items: { properties: { step: {}, status: {}, timestamp: {} } } },
      },
    });
  });

  it('says which headers a caller may send, as they are spelled', () => {
    const { parameters = [] } = operation(`POST ${PROVISION}`);
    expect(parameters).toMatchObject([
      { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } },
      { name: 'Prefer', in: 'header', required: false, schema: { type: 'string' } },
    ]);
    expect(operation('GET /api/v1/networks').parameters).toMatchObject([
      { name: 'limit', in: 'query', required: false, schema: { minimum: 1, maximum: 500 } },
      { name: 'cursor', in: 'query', required: false },
    ]);
    expect(operation('GET /api/v1/jobs/{jobId}').parameters).toMatchObject([
      { name: 'jobId', in: 'path', required: true },
    ]);
  });

  it('shows only examples that obey their own schemas', () => {
    const shown = operations().flatMap(([name, { responses }]) =>
      Object.entries(responses).flatMap(([status, response]) =>
        Object.values((response as Documented).content ?? {}).flatMap((content) => [
          ...(content.example === undefined
            ? []
            : [{ name, status, schema: content.schema, value: content.example }]),
          ...Object.values(content.examples ?? {}).map(({ value }) => {
            expect(String(value.status)).toBe(status);
            return { name, status, schema: content.schema, value };
          }),
        ]),
      ),
    );
    expect(shown.length).toBeGreaterThan(25);
    for (const { name, status, schema, value } of shown)
      expect([name, status, faultsOf(schema, value)]).toEqual([name, status, []]);
    expect(faultsOf({ $ref: '#/components/schemas/Job' }, { ...JOB_EXAMPLE, x: 1 })).toHaveLength(
      1,
    );
    expect(faultsOf({ $ref: '#/components/schemas/Problem' }, {})).not.toEqual([]);
  });

  it('shows requests that are taken, and answers that come', async () => {
    const { requestBody } = operation(`POST ${PROVISION}`);
    const { content } = requestBody as Documented;
    const { schema, examples = {} } = content?.['application/json'] ?? {};
    expect(Object.keys(examples)).toEqual(['complete', 'least']);
    for (const { value } of Object.values(examples)) {
      expect(faultsOf(schema, value)).toEqual([]);
      for (const [prefer, isIdle, status] of [
        ['wait=30', false, 201],
        ['respond-async', false, 202],
        ['wait=0', true, 202],
      ] as const) {
        services.isIdle = isIdle;
        const response = await provision(value, { prefer });
        expect([prefer, response.status]).toEqual([prefer, status]);
        const documented = answerOf(operation(`POST ${PROVISION}`), status);
        const answerSchema = documented.content?.['application/json']?.schema;
        expect(faultsOf(answerSchema, await response.json())).toEqual([]);
        for (const name of Object.keys(documented.headers ?? {}))
          expect([name, response.headers.has(name)]).toEqual([name, true]);
      }
    }
  });

  it.each([
    ['/api/v1/networks', '/api/v1/networks?limit=500&cursor=net-1'],
    ['/api/v1/networks/{networkId}', `/api/v1/networks/${NETWORK_EXAMPLE.networkId}`],
    ['/api/v1/datacenters', '/api/v1/datacenters?limit=1'],
    ['/api/v1/datacenters/{datacenter}', '/api/v1/datacenters/DC1'],
    ['/api/v1/routers', '/api/v1/routers?datacenter=DC1&status=active&search=10.'],
    ['/api/v1/routers/{router}', '/api/v1/routers/dc1-r1'],
    ['/api/v1/jobs', '/api/v1/jobs'],
    ['/api/v1/jobs/{jobId}', `/api/v1/jobs/${JOB_EXAMPLE.jobId}`],
    ['/api/v1/audit/events', '/api/v1/audit/events?after=0&limit=1000&correlationId=job-1'],
  ])('shows what GET %s answers', async (path, url) => {
    const response = await get(url);
    expect(response.status).toBe(200);
    const { example, schema } =
      answerOf(operation(`GET ${path}`), 200).content?.['application/json'] ?? {};
    const body: unknown = await response.json();
    expect(faultsOf(schema, body)).toEqual([]);
    expect(body).toEqual(example);
  });

  it('shows problems as they are answered, each of them', async () => {
    const full = { ...PROVISION_NETWORK_EXAMPLE, clientId: 'full' };
    const failing = (failure: Error, send: () => Promise<Response>) => (): Promise<Response> => {
      services.failure = failure;
      return send();
    };
    const reads = {
      'GET /api/v1/networks': ['/api/v1/networks', '?limit=abc', undefined],
      'GET /api/v1/networks/{networkId}': ['/api/v1/networks/', 'a.b', 'NETWORK_NOT_FOUND'],
      'GET /api/v1/datacenters': ['/api/v1/datacenters', '?limit=abc', undefined],
      'GET /api/v1/datacenters/{datacenter}': ['/api/v1/datacenters/', 'a.b', 'DATACENTER_UNKNOWN'],
      'GET /api/v1/routers': ['/api/v1/routers', '?limit=abc', undefined],
      'GET /api/v1/routers/{router}': ['/api/v1/routers/', 'a.b', 'ROUTER_UNKNOWN'],
      'GET /api/v1/jobs/{jobId}': ['/api/v1/jobs/', 'a.b', 'JOB_NOT_FOUND'],
      'GET /api/v1/jobs': ['/api/v1/jobs', '?limit=abc', undefined],
      'GET /api/v1/audit/events': ['/api/v1/audit/events', '?limit=abc', undefined],
    } as const;
    const provoked: Record<string, () => Promise<Response>> = {
      'POST BODY_MALFORMED': () => provision('{"clientId": acme}'),
      'POST VLAN_EXHAUSTED': () => provision(full),
      'POST ROUTER_REFUSED': () => provision({ ...full, clientId: 'refused' }),
      'POST DEADLINE_EXCEEDED': () => provision({ ...full, clientId: 'late' }),
      'POST BODY_TOO_LARGE': () => provision(JSON.stringify('x'.repeat(300_000))),
      'POST MEDIA_TYPE_UNSUPPORTED': () => provision('a=b', { 'content-type': 'text/plain' }),
      'POST VALIDATION_FAILED': () => provision({ ...PROVISION_NETWORK_EXAMPLE, size: '/33' }),
      'POST DATACENTER_NOT_FOUND': () =>
        provision({ ...PROVISION_NETWORK_EXAMPLE, datacenter: 'DC9' }),
      'POST IDEMPOTENCY_KEY_REUSED': async () => {
        await provision(PROVISION_NETWORK_EXAMPLE, { 'idempotency-key': 'k' });
        return provision({ ...full, size: '/25' }, { 'idempotency-key': 'k' });
      },
      'POST IDEMPOTENCY_KEY_INVALID': () =>
        provision(PROVISION_NETWORK_EXAMPLE, { 'idempotency-key': 'a b' }),
      'POST PREFER_INVALID': () => provision(PROVISION_NETWORK_EXAMPLE, { prefer: 'wait=soon' }),
      'POST PUBLISH_TIMEOUT': failing(new PublishError('PUBLISH_TIMEOUT', 'late', 1), () =>
        provision(PROVISION_NETWORK_EXAMPLE),
      ),
      [`${PREPARES} VALIDATION_FAILED`]: () => prepare('a.b'),
      [`${PREPARES} DATACENTER_NOT_FOUND`]: () => prepare('DC9'),
      [`${PREPARES} PUBLISH_TIMEOUT`]: failing(new PublishError('PUBLISH_TIMEOUT', 'late', 1), () =>
        prepare('DC1'),
      ),
    };
    for (const [name, [path, wrong, missing]] of Object.entries(reads)) {
      provoked[`${name} VALIDATION_FAILED`] = () => get(path + wrong);
      const isOne = path.endsWith('/');
      const existing = isOne ? `${path}x` : path;
      if (missing !== undefined) provoked[`${name} ${missing}`] = () => get(existing);
      for (const code of ['SERVICE_UNAVAILABLE', 'QUERY_TIMEOUT'] as const)
        provoked[`${name} ${code}`] = failing(new QueryError(code, 'late'), () => get(existing));
    }
    const documented = operations().flatMap(([name, { responses }]) =>
      Object.values(responses).flatMap((response) => {
        const content = (response as Documented).content?.['application/problem+json'];
        return Object.values(content?.examples ?? {}).map(({ value }) => ({
          name: `${name === `POST ${PROVISION}` ? 'POST' : name} ${value.code}`,
          value,
        }));
      }),
    );
    expect(documented.map(({ name }) => name).sort()).toEqual(Object.keys(provoked).sort());
    for (const { name, value } of documented) {
      services.failure = undefined;
      const response = (await provoked[name]?.()) ?? Response.error();
      const problem = (await response.json()) as Problem;
      expect(problem.status).toBe(response.status);
      expect(Object.keys(problem).sort()).toEqual(
        Object.keys(value)
          .concat(name.endsWith('REUSED') ? ['job'] : [])
          .sort(),
      );
      const { type, title, status, code, field } = value;
      expect(problem).toMatchObject({ type, title, status, code, ...(field && { field }) });
      if (!/NOT_FOUND|UNKNOWN|BODY_/.test(name)) expect(problem.detail).toBe(value.detail);
    }
  });
});

describe('a datacenter that is to be prepared', () => {
  it('is answered with the job, at its end or on its way, as the document says', async () => {
    for (const [prefer, isIdle, status] of [
      ['wait=30', false, 200],
      ['wait=0', true, 202],
    ] as const) {
      services.isIdle = isIdle;
      const response = await prepare('DC1', { prefer });
      expect([prefer, response.status]).toEqual([prefer, status]);
      expect(response.headers.get('location')).toMatch(/^\/api\/v1\/jobs\/job-/);
      const { schema } = answerOf(operation(PREPARES), status).content?.['application/json'] ?? {};
      expect(faultsOf(schema, await response.json())).toEqual([]);
    }
    expect(services.published.at(0)).toMatchObject({
      type: 'PrepareDatacenter',
      body: '{"datacenter":"DC1"}',
    });
  });

  it('is one job for one key, which no other datacenter and no network can have', async () => {
    const key = { 'idempotency-key': 'prepare' };
    const first = (await (await prepare('DC1', key)).json()) as { jobId: string };
    expect(await (await prepare('DC1', key)).json()).toMatchObject({ jobId: first.jobId });
    expect(services.published).toHaveLength(1);
    for (const other of [prepare('DC2', key), provision(PROVISION_NETWORK_EXAMPLE, key)])
      expect(await (await other).json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});

describe('a failed provisioning', () => {
  it('is a problem that says what failed, why, what ran out and where the job is', async () => {
    const response = await provision({ ...PROVISION_NETWORK_EXAMPLE, clientId: 'full' });
    const [jobId] = [...services.jobs.keys()].slice(-1);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      title: 'Failed to provision network',
      code: 'VLAN_EXHAUSTED',
      detail: FAILED_JOB_EXAMPLE.error.message,
      suggestion: FAILED_JOB_EXAMPLE.error.suggestion,
      resource: 'vlans',
      current: 1901,
      maximum: 1901,
      rangeStart: '100',
      rangeEnd: '2000',
      jobId,
      job: `/api/v1/jobs/${jobId ?? ''}`,
    });
  });
});

describe('input that is wrong', () => {
  const long = 'x'.repeat(10_000);
  const wrong: readonly (readonly [path: string, field: string])[] = [
    ['/api/v1/networks?limit=abc', 'limit'],
    ['/api/v1/networks?limit=', 'limit'],
    ['/api/v1/networks?limit=0', 'limit'],
    ['/api/v1/networks?limit=501', 'limit'],
    ['/api/v1/networks?limit=-1', 'limit'],
    ['/api/v1/networks?limit=1.5', 'limit'],
    ['/api/v1/networks?limit=1e2', 'limit'],
    ['/api/v1/networks?limit=0x10', 'limit'],
    ['/api/v1/networks?limit=%2010', 'limit'],
    ['/api/v1/networks?limit=99999999999999999999', 'limit'],
    ['/api/v1/networks?limit=1&limit=2', 'limit'],
    ['/api/v1/networks?limit[a]=1', 'limit[a]'],
    ['/api/v1/networks?cursor=', 'cursor'],
    ['/api/v1/networks?cursor=%27%20or%201%3D1', 'cursor'],
    ['/api/v1/networks?cursor=%00', 'cursor'],
    ['/api/v1/networks?cursor=..', 'cursor'],
    ['/api/v1/networks?cursor=%F0%9F%92%A5', 'cursor'],
    [`/api/v1/networks?cursor=${long}`, 'cursor'],
    ['/api/v1/networks?offset=1', 'offset'],
    ['/api/v1/networks?__proto__=1', '__proto__'],
    ['/api/v1/datacenters?status=active', 'status'],
    ['/api/v1/routers?status=gone', 'status'],
    ['/api/v1/routers/a.b', 'router'],
    ['/api/v1/jobs?limit=abc', 'limit'],
    ['/api/v1/jobs?cursor=a.b', 'cursor'],
    ['/api/v1/jobs?status=FAILED', 'status'],
    ['/api/v1/audit/events?after=-1', 'after'],
    ['/api/v1/audit/events?after=1.5', 'after'],
    ['/api/v1/audit/events?after=99999999999999999999', 'after'],
    ['/api/v1/audit/events?limit=1001', 'limit'],
    ['/api/v1/audit/events?correlationId=a%20b', 'correlationId'],
    [`/api/v1/audit/events?correlationId=${long}`, 'correlationId'],
    ['/api/v1/audit/events?until=1', 'until'],
    [`/api/v1/networks/${long}`, 'networkId'],
    ['/api/v1/networks/a%2Fb', 'networkId'],
    ['/api/v1/networks/a%00b', 'networkId'],
    ['/api/v1/networks/%E2%82%AC', 'networkId'],
    ['/api/v1/networks/net-1?verbose=1', 'verbose'],
    [`/api/v1/jobs/${long}`, 'jobId'],
    ['/api/v1/jobs/job-1?verbose=1', 'verbose'],
    ['/api/v1/jobs/job.1', 'jobId'],
  ];

  it.each(wrong.map(([path, field]) => ({ path, field, shown: path.slice(0, 60) })))(
    'is refused by its name and asks nobody: $shown',
    async ({ path, field }) => {
      const response = await get(path);
      const problem = (await response.json()) as Problem;
      expect([response.status, problem.code, problem.field]).toEqual([
        400,
        'VALIDATION_FAILED',
        field,
      ]);
      expect(JSON.stringify(problem).length).toBeLessThan(21_000);
      expect(services.asked).toEqual([]);
    },
  );

  it('in a path that climbs finds nothing', async () => {
    const { port } = new URL(api.url);
    for (const path of ['/api/v1/jobs/..', '/api/v1/jobs/../networks', '/api/v1/jobs/%2e%2e']) {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        rawRequest({ host: '127.0.0.1', port, path, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .once('error', reject)
          .end();
      });
      expect([path, status]).toEqual([path, path.endsWith('networks') ? 404 : 400]);
    }
    expect(services.asked).toEqual([]);
  });

  it('in the query of a command is refused: it would have meant something', async () => {
    const response = await fetch(`${api.url}${PROVISION}?dryRun=true`, {
      method: 'POST',
      body: JSON.stringify(PROVISION_NETWORK_EXAMPLE),
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field: 'dryRun' });
    expect(services.published).toEqual([]);
  });

  it.each([
    ['HEAD', '/api/v1/networks', 200, null],
    ['HEAD', `/api/v1/jobs/${JOB_EXAMPLE.jobId}`, 200, null],
    ['HEAD', '/api/v1/jobs/job-none', 404, null],
    ['OPTIONS', '/api/v1/networks', 204, 'GET, HEAD, OPTIONS'],
    ['OPTIONS', PROVISION, 204, 'POST, GET, DELETE, HEAD, OPTIONS'],
    ['DELETE', '/api/v1/jobs', 405, 'GET, HEAD, OPTIONS'],
    ['PUT', PROVISION, 405, 'POST, GET, DELETE, HEAD, OPTIONS'],
  ])('is no method: %s %s gives %i', async (method, path, status, allow) => {
    const response = await fetch(api.url + path, { method });
    await response.text();
    expect([response.status, response.headers.get('allow')]).toEqual([status, allow]);
  });
});
