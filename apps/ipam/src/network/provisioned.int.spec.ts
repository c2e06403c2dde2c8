import { describe, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { NetworkView } from './network.view.ts';
import { ProvisionedConsumer } from './provisioned.consumer.ts';
import { RemovalConsumer } from './removal.consumer.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));

const allocate = (networkId: string) =>
  ipam.run({
    type: 'AllocateNetwork',
    data: {
      networkId,
      clientId: 'acme-corp',
      type: 'production',
      datacenter: 'DC1',
      size: '/24',
      enableDHCP: true,
    },
  });
const release = (networkId: string) =>
  ipam.run({ type: 'ReleaseNetwork', data: { networkId, reason: 'no longer needed' } });
const completed = (networkId: string, status: string, time = '2026-11-20T10:00:00.000Z') =>
  ipam
    .instance()
    .app.get(ProvisionedConsumer)
    .provisioned({ time, body: JSON.stringify({ networkId, status }) });
const at = (minute: number): string => `2026-11-20T12:0${minute}:00.000Z`;
const removal = (what: 'begun' | 'failed', networkId: string, minute: number) => {
  const consumer = ipam.instance().app.get(RemovalConsumer);
  return consumer[what]({ time: at(minute), body: JSON.stringify({ networkId }) });
};
const statusOf = async (networkId: string) =>
  (await ipam.instance().app.get(NetworkView).get({ networkId })).status;

describe('a network', () => {
  it('is allocated until provisioning says that a router carries it, however often that is heard', async () => {
    await allocate('one');
    expect(await statusOf('one')).toBe('allocated');
    await completed('one', 'provisioned');
    await completed('one', 'provisioned', '2026-11-20T11:00:00.000Z');
    expect(await statusOf('one')).toBe('provisioned');
    const [row] = await ipam.query<{ at: Date }>(
      `select provisioned_at as at from ipam.network where id = 'one'`,
    );
    expect(row?.at.toISOString()).toBe('2026-11-20T10:00:00.000Z');
  });

  it('stays allocated when its job ended with the addresses alone', async () => {
    await allocate('two');
    await completed('two', 'allocated');
    expect(await statusOf('two')).toBe('allocated');
  });

  it('is released in the end, also when it is heard late that it was provisioned', async () => {
    await allocate('three');
    await release('three');
    await completed('three', 'provisioned');
    expect(await statusOf('three')).toBe('released');
  });
});

describe('a network that is taken down', () => {
  it('says so until it is released', async () => {
    await allocate('four');
    await completed('four', 'provisioned');
    await removal('begun', 'four', 1);
    expect(await statusOf('four')).toBe('deprovisioning');
    await release('four');
    expect(await statusOf('four')).toBe('released');
  });

  it('is what it was when that has failed, in whatever order it is heard', async () => {
    await allocate('five');
    await completed('five', 'provisioned');
    await removal('failed', 'five', 2);
    await removal('begun', 'five', 1);
    expect(await statusOf('five')).toBe('provisioned');
    await removal('begun', 'five', 3);
    await removal('failed', 'five', 2);
    expect(await statusOf('five')).toBe('deprovisioning');
  });
});

describe('what attaching a machine needs', () => {
  it('is told of a network of both families, with the zone of its names', async () => {
    await ipam.run({
      type: 'CreatePool',
      data: {
        ...{ poolId: 'six', vrfId: 'default', datacenter: 'DC1', prefix: '2001:db8::/48' },
        ...{ policy: 'lowest', types: [], quarantineSeconds: 60 },
      },
    });
    await ipam.run({
      type: 'AllocateNetwork',
      data: {
        ...{ networkId: 'dual', clientId: 'acme-corp', type: 'production', datacenter: 'DC1' },
        ...{ size: '/24', ipv6Size: '/56', vrfId: 'default', enableDHCP: true },
      },
    });
    const body = JSON.stringify({ networkId: 'dual', status: 'provisioned', dnsZone: 'dc1.test' });
    await ipam
      .instance()
      .app.get(ProvisionedConsumer)
      .provisioned({ time: at(0), body });
    expect(await ipam.instance().app.get(NetworkView).get({ networkId: 'dual' })).toMatchObject({
      ipv6: '2001:db8::/56',
      ipv6Subnet: '2001:db8::/64',
      ipv6Gateway: '2001:db8::1',
      dnsZone: 'dc1.test',
    });
  });

  it('is not taken from another VRF than the one that was asked for', async () => {
    const events = await ipam.run({
      type: 'AllocateNetwork',
      data: {
        ...{ networkId: 'apart', clientId: 'acme-corp', type: 'production', datacenter: 'DC1' },
        ...{ size: '/24', vrfId: 'acme', enableDHCP: true },
      },
    });
    expect(events.at(-1)).toMatchObject({
      type: 'NetworkAllocationRefused',
      data: { code: 'POOL_NOT_FOUND', field: 'vrfId' },
    });
  });
});

describe('a network that is being taken down', () => {
  const attach = (addressId: string) =>
    ipam.run({ type: 'AttachAddress', data: { networkId: 'going', addressId, type: 'vm' } });
  const reserve = () =>
    ipam.run({
      type: 'ReserveRange',
      data: {
        ...{ networkId: 'going', addressId: 'range' },
        ...{ first: '172.16.0.20', last: '172.16.0.22' },
      },
    });

  it('gives no more addresses, until its removal has failed', async () => {
    await allocate('going');
    await attach('early');
    await removal('begun', 'going', 1);
    const refusal = {
      code: 'NETWORK_GOING',
      message: 'network going is being taken down',
      detail: { field: 'networkId' },
    };
    await expect(attach('late')).rejects.toMatchObject(refusal);
    await expect(reserve()).rejects.toMatchObject(refusal);
    // Who had it before hears the same again, and may give it back.
    expect(await attach('early')).toMatchObject([{ type: 'AddressAttached' }]);
    await ipam.run({ type: 'ReleaseAddress', data: { networkId: 'going', addressId: 'early' } });
    await removal('failed', 'going', 2);
    expect(await attach('late')).toMatchObject([{ type: 'AddressAttached' }]);
  });
});
