import { beforeAll, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { call, execute, query } = useEdge();

const network = { clientId: 'acme-corp', datacenter: 'DC1', size: '/24' };
const pool = { poolId: 'lab', prefix: '10.0.0.0/16', datacenter: 'DC1', types: ['lab'] };

const prefix = { spaceId: 'DC1-production' };
const supernet = { supernetId: 'more', prefix: '10.0.0.0/8', role: 'lab' };
const vlans = { vlanGroupId: 'labs', datacenter: 'DC1', first: 3000, last: 3009 };
const numbers = { numberPoolId: 'asn', kind: 'asn', first: 65_100, last: 65_299 };

const everything = () =>
  query(`select (select json_agg(h order by id, prefix) from held h) as held,
    (select json_agg(s order by no) from space s) as spaces,
    (select json_agg(f order by f::text) from free_block f) as free,
    (select count(*) from vlan where network_id is not null) as vlans,
    (select count(*) from event where type <> 'NetworkAllocationRefused') as events`);

let networkId = '';
beforeAll(async () => {
  await call('POST', '/ipam/supernets', {
    supernetId: 'labs',
    prefix: '10.64.0.0/10',
    role: 'lab',
  });
  await call('POST', '/ipam/prefixes', {
    ...prefix,
    prefixId: 'box',
    kind: 'container',
    prefix: '172.16.200.0/24',
  });
  networkId = String((await call('POST', '/networks/allocate', network)).body['networkId']);
  await call('POST', `/networks/${networkId}/ips/next`, {});
  await call('PUT', '/ipam/quotas/demo', { maxNetworks: 1, maxAddresses: 1024 });
});

const POOLS = '/ipam/pools';
const NETWORKS = '/networks/allocate';
const PREFIXES = '/ipam/prefixes';
const SUPERNETS = '/ipam/supernets';
const VLANS = '/ipam/vlan-groups';
const NUMBERS = '/ipam/number-pools';

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
  ['host bits in a prefix', PREFIXES, { ...prefix, prefix: '172.16.7.1/24' }, 'prefix'],
  ['a prefix of /33', PREFIXES, { ...prefix, prefix: '172.16.7.0/33' }, 'prefix'],
  ['an IPv6 size in an IPv4 space', PREFIXES, { ...prefix, size: '/64' }, 'size'],
  ['a prefix outside its space', PREFIXES, { ...prefix, prefix: '10.0.0.0/24' }, 'prefix'],
  ['what is larger than its container', PREFIXES, { spaceId: 'box', size: '/23' }, 'size'],
  ['neither a size nor a prefix', PREFIXES, prefix, 'size'],
  ['an unknown space', PREFIXES, { spaceId: 'nope', size: '/24' }, 'spaceId'],
  ['more addresses than the quota', PREFIXES, { ...prefix, size: '/20' }, 'size'],
  ['an unknown kind', PREFIXES, { ...prefix, size: '/24', kind: 'pool' }, 'kind'],
  ['host bits in a supernet', SUPERNETS, { ...supernet, prefix: '10.0.0.1/8' }, 'prefix'],
  ['supernets that overlap', SUPERNETS, { ...supernet, prefix: '10.64.0.0/12' }, 'prefix'],
  ['VLANs from -1', VLANS, { ...vlans, first: -1 }, 'first'],
  ['VLANs from 0', VLANS, { ...vlans, first: 0 }, 'first'],
  ['VLANs from 1', VLANS, { ...vlans, first: 1 }, 'first'],
  ['VLANs up to 4095', VLANS, { ...vlans, last: 4095 }, 'last'],
  ['VLANs that end before they begin', VLANS, { ...vlans, last: 2999 }, 'last'],
  ['VLANs that another group has', VLANS, { ...vlans, first: 2000 }, 'first'],
  ['service VLAN 4095', VLANS, { ...vlans, serviceVlan: 4095 }, 'serviceVlan'],
  ['numbers that end before they begin', NUMBERS, { ...numbers, last: 1 }, 'last'],
  ['AS number 0', NUMBERS, { ...numbers, first: 0 }, 'first'],
  ['an unknown kind of numbers', NUMBERS, { ...numbers, kind: 'mac' }, 'kind'],
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
  ['POST', 'ips', { address: '10.0.0.1' }, 422, 'address'],
  ['POST', 'ips', { address: 'router' }, 422, 'address'],
  ['POST', 'ips', {}, 422, 'address'],
  ['POST', 'ranges', { first: '172.16.0.60', last: '172.16.0.50' }, 422, 'last'],
  ['POST', 'ranges', { first: '172.16.0.50', last: '172.16.9.60' }, 422, 'last'],
  ['POST', 'ranges', { first: '172.16.0.50' }, 422, 'last'],
  ['PATCH', '', { tags: ['a;b'] }, 422, 'tags'],
  ['PATCH', '', { fields: { 'a b': 'c' } }, 422, 'fields'],
  ['PATCH', '', { description: 5 }, 422, 'description'],
] as const)('%s …/%s %j is refused', async (method, rest, body, status, field) => {
  const before = await everything();
  const path = `/networks/${networkId}${/^(\?|$)/.test(rest) ? '' : '/'}${rest}`;
  const answer = await call(method, path, body);
  expect([answer.status, answer.body['field']]).toEqual([status, field]);
  expect(await everything()).toEqual(before);
});

it.each([
  [{ maxNetworks: -1 }, 'maxNetworks'],
  [{ maxNetworks: 1.5 }, 'maxNetworks'],
  [{ maxAddresses: 'many' }, 'maxAddresses'],
  [{ networks: 5 }, 'networks'],
])('a quota of %j is refused', async (body, field) => {
  const answer = await call('PUT', '/ipam/quotas/globex', body);
  expect([answer.status, answer.body['field']]).toEqual([422, field]);
});

it('a list that is broken in the middle is refused with its line, and changes nothing', async () => {
  const before = await everything();
  const lines = ['172.16.100.0/24', '172.16.101.1/24', '172.16.102.0/24'].map((one, n) => ({
    line: n + 2,
    values: { prefix: one },
  }));
  await call('POST', '/ipam/imports/broken/lines', { lines });
  const { status, body } = await call('POST', '/ipam/imports/broken/commit');
  expect([status, body['field'], body['detail']]).toEqual([
    422,
    'prefix',
    expect.stringMatching(/^line 3: /),
  ]);
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
  await call('PUT', '/ipam/quotas/demo', { maxNetworks: 2 });
  await execute({ type: 'AllocateNetwork', data });
  const before = await everything();
  const { status, body } = await call('DELETE', '/networks/net-1');
  // Taking it down is a job, and there is nobody here who does jobs.
  expect([status, body['code']]).toEqual([503, 'NO_STREAM']);
  expect(await everything()).toEqual(before);
});
