import { NETWORK_EXAMPLE } from '@ferrule/ipam-contracts';
import { JOB_EXAMPLE } from '@ferrule/provisioning-contracts';
import { describe, expect, it } from '@jest/globals';
import { answerOf, type Documented, isObject, operationsOf } from './spec-document.ts';
import { PROVISION, useEdge } from './spec-edge.ts';

const edge = useEdge();

describe('the OpenAPI document', () => {
  it('names every path that is served for callers, and none that is not', () => {
    const documented = operationsOf(edge.document).map(([name]) => name);
    expect(documented.length).toBeGreaterThan(30);
    expect(documented.toSorted()).toEqual(edge.routes.toSorted());
  });

  it('has the names of the provisioning API to the letter', () => {
    const names = (schema: string): string[] => {
      const found: unknown = edge.document.components?.schemas?.[schema];
      return isObject(found) && isObject(found['properties'])
        ? Object.keys(found['properties'])
        : [];
    };
    expect(names('ProvisionNetworkRequest')).toEqual(
      expect.arrayContaining(['clientId', 'type', 'datacenter', 'size', 'options']),
    );
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
    expect(edge.document.components?.schemas?.['ProvisionedNetwork']).toMatchObject({
      properties: {
        provisioningSteps: { items: { properties: { step: {}, status: {}, timestamp: {} } } },
      },
    });
  });

  it('says which headers a caller may send, as they are spelled', () => {
    const { parameters = [] } = edge.operation(`POST ${PROVISION}`);
    expect(parameters).toMatchObject([
      { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } },
      { name: 'Prefer', in: 'header', required: false, schema: { type: 'string' } },
    ]);
    const listed = edge.operation('GET /api/v1/networks').parameters ?? [];
    const [limit] = listed.filter((one) => 'name' in one && one.name === 'limit');
    expect(limit).toMatchObject({
      in: 'query',
      required: false,
      schema: { minimum: 1, maximum: 500 },
    });
    expect(listed).toContainEqual(
      expect.objectContaining({ name: 'cursor', in: 'query', required: false }),
    );
    expect(edge.operation('GET /api/v1/jobs/{jobId}').parameters).toMatchObject([
      { name: 'jobId', in: 'path', required: true },
    ]);
  });

  it('shows only examples that obey their own schemas', () => {
    const shown = operationsOf(edge.document).flatMap(([name, { responses }]) =>
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
      expect([name, status, edge.faultsOf(schema, value)]).toEqual([name, status, []]);
    expect(
      edge.faultsOf({ $ref: '#/components/schemas/Job' }, { ...JOB_EXAMPLE, x: 1 }),
    ).toHaveLength(1);
    expect(edge.faultsOf({ $ref: '#/components/schemas/Problem' }, {})).not.toEqual([]);
  });

  it('shows requests that are taken, and answers that come', async () => {
    const { requestBody } = edge.operation(`POST ${PROVISION}`);
    const { content } = requestBody as Documented;
    const { schema, examples = {} } = content?.['application/json'] ?? {};
    expect(Object.keys(examples)).toEqual(['complete', 'least']);
    for (const { value } of Object.values(examples)) {
      expect(edge.faultsOf(schema, value)).toEqual([]);
      for (const [prefer, isIdle, status] of [
        ['wait=30', false, 201],
        ['respond-async', false, 202],
        ['wait=0', true, 202],
      ] as const) {
        edge.services.isIdle = isIdle;
        const response = await edge.provision(value, { prefer });
        expect([prefer, response.status]).toEqual([prefer, status]);
        const documented = answerOf(edge.operation(`POST ${PROVISION}`), status);
        const answerSchema = documented.content?.['application/json']?.schema;
        expect(edge.faultsOf(answerSchema, await response.json())).toEqual([]);
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
    ['/api/v1/jobs/{jobId}/timeline', `/api/v1/jobs/${JOB_EXAMPLE.jobId}/timeline`],
    ['/api/v1/audit/events', '/api/v1/audit/events?after=0&limit=1000&correlationId=job-1'],
  ])('shows what GET %s answers', async (path, url) => {
    const response = await edge.get(url);
    expect(response.status).toBe(200);
    const { example, schema } =
      answerOf(edge.operation(`GET ${path}`), 200).content?.['application/json'] ?? {};
    const body: unknown = await response.json();
    expect(edge.faultsOf(schema, body)).toEqual([]);
    expect(body).toEqual(example);
  });
});
