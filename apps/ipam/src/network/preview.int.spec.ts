import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AllocateNetworkData, PoolData } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { useDatabase } from '@ferrule/testing';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { NetworkView } from './network.view.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));

type Asked = Omit<AllocateNetworkData, 'networkId' | 'clientId'>;
const wish = (changed: Partial<Asked> = {}): Asked => ({
  ...{ type: 'production', datacenter: 'DC1', size: '/24', enableDHCP: true },
  ...changed,
});
const preview = (asked: Asked, tenant = 'acme') =>
  ipam
    .instance()
    .app.get(NetworkView)
    .preview({ tenant, ...asked });
/** Why it would not be, without when it was asked. */
const refusalOf = async (asked: Asked, tenant?: string) => {
  const error = await preview(asked, tenant).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof Rejection)) throw new Error('nothing refused it', { cause: error });
  return { code: error.code, message: error.message, ...error.detail };
};
let made = 0;
const allocate = async (asked: Asked, tenant = 'acme') => {
  const networkId = `n-${(made += 1)}`;
  const [event] = await ipam.run(
    { type: 'AllocateNetwork', data: { networkId, clientId: 'c', ...asked } },
    { tenant },
  );
  return { networkId, ...event };
};
const pool = (poolId: string, prefix: string, more: Partial<PoolData> = {}) =>
  ipam.run({
    type: 'CreatePool',
    data: {
      ...{ poolId, vrfId: 'default', prefix, datacenter: 'DC1', policy: 'lowest' as const },
      ...{ types: [poolId], quarantineSeconds: 0, vlanGroupId: 'DC1', ...more },
    },
  });
const fill = (prefixId: string, spaceId: string, prefix: string) =>
  ipam.run({ type: 'AllocatePrefix', data: { prefixId, spaceId, kind: 'prefix', prefix } });

beforeAll(async () => {
  await pool('tiny', '10.1.0.0/24');
  await fill('half', 'tiny', '10.1.0.0/25');
  await pool('crumbs', '10.2.0.0/30');
  for (const n of [0, 2]) await fill(`crumb-${n}`, 'crumbs', `10.2.0.${n}/32`);
  await pool('six', '2001:db8::/63', { policy: 'sparse' });
  await fill('six-a', 'six', '2001:db8::/64');
  await pool('links', '2001:db8:1::/63');
  for (const [n, prefix] of ['2001:db8:1::/64', '2001:db8:1:1::/65'].entries())
    await fill(`link-${n}`, 'links', prefix);
  const group = { vlanGroupId: 'two', datacenter: 'DC1', serviceVlan: 7, first: 10, last: 11 };
  await ipam.run({ type: 'CreateVlanGroup', data: group });
  await pool('few', '10.3.0.0/16', { vlanGroupId: 'two', quarantineSeconds: 3_600 });
  const quota = { tenant: 'small', maxNetworks: 5, maxAddresses: 100 };
  await ipam.run({ type: 'SetTenantQuota', data: quota });
});

