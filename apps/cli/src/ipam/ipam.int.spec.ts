import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { leakGuard } from '@ferrule/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ferrule, type TerminalOptions } from '../spec-rig.ts';

leakGuard();

const holding = {
  id: 'net-6b1d2f8c0e9a4357',
  kind: 'reservation',
  prefix: '2001:db8:1500:2600::/64',
  spaceId: 'DC1-production',
  vrfId: 'default',
  tenant: 'a-tenant-of-ours',
  clientId: 'acme-corporation',
  label: 'ACME production network',
  tags: [],
  since: '2026-01-05T10:00:00.500Z',
  until: '2026-11-05T10:00:00.500Z',
  actor: 'provisioning-saga',
};
const use = (spaceId: string, parentId: string | null, utilisation: number) => ({
  ...{ spaceId, parentId, utilisation, prefix: '172.16.0.0/16', holdings: 1_000 },
  ...{ allocated: String(utilisation * 1_000), reserved: '0', quarantined: '0' },
  free: String(1_000 - utilisation * 1_000),
});
const long = 'a-name-that-is-as-long-as-they-come';
const address = {
  ...{ addressId: long, networkId: 'net', kind: 'range', type: 'reserved', hostName: long },
  ...{ address: '2001:db8:1500:2600::1000', last: '2001:db8:1500:2600::2000' },
  ...{ mac: '48:8F:5A:00:00:01', description: null, since: holding.since },
};
const ANSWERS: Readonly<Record<string, object>> = {
  '/api/v1/ipam/spaces/pool/holdings': { holdings: [holding], next: null },
  '/api/v1/networks/net/ips': { addresses: [address], next: null },
  '/api/v1/ipam/vrfs': {
    vrfs: [{ vrfId: long, description: long.repeat(3), supernets: 12, pools: 345 }],
  },
  '/api/v1/ipam/supernets': {
    supernets: [
      {
        ...{ supernetId: long, vrfId: long, prefix: '2001:db8:1500::/40', role: long },
        ...{ datacenter: 'DC1', pools: 12 },
      },
    ],
  },
  '/api/v1/ipam/vlan-groups': {
    vlanGroups: [
      {
        ...{ vlanGroupId: long, datacenter: 'DC1', serviceVlan: 1000, first: 100, last: 2000 },
        ...{ held: 1901, quarantined: 1000, free: 1000 },
      },
    ],
  },
  '/api/v1/ipam/quotas': {
    quotas: [
      {
        ...{ tenant: long, maxNetworks: 1_000_000, networks: 999_999 },
        ...{ maxAddresses: 4_294_967_296, addresses: 4_294_967_296 },
      },
    ],
  },
  '/api/v1/ipam/number-pools': {
    numberPools: [
      {
        ...{ numberPoolId: long, kind: 'service-vlan', datacenter: 'DC1' },
        ...{ first: 4_200_000_000, last: 4_294_967_294, held: 1_000, free: 94_966_295 },
      },
    ],
  },
  '/api/v1/ipam/number-pools/asn/numbers': {
    numbers: [
      {
        ...{ numberId: long, numberPoolId: 'asn', number: 4_200_000_000, tenant: long },
        ...{ holder: long, since: holding.since },
      },
    ],
    next: null,
  },
  '/api/v1/ipam/who-has': { holdings: [holding] },
  '/api/v1/ipam/tree': {
    next: null,
    spaces: [
      use('pool', null, 0.5),
      use('box', 'pool', 0.7),
      use('inner', 'box', 1),
      use('last', 'pool', 0),
    ],
  },
};

let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(ANSWERS[path]));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
});

const run = (line: string, options?: TerminalOptions) => {
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return ferrule(['--api', api, '--data', 'nowhere', 'ipam', ...line.split(' ')], options);
};

it.each([
  ...['tree', 'whohas 2001:db8::1', 'whohas 2001:db8::1 --at 2026-11-01', 'held pool'],
  ...['ip list net', 'vrf list', 'supernet list', 'vlans list', 'quota list', 'numbers list'],
  'numbers show asn',
])('%s fits a terminal of 80 characters', async (line) => {
  const { code, out } = await run(line, { width: 80 });
  expect([code, out.split('\n').length > 1]).toEqual([0, true]);
  for (const row of out.split('\n')) expect(Array.from(row).length).toBeLessThanOrEqual(80);
});

it('a tree hangs what lies in something below it, and is red where it is full', async () => {
  const { out } = await run('tree', { colour: true });
  const rows = out.split('\n').slice(1);
  expect(rows.map((row) => row.slice(0, 12).trimEnd())).toEqual([
    ...['pool', '├─ box', '│  └─ inner', '└─ last'],
  ]);
  expect(rows.map((row) => /<(\w+)>/u.exec(row)?.[1])).toEqual(['green', 'yellow', 'red', 'green']);
});
