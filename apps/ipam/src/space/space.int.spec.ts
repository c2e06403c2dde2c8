import { describe, expect, it } from '@jest/globals';
import type { PoolData } from '@ferrule/ipam-contracts';
import { useDatabase } from '@ferrule/testing';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { CatalogView } from './catalog.view.ts';
import { SpaceView } from './space.view.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));
const view = () => ipam.instance().app.get(SpaceView);

const pool = (poolId: string, changed: Partial<PoolData> = {}): PoolData => ({
  poolId,
  vrfId: 'default',
  prefix: '10.0.0.0/16',
  datacenter: 'DC1',
  policy: 'lowest',
  types: ['storage'],
  quarantineSeconds: 0,
  ...changed,
});
const create = (poolId: string, changed: Partial<PoolData> = {}) =>
  ipam.run({ type: 'CreatePool', data: pool(poolId, changed) });
const allocate = (networkId: string, more: object = {}) =>
  ipam.run({
    type: 'AllocateNetwork',
    data: {
      networkId,
      clientId: 'acme-corp',
      type: 'storage',
      datacenter: 'DC1',
      size: '/24',
      enableDHCP: true,
      ...more,
    },
  });

describe('a pool', () => {
  it('serves the types that it names, and nothing else does', async () => {
    await create('storage', { vlanGroupId: 'DC1' });
    expect(await create('storage', { vlanGroupId: 'DC1' })).toHaveLength(1);
    expect(await allocate('s-1')).toMatchObject([{ data: { subnet: '10.0.0.0/24' } }]);
    expect(await allocate('p-1', { type: 'production' })).toMatchObject([
      { data: { subnet: '172.16.0.0/24' } },
    ]);
  });

  it('may have the addresses of another in a VRF of its own, and only there', async () => {
    await expect(create('again', { prefix: '10.0.128.0/17' })).rejects.toMatchObject({
      code: 'PREFIX_OVERLAPS',
      detail: { field: 'prefix' },
    });
    await ipam.run({ type: 'CreateVrf', data: { vrfId: 'blue' } });
    await create('blue', { vrfId: 'blue', datacenter: 'DC2', vlanGroupId: 'DC2' });
    const asked = { datacenter: 'DC2', poolId: 'blue' };
    expect(await allocate('b-1', asked)).toMatchObject([
      { data: { subnet: '10.0.0.0/24', vrfId: 'blue', serviceVlan: 1000 } },
    ]);
  });

  it.each<[string, Partial<PoolData>, string, string]>([
    ['host bits', { prefix: '10.9.0.1/16' }, 'PREFIX_INVALID', 'prefix'],
    ['a /33', { prefix: '10.9.0.0/33' }, 'PREFIX_INVALID', 'prefix'],
    ['an IPv6 prefix that is too large', { prefix: '2001::/16' }, 'PREFIX_TOO_LARGE', 'prefix'],
    ['an unknown VRF', { vrfId: 'red' }, 'VRF_NOT_FOUND', 'vrfId'],
    ['an unknown supernet', { supernetId: 'x' }, 'SUPERNET_NOT_FOUND', 'supernetId'],
    ['what lies outside', { supernetId: 'DC1' }, 'PREFIX_OUTSIDE_SUPERNET', 'prefix'],
    ['foreign VLANs', { vlanGroupId: 'DC2' }, 'DATACENTER_MISMATCH', 'vlanGroupId'],
    ['an unknown tenant', { tenant: 'nobody' }, 'TENANT_UNKNOWN', 'tenant'],
    ['alignment without VLANs', { policy: 'aligned' }, 'VLAN_GROUP_MISSING', 'vlanGroupId'],
  ])('is not created with %s', async (_, wrong, code, field) => {
    await expect(create('wrong', { prefix: '10.9.0.0/16', ...wrong })).rejects.toMatchObject({
      code,
      detail: { field },
    });
    expect(await ipam.query(`select 1 from space where id = 'wrong'`)).toEqual([]);
  });

  it('is adjusted, and retired once nothing is held in it', async () => {
    const data = { poolId: 'storage', policy: 'best-fit', quarantineSeconds: 0 } as const;
    await ipam.run({ type: 'AdjustPool', data });
    expect(await view().pool({ poolId: 'storage' })).toMatchObject({ policy: 'best-fit' });
    const retire = { type: 'RetirePool', data: { poolId: 'storage' } } as const;
    await expect(ipam.run(retire)).rejects.toMatchObject({ code: 'POOL_IN_USE' });
    await ipam.run({ type: 'ReleaseNetwork', data: { networkId: 's-1', reason: 'done' } });
    expect((await ipam.run(retire)).at(-1)).toMatchObject({ type: 'PoolRetired' });
    await create('anew', { prefix: '10.0.0.0/17', vlanGroupId: 'DC1' });
    expect(await allocate('s-2')).toMatchObject([{ data: { poolId: 'anew' } }]);
  });

  it('that is aligned gives VLAN 150 its 172.16.150.0/24, and goes on where it cannot', async () => {
    const group = {
      vlanGroupId: 'odd',
      datacenter: 'DC3',
      serviceVlan: null,
      first: 150,
      last: 999,
    };
    await ipam.run({ type: 'CreateVlanGroup', data: group });
    const more = { datacenter: 'DC3', vlanGroupId: 'odd', policy: 'aligned', types: [] } as const;
    await create('aligned', { ...more, prefix: '10.3.0.0/16' });
    const here = { datacenter: 'DC3' };
    expect(await allocate('a-1', here)).toMatchObject([
      { data: { vlanId: 150, subnet: '10.3.150.0/24' } },
    ]);
    expect(await allocate('a-2', { ...here, vlanId: 155 })).toMatchObject([
      { data: { vlanId: 155, subnet: '10.3.155.0/24' } },
    ]);
    expect(await allocate('a-3', { ...here, subnet: '10.3.177.0/24' })).toMatchObject([
      { data: { vlanId: 177, subnet: '10.3.177.0/24' } },
    ]);
    expect(await allocate('a-4', { ...here, vlanId: 500 })).toMatchObject([
      { data: { vlanId: 500, subnet: '10.3.151.0/24' } },
    ]);
  });
});