describe('a preview', () => {
  it('gives what an allocation then gives, and takes nothing', async () => {
    const asked = wish({ size: '/25', ipv6Size: '/64', type: 'six' });
    await pool('four', '10.4.0.0/16', { types: ['six'] });
    const first = await preview(asked);
    expect(await preview(asked)).toEqual(first);
    const { data } = await allocate(asked);
    expect(data).toMatchObject({
      ...{ subnet: first.subnet, vlanId: first.vlanId, gateway: first.gateway },
      dhcpRange: first.dhcpRange,
      prefixes: [{ prefix: first.subnet }, { prefix: first.ipv6, gateway: first.ipv6Gateway }],
    });
  });

  it('sees what has been in quarantine long enough, as an allocation does', async () => {
    const asked = wish({ type: 'few', size: '/16' });
    const { networkId } = await allocate(asked);
    await ipam.run({ type: 'ReleaseNetwork', data: { networkId, reason: 'done' } });
    expect(await refusalOf(asked)).toMatchObject({ code: 'PREFIX_EXHAUSTED' });
    await ipam.query(`update held set free_from = now() where kind = 'quarantine'`);
    expect(await preview(asked)).toMatchObject({ subnet: '10.3.0.0/16' });
    const again = await allocate(asked);
    expect(again).toMatchObject({ data: { subnet: '10.3.0.0/16' } });
    await ipam.run({
      type: 'ReleaseNetwork',
      data: { networkId: again.networkId, reason: 'done' },
    });
    await ipam.query(`update held set free_from = now() where kind = 'quarantine'`);
    await ipam.query(`update vlan set free_from = now() where group_id = 'two'`);
  });

  it.each<[string, Partial<Asked>, string, string]>([
    ['no pool', { datacenter: 'DC9' }, 'DATACENTER_NOT_FOUND', 'acme'],
    ['another pool', { poolId: 'none' }, 'POOL_NOT_FOUND', 'acme'],
    ['what is full', { type: 'tiny' }, 'PREFIX_EXHAUSTED', 'acme'],
    [
      'what is held',
      { type: 'tiny', size: '/26', subnet: '10.1.0.0/26' },
      'PREFIX_NOT_FREE',
      'acme',
    ],
    ['what lies elsewhere', { subnet: '10.9.0.0/24' }, 'PREFIX_OUTSIDE_POOL', 'acme'],
    ['a VLAN that is not there', { vlanId: 2_001 }, 'VLAN_OUTSIDE_GROUP', 'acme'],
    ['IPv6 that is full', { size: '/63', type: 'six' }, 'PREFIX_EXHAUSTED', 'acme'],
    ['more than a tenant may have', { size: '/25' }, 'QUOTA_EXCEEDED', 'small'],
  ])('refuses %s with the words of an allocation', async (_, changed, code, tenant) => {
    const asked = wish(changed);
    const refusal = await refusalOf(asked, tenant);
    expect(refusal).toMatchObject({ code, field: expect.any(String) });
    const { data } = await allocate(asked, tenant);
    expect(data).toMatchObject(refusal);
  });

  it.each<[string, object, string]>([
    ['VLAN 1', { vlanId: 1 }, 'vlanId'],
    ['VLAN 4095', { vlanId: 4_095 }, 'vlanId'],
    ['a size of IPv6 that is none', { ipv6Size: '/12' }, 'ipv6Size'],
    ['a size of /33', { size: '/33' }, 'size'],
  ])('refuses %s with the rules of an allocation', async (_, changed, field) => {
    expect(await refusalOf({ ...wish(), ...changed })).toMatchObject({
      ...{ code: 'VALIDATION_FAILED', field },
    });
  });
});

describe('whoever finds a pool full', () => {
  it('hears which, how full, how scattered, what still fits and what would free some', async () => {
    expect(await refusalOf(wish({ type: 'tiny' }))).toMatchObject({
      message:
        'pool tiny (10.1.0.0/24) has no free /24: 50 % of it is taken, and the largest block that is free is a /25',
      suggestion:
        'ask for a /25 or smaller, which still fits, or release a network that is no longer used',
      ...{ resource: 'addresses', current: 128, maximum: 256, rangeStart: '10.1.0.0/24' },
      ...{ largestFree: '/25', fragmentation: 0, quarantined: 0, freeAt: null },
    });
  });

  it('is not told to ask for what no network may be', async () => {
    expect(await refusalOf(wish({ type: 'crumbs', size: '/30' }))).toMatchObject({
      ...{ largestFree: '/32', fragmentation: 0.5, current: 2, maximum: 4 },
      suggestion: 'release a network that is no longer used',
    });
    expect(await refusalOf(wish({ type: 'links', size: '/64' }))).toMatchObject({
      message: expect.stringContaining('75 % of it is taken'),
      suggestion:
        'ask for a /127 or smaller, which still fits, or release a network that is no longer used',
      largestFree: '/65',
    });
  });

  it('hears the same of VLANs', async () => {
    const asked = wish({ type: 'few', size: '/28' });
    const { networkId } = await allocate(asked);
    await allocate(asked);
    const full = {
      ...{ code: 'VLAN_EXHAUSTED', resource: 'vlans', current: 2, maximum: 2 },
      ...{ rangeStart: '10', rangeEnd: '11' },
    };
    expect(await refusalOf(asked)).toMatchObject({
      ...full,
      message: 'pool few has no free VLAN between 10 and 11',
      suggestion: expect.stringContaining('release a network'),
      quarantined: 0,
    });
    await ipam.run({ type: 'ReleaseNetwork', data: { networkId, reason: 'done' } });
    expect(await refusalOf(asked)).toMatchObject({
      ...full,
      suggestion: expect.stringMatching(/^wait until 20.*comes out of quarantine/),
      quarantined: 1,
      freeAt: expect.stringMatching(/^20/),
    });
  });
});
