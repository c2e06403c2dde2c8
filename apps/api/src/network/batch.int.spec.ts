import { PROVISION_NETWORK_EXAMPLE } from '@ferrule/provisioning-contracts';
import { describe, expect, it } from '@jest/globals';
import { useEdge } from '../spec-edge.ts';

const edge = useEdge();

const other = { clientId: 'acme-corp', datacenter: 'DC2', size: '/25' };
const both = [PROVISION_NETWORK_EXAMPLE, other];
const provision = (body: object, headers: Record<string, string> = {}) =>
  edge.send('POST', '/api/v1/networks/provision-batch', body, headers);

describe('many networks in one request', () => {
  it('are one job that says what has become of all of them', async () => {
    const response = await provision({ networks: both });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ children: { total: 2, completed: 2 } });
    const later = await provision({ networks: both }, { prefer: 'respond-async' });
    expect(later.status).toBe(202);
    expect(later.headers.get('location')).toMatch(/^\/api\/v1\/jobs\/job-/);
  });

  it('are the same ones for one key, and another list under it is a conflict', async () => {
    const key = { 'idempotency-key': 'batch-1' };
    const jobs = [
      await provision({ networks: both }, key),
      await provision({ networks: both }, key),
    ];
    expect(new Set(jobs.map(({ headers }) => headers.get('location'))).size).toBe(1);
    expect(edge.services.published).toHaveLength(1);
    for (const body of [
      { networks: [other] },
      { networks: [...both].reverse() },
      { networks: both, parallel: 9 },
    ]) {
      const { status } = await provision(body, key);
      expect([body, status]).toEqual([body, 409]);
    }
  });

  it.each([
    [{}, 'networks'],
    [{ networks: [] }, 'networks'],
    [{ networks: [{ ...other, size: '/33' }] }, 'networks[0].size'],
    [{ networks: Array.from({ length: 1001 }, () => other) }, 'networks'],
    [{ networks: both, parallel: 65 }, 'parallel'],
  ])('are refused by the field that is wrong: %#', async (body, field) => {
    const response = await provision(body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'VALIDATION_FAILED', field });
    expect(edge.services.published).toEqual([]);
  });
});
