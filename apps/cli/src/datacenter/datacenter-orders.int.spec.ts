import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATACENTER_EXAMPLE } from '@ferrule/inventory-contracts';
import { leakGuard } from '@ferrule/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';

leakGuard();

const api = useAnsweringApi();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-dc-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sent = () => api.seen.map(({ body }) => (body === '' ? null : (JSON.parse(body) as object)));

const POST = 'POST /api/v1/datacenters';
const PATCH = 'PATCH /api/v1/datacenters/DC1';
const REGISTER =
  'dc register DC3 --uplink sfp1 --management 172.16.10.0/24 --supernet 172.24.0.0/16 172.25.0.0/16';
const least = {
  ...{ name: 'DC3', uplink: 'sfp1', management: ['172.16.10.0/24'], datacenterId: 'DC3' },
  supernets: ['172.24.0.0/16', '172.25.0.0/16'],
};

describe('dc register', () => {
  it('sends what was said, and shows the datacenter as it is', async () => {
    api.answers = { [POST]: [{ status: 201, body: DATACENTER_EXAMPLE }] };
    const { code, out } = await api.run(`${REGISTER} --vlan --resolver 9.9.9.9 --internet ether1`);
    expect([code, out.split('\n')[0]]).toEqual([0, 'DC1 is active']);
    await api.run(`${REGISTER} --qinq 1000 --as 65001 --bgp-router-id 10.255.3.1`);
    expect(sent()).toEqual([
      {
        ...{ ...least, encapsulation: { kind: 'vlan' } },
        ...{ resolver: { servers: ['9.9.9.9'] }, internet: { interface: 'ether1' } },
      },
      {
        ...{ ...least, encapsulation: { kind: 'qinq', serviceVlan: 1000 } },
        bgp: { as: 65_001, routerId: '10.255.3.1', peers: [] },
      },
    ]);
  });

  it('sends nothing that contradicts itself', async () => {
    for (const [more, err] of [
      ['--vlan --qinq 1000', 'either --vlan or --qinq'],
      ['--ether-type 0x88a8', '--ether-type goes with --qinq'],
      ['--peer dc2', 'must be --peer NAME=ADDRESS,AS'],
      ['--peer dc2=10.0.0.1,as', 'must be --peer NAME=ADDRESS,AS'],
      ['--peer-key dc2=/dev/null', 'there is no BGP peer dc2'],
    ] as const)
      expect(await api.run(`${REGISTER} ${more}`)).toMatchObject({
        code: 2,
        err: expect.stringContaining(err),
      });
    expect(api.seen).toEqual([]);
  });
});

describe('dc configure', () => {
  it('sends what changes, and what goes back to its default', async () => {
    api.answers = { [PATCH]: [{ body: DATACENTER_EXAMPLE }] };
    await api.run('dc configure DC1 --dns-zone dc1.example --no-bridge --no-internet --no-bgp');
    expect(sent()).toEqual([
      { dnsZones: ['dc1.example'], bridge: null, internet: null, bgp: null },
    ]);
    expect((await api.run('dc configure DC1')).code).toBe(2);
  });

  it('gives a BGP peer another key from a file, and lets the others keep theirs', async () => {
    const peers = [
      { name: 'dc2', address: '10.255.2.1', as: 65_001, md5: true },
      { name: 'isp', address: '192.0.2.1', as: 64_500, md5: false },
    ];
    const bgp = { as: 65_001, routerId: '10.255.1.1', peers };
    api.answers = {
      'GET /api/v1/datacenters/DC1': [{ body: { ...DATACENTER_EXAMPLE, bgp } }],
      [PATCH]: [{ body: DATACENTER_EXAMPLE }],
    };
    const key = join(folder, 'isp.key');
    await writeFile(key, 'tcp md5\n');
    const { code, out, err } = await api.run(`dc configure DC1 --peer-key isp=${key}`);
    expect([code, `${out}${err}`.includes('tcp md5')]).toEqual([0, false]);
    await api.run('dc configure DC1 --peer dc2=10.255.2.9,65001');
    expect(sent().filter(Boolean)).toEqual([
      {
        bgp: {
          ...{ as: 65_001, routerId: '10.255.1.1' },
          peers: [
            { name: 'dc2', address: '10.255.2.1', as: 65_001, md5: true },
            { name: 'isp', address: '192.0.2.1', as: 64_500, md5Key: 'tcp md5' },
          ],
        },
      },
      {
        bgp: {
          ...{ as: 65_001, routerId: '10.255.1.1' },
          peers: [{ name: 'dc2', address: '10.255.2.9', as: 65_001, md5: true }],
        },
      },
    ]);
  });
});

describe('dc maintenance', () => {
  it('begins with a reason, and ends', async () => {
    const path = '/api/v1/datacenters/DC1/maintenance';
    const held = { ...DATACENTER_EXAMPLE, maintenanceReason: 'power' };
    api.answers = {
      [`POST ${path}`]: [{ body: held }],
      [`DELETE ${path}`]: [{ body: DATACENTER_EXAMPLE }],
    };
    expect((await api.run('dc maintenance DC1 --reason power')).out).toContain(
      'DC1 is in maintenance: power',
    );
    expect((await api.run('dc maintenance DC1 --end')).out).toContain('DC1 is active');
    expect((await api.run('dc maintenance DC1')).code).toBe(2);
    expect(sent()).toEqual([{ reason: 'power' }, null]);
  });
});
