import { beforeAll, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { call, execute, query } = useEdge();

const network = { clientId: 'acme-corp', datacenter: 'DC1', size: '/24' };
const pool = { poolId: 'lab', prefix: '10.0.0.0/16', datacenter: 'DC1', types: ['lab'] };

const everything = () =>
  query(`select (select json_agg(h order by id, prefix) from held h) as held,
    (select json_agg(s order by no) from space s) as spaces,
    (select json_agg(f order by f::text) from free_block f) as free,
    (select count(*) from vlan where network_id is not null) as vlans,
    (select count(*) from event where type <> 'NetworkAllocationRefused') as events`);

let networkId = '';
beforeAll(async () => {
  await execute({
    type: 'AddSupernet',
    data: { supernetId: 'labs', vrfId: 'default', prefix: '10.64.0.0/10', role: 'lab' },
  });
  networkId = String((await call('POST', '/networks/allocate', network)).body['networkId']);
  await execute({
    type: 'SetTenantQuota',
    data: { tenant: 'demo', maxNetworks: 1, maxAddresses: null },
  });
});

const POOLS = '/ipam/pools';
const NETWORKS = '/networks/allocate';

it.each([
  ['host bits in a pool', POOLS, { ...pool, prefix: '10.0.0.1/16' }, 'prefix'],
  ['a /33', POOLS, { ...pool, prefix: '10.0.0.0/33' }, 'prefix'],
  ['what overlaps another pool', POOLS, { ...pool, prefix: '172.16.0.0/20' }, 'prefix'],
  ['what lies outside its supernet', POOLS, { ...pool, supernetId: 'labs' }, 'prefix'],
  ['an unknown supernet', POOLS, { ...pool, supernetId: 'x' }, 'supernetId'],
  ['an unknown VRF', POOLS, { ...pool, vrfId: 'red' }, 'vrfId'],
  ['an unknown tenant', POOLS, { ...pool, tenant: 'nobody' }, 'tenant'],
  ['an unknown policy', POOLS, { ...pool, policy: 'random' }, 'policy'],
  ['what no pool has', POOLS, { ...pool, colour: 'red' }, 'colour'],
  ['host bits in a network', NETWORKS, { ...network, subnet: '172.16.150.1/24' }, 'subnet'],
  ['a size of /33', NETWORKS, { ...network, size: '/33' }, 'size'],
  [
    'an IPv6 size in an IPv4 pool',
    NETWORKS,
    { ...network, size: '/64', poolId: 'DC1-production' },
    'poolId',
  ],
  ['a prefix outside every pool', NETWORKS, { ...network, subnet: '10.9.0.0/24' }, 'subnet'],
  ['VLAN -1', NETWORKS, { ...network, vlanId: -1 }, 'vlanId'],
  ['VLAN 0', NETWORKS, { ...network, vlanId: 0 }, 'vlanId'],
  ['VLAN 1', NETWORKS, { ...network, vlanId: 1 }, 'vlanId'],
  ['VLAN 4095', NETWORKS, { ...network, vlanId: 4095 }, 'vlanId'],
  ['an unknown datacenter', NETWORKS, { ...network, datacenter: 'DC9' }, 'datacenter'],
  ['an unknown pool', NETWORKS, { ...network, poolId: 'nope' }, 'poolId'],
  ['a quota that is used up', NETWORKS, network, 'clientId'],
  ['tags that are no texts', NETWORKS, { ...network, tags: ['a,b'] }, 'tags'],
])('%s is a problem that names the field and changes nothing', async (_, path, body, field) => {
  const before = await everything();
  const { status, body: problem } = await call('POST', path, body);
  expect([status >= 400 && status < 500, problem['field']]).toEqual([true, field]);
  expect(problem['detail']).toEqual(expect.stringMatching(/\w+ \w+/));
  expect(await everything()).toEqual(before);
});

it.each([
  ['POST', 'ips/next', { mac: 'abc' }, 422, 'mac'],
  ['POST', 'ips/next', { hostName: 'a b' }, 422, 'hostName'],
  ['POST', 'ips/next', { family: 5 }, 422, 'family'],
  ['DELETE', 'ips/10.0.0.999', undefined, 422, 'address'],
  ['DELETE', 'ips/10.0.0.9', undefined, 404, 'address'],
  ['DELETE', '?force=maybe', undefined, 400, 'force'],
] as const)('%s …/%s %j is refused', async (method, rest, body, status, field) => {
  const before = await everything();
  const path = `/networks/${networkId}${rest.startsWith('?') ? '' : '/'}${rest}`;
  const answer = await call(method, path, body);
  expect([answer.status, answer.body['field']]).toEqual([status, field]);
  expect(await everything()).toEqual(before);
});

it('a network that nobody knows has no addresses', async () => {
  for (const [method, path] of [
    ['GET', '/networks/nope/ips'],
    ['POST', '/networks/nope/ips/next'],
    ['DELETE', '/networks/nope/ips/10.0.0.1'],
    ['DELETE', '/networks/nope'],
  ] as const) {
    const { status, body } = await call(method, path, method === 'POST' ? {} : undefined);
    expect([status, body['code']]).toEqual([404, 'NETWORK_NOT_FOUND']);
  }
});

it('a network that a router may carry is not released by ipam alone', async () => {
  const data = { ...network, networkId: 'net-1', type: 'production', enableDHCP: true };
  await execute({
    type: 'SetTenantQuota',
    data: { tenant: 'demo', maxNetworks: 2, maxAddresses: null },
  });
  await execute({ type: 'AllocateNetwork', data });
  const before = await everything();
  const { status, body } = await call('DELETE', '/networks/net-1');
  // Taking it down is a job, and there is nobody here who does jobs.
  expect([status, body['code']]).toEqual([503, 'NO_STREAM']);
  expect(await everything()).toEqual(before);
});