describe('a network of both families', () => {
  it('gets its prefixes and its VLAN at once, or nothing', async () => {
    expect(await allocate('d-0', { ipv6Size: '/64' })).toMatchObject([
      { data: { code: 'POOL_NOT_FOUND', field: 'ipv6Size' } },
    ]);
    await create('v6', { prefix: '2001:db8::/63', policy: 'sparse', types: [] });
    expect(await allocate('d-1', { type: 'production', ipv6Size: '/64' })).toMatchObject([
      {
        data: {
          subnet: '172.16.1.0/24',
          prefixes: [
            { prefix: '172.16.1.0/24', poolId: 'DC1-production' },
            { prefix: '2001:db8::/64', gateway: '2001:db8::1', poolId: 'v6' },
          ],
        },
      },
    ]);
    await allocate('d-2', { type: 'production', ipv6Size: '/64' });
    expect(await allocate('d-3', { type: 'production', ipv6Size: '/64' })).toMatchObject([
      { data: { code: 'PREFIX_EXHAUSTED', field: 'ipv6Size', largestFree: null } },
    ]);
    const held = await ipam.query<{ n: number }>(
      `select count(*)::integer as n from held where id in ('d-1', 'd-2', 'd-3')`,
    );
    expect(held).toEqual([{ n: 4 }]);
  });
});

describe('a VLAN group', () => {
  it.each<[string, object, string]>([
    ['VLAN 0', { first: 0 }, 'first'],
    ['VLAN 1', { first: 1 }, 'first'],
    ['VLAN 4095', { last: 4095 }, 'last'],
    ['a negative VLAN', { first: -5 }, 'first'],
    ['a service VLAN of 4095', { serviceVlan: 4095 }, 'serviceVlan'],
    ['an end before its beginning', { first: 20, last: 10 }, 'last'],
  ])('is not created with %s', async (_, wrong, field) => {
    const data = { vlanGroupId: 'g', datacenter: 'DC4', serviceVlan: null, first: 2, last: 9 };
    await expect(
      ipam.run({ type: 'CreateVlanGroup', data: { ...data, ...wrong } }),
    ).rejects.toMatchObject({ detail: { field } });
  });

  it('has none of the VLANs of another behind the same service tag', async () => {
    const data = {
      vlanGroupId: 'more',
      datacenter: 'DC1',
      serviceVlan: null,
      first: 2000,
      last: 2100,
    };
    await expect(ipam.run({ type: 'CreateVlanGroup', data })).rejects.toMatchObject({
      code: 'VLANS_OVERLAP',
    });
    await ipam.run({ type: 'CreateVlanGroup', data: { ...data, serviceVlan: 7 } });
    expect(await ipam.instance().app.get(CatalogView).vlanGroups()).toMatchObject({
      vlanGroups: expect.arrayContaining([
        expect.objectContaining({ vlanGroupId: 'more', serviceVlan: 7, free: 101, held: 0 }),
      ]),
    });
  });
});

describe('a quota', () => {
  it('counts what a tenant has, and refuses what is more', async () => {
    const quota = { tenant: 'small', maxNetworks: 2, maxAddresses: 300 };
    const by = { tenant: 'small' };
    const ask = (networkId: string, size: string) =>
      ipam.run(
        {
          type: 'AllocateNetwork',
          data: {
            networkId,
            clientId: 'c',
            type: 'production',
            datacenter: 'DC1',
            size,
            enableDHCP: false,
          },
        },
        by,
      );
    await ask('q-1', '/24');
    await ipam.run({ type: 'SetTenantQuota', data: quota });
    expect(await ask('q-2', '/25')).toMatchObject([
      { data: { code: 'QUOTA_EXCEEDED', field: 'size', current: 256, maximum: 300 } },
    ]);
    expect(await ask('q-3', '/30')).toMatchObject([{ type: 'NetworkAllocated' }]);
    expect(await ask('q-4', '/30')).toMatchObject([
      { data: { code: 'QUOTA_EXCEEDED', resource: 'networks', current: 2, maximum: 2 } },
    ]);
    await ipam.run({ type: 'ReleaseNetwork', data: { networkId: 'q-1', reason: 'x' } }, by);
    expect(await ask('q-5', '/25')).toMatchObject([{ type: 'NetworkAllocated' }]);
  });
});

describe('the utilisation tree', () => {
  it('says of every space how much of it is held, and adds up', async () => {
    const { spaces } = await view().tree({});
    expect(spaces.find(({ spaceId }) => spaceId === 'v6')).toMatchObject({
      total: String(2n ** 65n),
      allocated: String(2n ** 65n),
      free: '0',
      utilisation: 1,
    });
    for (const { total, allocated, reserved, quarantined, free } of spaces)
      expect(BigInt(allocated) + BigInt(reserved) + BigInt(quarantined) + BigInt(free)).toBe(
        BigInt(total),
      );
    const { blocks } = await view().freeBlocks({ spaceId: 'aligned', limit: 3 });
    expect(blocks[0]).toEqual({ prefix: '10.3.0.0/17', addresses: '32768' });
  });
});
