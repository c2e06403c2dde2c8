import { request as rawRequest } from 'node:http';
import type { Problem } from '@ferrule/http';
import { JOB_EXAMPLE, PROVISION_NETWORK_EXAMPLE } from '@ferrule/provisioning-contracts';
import { describe, expect, it } from '@jest/globals';
import { PROVISION, useEdge } from './spec-edge.ts';

const edge = useEdge();

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
    ['/api/v1/networks?datacenter=', 'datacenter'],
    ['/api/v1/networks?client=a%20b', 'client'],
    ['/api/v1/networks?type=office', 'type'],
    ['/api/v1/networks?tag=', 'tag'],
    ['/api/v1/networks?status=gone', 'status'],
    ['/api/v1/networks?__proto__=1', '__proto__'],
    ['/api/v1/datacenters?status=active', 'status'],
    ['/api/v1/routers?status=gone', 'status'],
    ['/api/v1/routers/a.b', 'router'],
    ['/api/v1/jobs?limit=abc', 'limit'],
    ['/api/v1/jobs?cursor=a.b', 'cursor'],
    ['/api/v1/jobs?status=FAILED', 'status'],
    ['/api/v1/jobs?state=failed', 'state'],
    ['/api/v1/jobs?state=FAILED,', 'state'],
    ['/api/v1/jobs?network=..', 'network'],
    ['/api/v1/jobs?datacenter=', 'datacenter'],
    ['/api/v1/jobs?workflow=%27', 'workflow'],
    ['/api/v1/jobs?parent=a.b', 'parent'],
    ['/api/v1/jobs?since=yesterday', 'since'],
    ['/api/v1/jobs?since=2026-02-30', 'since'],
    ['/api/v1/jobs?since=2026-01-01&since=2026-01-02', 'since'],
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
      const response = await edge.get(path);
      const problem = (await response.json()) as Problem;
      expect([response.status, problem.code, problem.field]).toEqual([
        400,
        'VALIDATION_FAILED',
        field,
      ]);
      expect(JSON.stringify(problem).length).toBeLessThan(21_000);
      expect(edge.services.asked).toEqual([]);
    },
  );

  it('in a path that climbs finds nothing', async () => {
    const { port } = new URL(edge.url);
    const headers = { authorization: `Bearer ${edge.key}` };
    for (const path of ['/api/v1/jobs/..', '/api/v1/jobs/../networks', '/api/v1/jobs/%2e%2e']) {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        rawRequest({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .once('error', reject)
          .end();
      });
      expect([path, status]).toEqual([path, path.endsWith('networks') ? 404 : 400]);
    }
    expect(edge.services.asked).toEqual([]);
  });

  it('in the query of a command is refused: it would have meant something', async () => {
    const path = `${PROVISION}?dryRun=true`;
    const response = await edge.send('POST', path, PROVISION_NETWORK_EXAMPLE);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field: 'dryRun' });
    expect(edge.services.published).toEqual([]);
  });

  it.each([
    ['HEAD', '/api/v1/networks', 200, null],
    ['HEAD', `/api/v1/jobs/${JOB_EXAMPLE.jobId}`, 200, null],
    ['HEAD', '/api/v1/jobs/job-none', 404, null],
    ['OPTIONS', '/api/v1/networks', 204, 'GET, HEAD, OPTIONS'],
    ['OPTIONS', PROVISION, 204, 'POST, GET, DELETE, PATCH, HEAD, OPTIONS'],
    ['DELETE', '/api/v1/jobs', 405, 'GET, HEAD, OPTIONS'],
    ['PUT', PROVISION, 405, 'POST, GET, DELETE, PATCH, HEAD, OPTIONS'],
  ])('is no method: %s %s gives %i', async (method, path, status, allow) => {
    const response = await edge.send(method, path);
    await response.text();
    expect([response.status, response.headers.get('allow')]).toEqual([status, allow]);
  });
});
