import type { Problem } from '@ferrule/http';
import { NETWORK_EXAMPLE } from '@ferrule/ipam-contracts';
import { PublishError, QueryError } from '@ferrule/messaging';
import { JOB_EXAMPLE, PROVISION_NETWORK_EXAMPLE } from '@ferrule/provisioning-contracts';
import { expect, it } from '@jest/globals';
import { type Documented, operationsOf } from './spec-document.ts';
import { FOLLOWERS, PROVISION, useEdge } from './spec-edge.ts';

const edge = useEdge();

const FOLLOWS = 'GET /api/v1/jobs/{jobId}/events';
const REMOVES = 'DELETE /api/v1/networks/{networkId}';
const BATCH = 'POST /api/v1/networks/provision-batch';
/** Their problems have a spec of their own. */
const OF_OTHERS = / \/api\/v1\/(webhooks|alert-rules|keys)/u;
const PREPARES = 'POST /api/v1/datacenters/{datacenter}/prepare';

it('the OpenAPI document shows problems as they are answered, each of them', async () => {
  const full = { ...PROVISION_NETWORK_EXAMPLE, clientId: 'full' };
  const failing = (failure: Error, send: () => Promise<Response>) => (): Promise<Response> => {
    edge.services.failure = failure;
    return send();
  };
  const follow = (headers: Record<string, string> = {}) =>
    edge.get(`/api/v1/jobs/${JOB_EXAMPLE.jobId}/events`, headers);
  const reads = {
    'GET /api/v1/networks': ['/api/v1/networks', '?limit=abc', undefined],
    'GET /api/v1/networks/{networkId}': ['/api/v1/networks/', 'a.b', 'NETWORK_NOT_FOUND'],
    'GET /api/v1/datacenters': ['/api/v1/datacenters', '?limit=abc', undefined],
    'GET /api/v1/datacenters/{datacenter}': ['/api/v1/datacenters/', 'a.b', 'DATACENTER_UNKNOWN'],
    'GET /api/v1/routers': ['/api/v1/routers', '?limit=abc', undefined],
    'GET /api/v1/routers/{router}': ['/api/v1/routers/', 'a.b', 'ROUTER_UNKNOWN'],
    'GET /api/v1/jobs/{jobId}': ['/api/v1/jobs/', 'a.b', 'JOB_NOT_FOUND'],
    'GET /api/v1/jobs/{jobId}/timeline': ['/api/v1/jobs/', 'a.b', 'JOB_NOT_FOUND', '/timeline'],
    'GET /api/v1/jobs/{jobId}/events': ['/api/v1/jobs/', 'a.b', 'JOB_NOT_FOUND', '/events'],
    'GET /api/v1/jobs': ['/api/v1/jobs', '?limit=abc', undefined],
    'GET /api/v1/audit/events': ['/api/v1/audit/events', '?limit=abc', undefined],
  } as const;
  const provoked: Record<string, () => Promise<Response>> = {
    'POST BODY_MALFORMED': () => edge.provision('{"clientId": acme}'),
    'POST VLAN_EXHAUSTED': () => edge.provision(full),
    'POST ROUTER_REFUSED': () => edge.provision({ ...full, clientId: 'refused' }),
    'POST DEADLINE_EXCEEDED': () => edge.provision({ ...full, clientId: 'late' }),
    'POST BODY_TOO_LARGE': () => edge.provision(JSON.stringify('x'.repeat(300_000))),
    'POST MEDIA_TYPE_UNSUPPORTED': () => edge.provision('a=b', { 'content-type': 'text/plain' }),
    'POST VALIDATION_FAILED': () => edge.provision({ ...PROVISION_NETWORK_EXAMPLE, size: '/33' }),
    'POST DATACENTER_NOT_FOUND': () =>
      edge.provision({ ...PROVISION_NETWORK_EXAMPLE, datacenter: 'DC9' }),
    'POST IDEMPOTENCY_KEY_REUSED': async () => {
      await edge.provision(PROVISION_NETWORK_EXAMPLE, { 'idempotency-key': 'k' });
      return edge.provision({ ...full, size: '/25' }, { 'idempotency-key': 'k' });
    },
    'POST IDEMPOTENCY_KEY_INVALID': () =>
      edge.provision(PROVISION_NETWORK_EXAMPLE, { 'idempotency-key': 'a b' }),
    'POST PREFER_INVALID': () => edge.provision(PROVISION_NETWORK_EXAMPLE, { prefer: 'wait=soon' }),
    'POST PUBLISH_TIMEOUT': failing(new PublishError('PUBLISH_TIMEOUT', 'late', 1), () =>
      edge.provision(PROVISION_NETWORK_EXAMPLE),
    ),
    [`${FOLLOWS} LAST_EVENT_ID_INVALID`]: () => follow({ 'last-event-id': 'x' }),
    [`${FOLLOWS} TOO_MANY_FOLLOWERS`]: async () => {
      // On their way for ever, so that none of them ends before the last one is refused.
      edge.services.jobs.set(JOB_EXAMPLE.jobId, {
        outcome: 'accepted',
        job: { ...JOB_EXAMPLE, status: 'PAUSED' },
      });
      const open = await Promise.all(Array.from({ length: FOLLOWERS }, () => follow()));
      const refused = await follow();
      await Promise.all(open.map(async ({ body }) => body?.cancel()));
      return refused;
    },
    [`${PREPARES} VALIDATION_FAILED`]: () => edge.prepare('a.b'),
    [`${PREPARES} DATACENTER_NOT_FOUND`]: () => edge.prepare('DC9'),
    [`${PREPARES} PUBLISH_TIMEOUT`]: failing(new PublishError('PUBLISH_TIMEOUT', 'late', 1), () =>
      edge.prepare('DC1'),
    ),
  };
  const batch = (networks: unknown, headers: Record<string, string> = {}) =>
    edge.send('POST', '/api/v1/networks/provision-batch', { networks }, headers);
  Object.assign(provoked, {
    [`${REMOVES} VALIDATION_FAILED`]: () => edge.send('DELETE', '/api/v1/networks/a.b'),
    [`${REMOVES} NETWORK_NOT_FOUND`]: () => edge.send('DELETE', '/api/v1/networks/net-none'),
    [`${REMOVES} NETWORK_IN_USE`]: () => {
      edge.services.isInUse = true;
      return edge.send('DELETE', `/api/v1/networks/${NETWORK_EXAMPLE.networkId}`);
    },
    [`${BATCH} IDEMPOTENCY_KEY_REUSED`]: async () => {
      await batch([PROVISION_NETWORK_EXAMPLE], { 'idempotency-key': 'b' });
      return batch([full], { 'idempotency-key': 'b' });
    },
    [`${BATCH} VALIDATION_FAILED`]: () => batch([]),
    [`${BATCH} PUBLISH_TIMEOUT`]: failing(new PublishError('PUBLISH_TIMEOUT', 'late', 1), () =>
      batch([PROVISION_NETWORK_EXAMPLE]),
    ),
  });
  for (const code of ['SERVICE_UNAVAILABLE', 'QUERY_TIMEOUT'] as const)
    provoked[`${REMOVES} ${code}`] = failing(new QueryError(code, 'late'), () =>
      edge.send('DELETE', '/api/v1/networks/net-1'),
    );
  for (const [name, [path, wrong, missing, rest = '']] of Object.entries(reads)) {
    provoked[`${name} VALIDATION_FAILED`] = () => edge.get(path + wrong + rest);
    const isOne = path.endsWith('/');
    const existing = isOne ? `${path}x${rest}` : path;
    if (missing !== undefined) provoked[`${name} ${missing}`] = () => edge.get(existing);
    for (const code of ['SERVICE_UNAVAILABLE', 'QUERY_TIMEOUT'] as const)
      provoked[`${name} ${code}`] = failing(new QueryError(code, 'late'), () => edge.get(existing));
  }
  for (const order of ['pause', 'resume', 'cancel', 'retry', 'skip', 'abandon']) {
    const name = `POST /api/v1/jobs/{jobId}/${order}`;
    const send = (jobId: string) => edge.order(jobId, order, { reason: 'why' });
    provoked[`${name} VALIDATION_FAILED`] = () => send('a.b');
    provoked[`${name} JOB_UNKNOWN`] = () => send('job-none');
    provoked[`${name} JOB_STATE`] = () => {
      edge.services.jobs.set(JOB_EXAMPLE.jobId, { outcome: 'accepted', job: JOB_EXAMPLE });
      return send(JOB_EXAMPLE.jobId);
    };
    for (const code of ['SERVICE_UNAVAILABLE', 'QUERY_TIMEOUT'] as const)
      provoked[`${name} ${code}`] = failing(new QueryError(code, 'late'), () => send('job-1'));
  }
  const own = operationsOf(edge.document).filter(([name]) => !OF_OTHERS.test(name));
  const documented = own.flatMap(([name, { responses }]) =>
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
    edge.services.failure = undefined;
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
    if (!/NOT_FOUND|UNKNOWN|BODY_|FOLLOWERS/.test(name)) expect(problem.detail).toBe(value.detail);
  }
}, 120_000);
