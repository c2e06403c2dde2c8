import { describe, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { NetworkView } from './network.view.ts';
import { ProvisionedConsumer } from './provisioned.consumer.ts';

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
