import { NETWORK_EXAMPLE } from '@ferrule/ipam-contracts';
import { describe, expect, it } from '@jest/globals';
import { useEdge } from '../spec-edge.ts';

const edge = useEdge();

const NETWORK = `/api/v1/networks/${NETWORK_EXAMPLE.networkId}`;
const remove = (query = '', headers: Record<string, string> = {}) =>
  edge.send('DELETE', NETWORK + query, undefined, headers);

describe('a network that is to be taken down', () => {
  it('is a job, and answered with the network once that is done', async () => {
    const response = await remove('?force=true&reason=left&ticket=CHG-1');
    expect(response.status).toBe(200);
    expect(response.headers.get('location')).toMatch(/^\/api\/v1\/jobs\/job-/);
    expect(await response.json()).toEqual(NETWORK_EXAMPLE);
    expect(edge.services.published).toMatchObject([{ type: 'DeprovisionNetwork' }]);
    expect(JSON.parse(edge.services.published[0]?.body ?? '')).toEqual({
      networkId: NETWORK_EXAMPLE.networkId,
      ...{ force: true, reason: 'left', ticket: 'CHG-1' },
    });
  });

  it('is answered with the job where it is not done within the wait', async () => {
    for (const prefer of ['respond-async', 'wait=0']) {
      edge.services.isIdle = prefer === 'wait=0';
      const response = await remove('', { prefer });
      expect([prefer, response.status]).toEqual([prefer, 202]);
      expect(await response.json()).toMatchObject({ jobId: expect.stringMatching(/^job-/) });
    }
  });

  it('is one job for one key, and a conflict when it is asked for otherwise', async () => {
    const key = { 'idempotency-key': 'leave-1' };
    const locations = [await remove('', key), await remove('', key)].map(({ headers }) =>
      headers.get('location'),
    );
    expect(new Set(locations).size).toBe(1);
    expect(edge.services.published).toHaveLength(1);
    const other = await remove('?force=true', key);
    expect([other.status, await other.json()]).toMatchObject([
      409,
      { code: 'IDEMPOTENCY_KEY_REUSED' },
    ]);
  });

  it('is refused while machines use it, and where it is not there nobody is asked to', async () => {
    edge.services.isInUse = true;
    const refused = await remove();
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: 'NETWORK_IN_USE', field: 'networkId' });
    const published = edge.services.published.length;
    expect((await edge.send('DELETE', '/api/v1/networks/net-none')).status).toBe(404);
    expect(edge.services.published).toHaveLength(published);
  });

  it.each([
    ['?force=yes', 'force'],
    ['?reason=', 'reason'],
    ['?ticket=%00', 'ticket'],
    ['?recursive=true', 'recursive'],
  ])('with %s is refused by its field', async (query, field) => {
    const response = await remove(query);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'VALIDATION_FAILED', field });
    expect(edge.services.published).toEqual([]);
  });
});
