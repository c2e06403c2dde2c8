import { FAILED_JOB_EXAMPLE, PROVISION_NETWORK_EXAMPLE } from '@ferrule/provisioning-contracts';
import { describe, expect, it } from '@jest/globals';
import { useEdge } from '../spec-edge.ts';

const edge = useEdge();

describe('a failed provisioning', () => {
  it('is a problem that says what failed, why, what ran out and where the job is', async () => {
    const response = await edge.provision({ ...PROVISION_NETWORK_EXAMPLE, clientId: 'full' });
    const [jobId] = [...edge.services.jobs.keys()].slice(-1);
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
