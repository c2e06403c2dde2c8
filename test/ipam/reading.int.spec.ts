import { describe, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { call } = useEdge();

describe('what there is to allocate from', () => {
  it('is a tree, and a list of pools, each of which can be shown', async () => {
    const { status, body } = await call('GET', '/ipam/tree?datacenter=DC1');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      spaces: [{ spaceId: 'DC1-production', prefix: '172.16.0.0/16', utilisation: 0 }],
    });
    const list = await call('GET', '/ipam/pools?limit=1');
    expect(list.body).toMatchObject({
      pools: [{ spaceId: 'DC1-production' }],
      next: 'DC1-production',
    });
    const more = await call('GET', '/ipam/pools?cursor=DC1-production');
    expect(more.body).toMatchObject({ pools: [{ spaceId: 'DC2-production' }], next: null });
    const one = await call('GET', '/ipam/pools/DC1-production');
    expect(one.body).toMatchObject({ spaceId: 'DC1-production', largestFree: '/16' });
  });

  it('has free blocks, page by page', async () => {
    const { body } = await call('GET', '/ipam/pools/DC1-production/free');
    expect(body).toEqual({ blocks: [{ prefix: '172.16.0.0/16', addresses: '65536' }], next: null });
    const after = '/ipam/pools/DC1-production/free?cursor=172.16.0.0/16';
    expect((await call('GET', after)).body).toEqual({ blocks: [], next: null });
  });

  it('is missing when nobody knows it', async () => {
    for (const path of ['/ipam/pools/nope', '/ipam/pools/nope/free']) {
      const { status, body } = await call('GET', path);
      expect([status, body['code'], body['field']]).toEqual([404, 'POOL_UNKNOWN', 'pool']);
    }
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    ['/ipam/who-has', 400, 'address'],
    ['/ipam/who-has?address=172.16.0.256', 422, 'address'],
    ['/ipam/who-has?address=172.16.0.1/16', 422, 'address'],
    ['/ipam/who-has?address=10.0.0.0/33', 422, 'address'],
    ['/ipam/who-has?address=172.16.0.1&at=2026-02-31', 400, 'at'],
    ['/ipam/who-has?address=172.16.0.1&at=soon', 400, 'at'],
    ['/ipam/search?q=', 400, 'q'],
    ['/ipam/search?q=a&cursor=a%20b', 400, 'cursor'],
    ['/ipam/pools/DC1-production/free?cursor=10.0.0.0/33', 400, 'cursor'],
    ['/ipam/pools/DC1-production/free?limit=0', 400, 'limit'],
    ['/ipam/pools/a.b', 400, 'pool'],
    ['/ipam/tree?vrf=a.b', 400, 'vrf'],
    ['/ipam/tree?colour=red', 400, 'colour'],
  ])('%s is a problem that names its field', async (path, status, field) => {
    const answer = await call('GET', path);
    expect([answer.status, answer.body['field']]).toEqual([status, field]);
    expect(answer.body['detail']).toEqual(expect.stringMatching(/./));
  });

  it('is not what a cursor with host bits makes of it', async () => {
    const free = '/ipam/pools/DC1-production/free?cursor=172.16.0.1/16';
    expect((await call('GET', free)).status).toBe(200);
    expect((await call('GET', '/ipam/search?q=a&cursor=a%20172.16.0.1/16')).status).toBe(200);
  });
});
