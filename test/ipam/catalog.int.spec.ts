import { describe, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { call } = useEdge();

const made = async (path: string, body: object) => {
  const { status, body: view } = await call('POST', `/ipam/${path}`, body);
  expect([path, status, view['detail']]).toEqual([path, 201, undefined]);
  return view;
};
const refused = async (method: string, path: string, code: string, body?: object) => {
  const answer = await call(method, `/ipam/${path}`, body);
  expect([path, answer.status >= 400 && answer.status < 500, answer.body['code']]).toEqual([
    path,
    true,
    code,
  ]);
  return answer;
};

describe('what pools are part of', () => {
  it('is made, listed, and taken away once nothing uses it', async () => {
    await made('vrfs', { vrfId: 'blue', description: 'of a customer' });
    expect(await made('vrfs', { vrfId: 'blue', description: 'of a customer' })).toEqual({
      ...{ vrfId: 'blue', description: 'of a customer', supernets: 0, pools: 0 },
    });
    await refused('POST', 'vrfs', 'VRF_EXISTS', { vrfId: 'blue', description: 'another' });
    const supernet = { supernetId: 'labs', vrfId: 'blue', prefix: '10.64.0.0/10', role: 'lab' };
    expect(await made('supernets', supernet)).toEqual({ ...supernet, datacenter: null, pools: 0 });
    const group = { vlanGroupId: 'labs', datacenter: 'DC1', first: 3000, last: 3009 };
    expect(await made('vlan-groups', group)).toEqual({
      ...{ ...group, serviceVlan: null, held: 0, quarantined: 0, free: 10 },
    });
    const pool = { poolId: 'lab', vrfId: 'blue', prefix: '10.64.0.0/16', datacenter: 'DC1' };
    await made('pools', { ...pool, supernetId: 'labs', vlanGroupId: 'labs', types: ['lab'] });
    for (const [path, code] of [
      ['vrfs/blue', 'VRF_IN_USE'],
      ['supernets/labs', 'SUPERNET_IN_USE'],
      ['vlan-groups/labs', 'VLAN_GROUP_IN_USE'],
    ] as const)
      expect((await refused('DELETE', path, code)).status).toBe(409);
    for (const path of ['pools/lab', 'vlan-groups/labs', 'supernets/labs', 'vrfs/blue'])
      expect([path, (await call('DELETE', `/ipam/${path}`)).status]).toEqual([path, 204]);
    const { body } = await call('GET', '/ipam/vrfs');
    expect(body['vrfs']).toMatchObject([{ vrfId: 'default' }]);
  });

  it('is missing when nobody knows it', async () => {
    for (const [path, code] of [
      ['vrfs/nope', 'VRF_UNKNOWN'],
      ['supernets/nope', 'SUPERNET_UNKNOWN'],
      ['vlan-groups/nope', 'VLAN_GROUP_UNKNOWN'],
      ['pools/nope', 'POOL_UNKNOWN'],
      ['number-pools/nope', 'NUMBER_POOL_UNKNOWN'],
      ['prefixes/nope', 'PREFIX_UNKNOWN'],
    ] as const)
      expect((await refused('DELETE', path, code)).status).toBe(404);
  });
});

describe('a pool', () => {
  it('gets other rules, another description, and is retired', async () => {
    const pool = { poolId: 'old', prefix: '10.1.0.0/16', datacenter: 'DC1', types: ['old'] };
    await made('pools', pool);
    const { body } = await call('PATCH', '/ipam/pools/old', {
      ...{ policy: 'best-fit', quarantineSeconds: 0, tags: ['attic'], fields: { owner: 'ops' } },
    });
    expect(body).toMatchObject({
      ...{ policy: 'best-fit', quarantineSeconds: 0, types: ['old'] },
      ...{ tags: ['attic'], fields: { owner: 'ops' } },
    });
    const words = { description: 'no more', tags: [] };
    expect((await call('PATCH', '/ipam/pools/old', words)).body).toMatchObject({
      ...{ ...words, policy: 'best-fit', fields: { owner: 'ops' } },
    });
    expect((await call('DELETE', '/ipam/pools/old')).status).toBe(204);
    expect((await call('GET', '/ipam/pools/old')).body).toMatchObject({ status: 'retired' });
  });
});

describe('a quota', () => {
  it('is set, raised and listed with what the tenant has', async () => {
    const set = await call('PUT', '/ipam/quotas/globex', { maxNetworks: 3 });
    expect([set.status, set.body]).toEqual([
      200,
      { tenant: 'globex', maxNetworks: 3, maxAddresses: null, networks: 0, addresses: 0 },
    ]);
    await call('PUT', '/ipam/quotas/globex', { maxNetworks: 5, maxAddresses: 1024 });
    const { body } = await call('GET', '/ipam/quotas');
    expect(body['quotas']).toMatchObject([{ maxNetworks: 5, maxAddresses: 1024 }]);
  });
});

describe('numbers', () => {
  it('are handed out one by one, once for one key, and come back', async () => {
    const pool = { numberPoolId: 'asn', kind: 'asn', first: 65_100, last: 65_101 };
    expect(await made('number-pools', pool)).toMatchObject({ ...pool, held: 0, free: 2 });
    const numbers = 'number-pools/asn/numbers';
    const key = { 'idempotency-key': 'k8s-1' };
    const first = await call('POST', `/ipam/${numbers}`, { holder: 'k8s-1' }, key);
    expect([first.status, first.body]).toMatchObject([201, { number: 65_100, holder: 'k8s-1' }]);
    expect((await call('POST', `/ipam/${numbers}`, { holder: 'k8s-1' }, key)).body).toEqual(
      first.body,
    );
    const taken = await refused('POST', numbers, 'NUMBER_NOT_FREE', { number: 65_100 });
    expect([taken.status, taken.body['field']]).toEqual([409, 'number']);
    expect(await made(numbers, { number: 65_101 })).toMatchObject({ number: 65_101, holder: null });
    expect((await refused('POST', numbers, 'NUMBERS_EXHAUSTED', {})).status).toBe(409);
    const page = await call('GET', `/ipam/${numbers}?limit=1`);
    expect(page.body).toMatchObject({ numbers: [{ number: 65_100 }], next: '65100' });
    await refused('DELETE', 'number-pools/asn', 'NUMBER_POOL_IN_USE');
    for (const number of [65_100, 65_101])
      expect((await call('DELETE', `/ipam/${numbers}/${number}`)).status).toBe(204);
    expect((await refused('DELETE', `${numbers}/65100`, 'NUMBER_UNKNOWN')).status).toBe(404);
    expect((await call('DELETE', '/ipam/number-pools/asn')).status).toBe(204);
  });
});
