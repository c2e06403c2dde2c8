import { PROVISION_NETWORK_EXAMPLE } from '@ferrule/provisioning-contracts';
import { describe, expect, it } from '@jest/globals';
import { answerOf } from '../spec-document.ts';
import { useEdge } from '../spec-edge.ts';

const edge = useEdge();

const PREPARES = 'POST /api/v1/datacenters/{datacenter}/prepare';

describe('a datacenter that is to be prepared', () => {
  it('is answered with the job, at its end or on its way, as the document says', async () => {
    for (const [prefer, isIdle, status] of [
      ['wait=30', false, 200],
      ['wait=0', true, 202],
    ] as const) {
      edge.services.isIdle = isIdle;
      const response = await edge.prepare('DC1', { prefer });
      expect([prefer, response.status]).toEqual([prefer, status]);
      expect(response.headers.get('location')).toMatch(/^\/api\/v1\/jobs\/job-/);
      const { schema } =
        answerOf(edge.operation(PREPARES), status).content?.['application/json'] ?? {};
      expect(edge.faultsOf(schema, await response.json())).toEqual([]);
    }
    expect(edge.services.published.at(0)).toMatchObject({
      type: 'PrepareDatacenter',
      body: '{"datacenter":"DC1"}',
    });
  });

  it('is one job for one key, which no other datacenter and no network can have', async () => {
    const key = { 'idempotency-key': 'prepare' };
    const first = (await (await edge.prepare('DC1', key)).json()) as { jobId: string };
    expect(await (await edge.prepare('DC1', key)).json()).toMatchObject({ jobId: first.jobId });
    expect(edge.services.published).toHaveLength(1);
    for (const other of [edge.prepare('DC2', key), edge.provision(PROVISION_NETWORK_EXAMPLE, key)])
      expect(await (await other).json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});
