import { describe, expect, it } from '@jest/globals';
import type { AllocateNetworkData, IpamEvent } from '@ferrule/ipam-contracts';
import { networkStream } from '@ferrule/ipam-domain';
import { useDatabase } from '@ferrule/testing';
import { DueSweeper } from '../space/due-sweeper.ts';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { NetworkHandler } from './network.handler.ts';

const INSTANCES = 4;
const ipam = useIpam(useDatabase(IPAM_DATABASE), INSTANCES);

const networks = (by = 0) => ipam.instance(by).app.get(NetworkHandler);

const meta = { correlationId: 'job-1', actor: 'ada', tenant: 'acme' };
let messages = 0;
const delivery = (message = `m-${(messages += 1)}`) => ({
  meta,
  once: { consumer: 'ipam-commands', message },
});
const wish = (networkId: string, changed: Partial<AllocateNetworkData> = {}) => ({
  type: 'AllocateNetwork' as const,
  data: {
    networkId,
    clientId: 'acme-corp',
    type: 'production',
    datacenter: 'DC1',
    size: '/24',
    enableDHCP: true,
    ...changed,
  },
});
const events = (networkId: string) =>
  ipam.instance().store.readStream<IpamEvent>(networkStream(networkId));
const allocate = async (networkId: string, changed: Partial<AllocateNetworkData> = {}, by = 0) => {
  await networks(by).allocate(wish(networkId, changed), delivery());
  const [event] = await events(networkId);
  return event;
};
const release = async (networkId: string) => {
  const data = { networkId, reason: 'no longer needed' };
  await networks().release({ type: 'ReleaseNetwork', data }, delivery());
};

describe('allocating a network', () => {
  it('takes the first free block and VLAN of the pool', async () => {
    expect(await allocate('first')).toMatchObject({
      type: 'NetworkAllocated',
      data: { subnet: '172.16.0.0/24', vlanId: 100, gateway: '172.16.0.1' },
    });
    expect(await allocate('second', { size: '/25' })).toMatchObject({
      data: { subnet: '172.16.1.0/25', vlanId: 101 },
    });
    expect(await allocate('third')).toMatchObject({ data: { subnet: '172.16.2.0/24' } });
    expect(await allocate('fourth', { size: '/25' })).toMatchObject({
      data: { subnet: '172.16.1.128/25' },
    });
    expect(await allocate('elsewhere', { datacenter: 'DC2' })).toMatchObject({
      data: { subnet: '172.20.0.0/24', vlanId: 100, serviceVlan: 1000 },
    });
  });

  it('uses again what was released', async () => {
    await release('second');
    expect(await allocate('fifth', { size: '/25' })).toMatchObject({
      data: { subnet: '172.16.1.0/25', vlanId: 101 },
    });
  });

  it('happens once for five deliveries of one message', async () => {
    for (let n = 0; n < 5; n += 1)
      await networks(n % INSTANCES).allocate(wish('five'), delivery('the-same'));
    expect(await events('five')).toHaveLength(1);
  });

  it('never gives two instances the same, although they decide without each other', async () => {
    await Promise.all(
      Array.from({ length: 48 }, (_, n) => allocate(`raced-${n}`, { size: '/26' }, n % INSTANCES)),
    );
    const rows = await ipam.query(
      `select count(*)::int as networks, count(distinct vlan_id)::int as vlans,
         (select count(*)::int from network a join network b
            on a.id < b.id and a.datacenter = b.datacenter and a.subnet && b.subnet
            and a.status = 'allocated' and b.status = 'allocated') as pairs
       from network where id like 'raced-%'`,
    );
    expect(rows).toEqual([{ networks: 48, vlans: 48, pairs: 0 }]);
  });

  it('takes the prefix and the VLAN that are asked for, or says who has them', async () => {
    expect(await allocate('chosen', { subnet: '172.16.77.0/24', vlanId: 777 })).toMatchObject({
      type: 'NetworkAllocated',
      data: { subnet: '172.16.77.0/24', vlanId: 777 },
    });
    expect(await allocate('again', { subnet: '172.16.77.0/24' })).toMatchObject({
      data: { code: 'PREFIX_NOT_FREE', field: 'subnet' },
    });
    expect(await allocate('same-vlan', { vlanId: 777 })).toMatchObject({
      data: { code: 'VLAN_NOT_FREE', field: 'vlanId' },
    });
    expect(await allocate('outside', { subnet: '10.0.0.0/24' })).toMatchObject({
      data: { code: 'PREFIX_OUTSIDE_POOL', field: 'subnet' },
    });
    expect(await allocate('beyond', { vlanId: 2001 })).toMatchObject({
      data: { code: 'VLAN_OUTSIDE_GROUP', field: 'vlanId', rangeStart: '100', rangeEnd: '2000' },
    });
  });

  it('that asks for host bits is no command', async () => {
    await expect(allocate('crooked', { subnet: '172.16.78.1/24' })).rejects.toMatchObject({
      code: 'PREFIX_INVALID',
      detail: { field: 'subnet' },
      message: '172.16.78.1/24 has host bits set; the prefix is 172.16.78.0/24',
    });
  });

  it('is refused with what is full, how full, and what would help', async () => {
    expect(await allocate('too-large', { size: '/16' })).toMatchObject({
      type: 'NetworkAllocationRefused',
      data: {
        code: 'PREFIX_EXHAUSTED',
        field: 'size',
        resource: 'addresses',
        maximum: 65_536,
        rangeStart: '172.16.0.0/16',
        largestFree: '/17',
        fragmentation: expect.any(Number),
        suggestion: expect.stringContaining('ask for a /17 or smaller, which still fits'),
      },
    });
    expect(await allocate('nowhere', { datacenter: 'DC9' })).toMatchObject({
      data: { code: 'DATACENTER_NOT_FOUND', field: 'datacenter' },
    });
    expect(await allocate('ipv6', { size: '/64' })).toMatchObject({
      data: { code: 'DATACENTER_NOT_FOUND' },
    });
  });
});

describe('releasing a network', () => {
  it('is refused to a tenant that does not have it', async () => {
    await allocate('ours');
    await networks().release(
      { type: 'ReleaseNetwork', data: { networkId: 'ours', reason: 'mine now' } },
      { ...delivery(), meta: { ...meta, tenant: 'somebody-else' } },
    );
    expect((await events('ours')).at(-1)).toMatchObject({
      type: 'NetworkReleaseRefused',
      data: { code: 'NOT_THE_OWNER' },
    });
  });

  it('that overtakes its allocation closes it', async () => {
    await release('early');
    await allocate('early');
    expect((await events('early')).map(({ type }) => type)).toEqual([
      'NetworkReleased',
      'NetworkAllocationRefused',
    ]);
  });

  it('at the same time as its allocation gives everything back, or closes it', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `both-${n}`);
    await Promise.all(
      ids.flatMap((id, n) => {
        const data = { networkId: id, reason: 'undone' };
        const undo = networks((n + 1) % INSTANCES);
        return [
          allocate(id, { size: '/28' }, n % INSTANCES),
          undo.release({ type: 'ReleaseNetwork', data }, delivery()),
        ];
      }),
    );
    expect(await ipam.query(`select id from held where id like 'both-%'`)).toEqual([]);
    expect(await ipam.query(`select vlan from vlan where network_id like 'both-%'`)).toEqual([]);
  });

  it('keeps addresses and VLAN from everybody until their quarantine is over', async () => {
    await ipam.query(`update space set quarantine_seconds = 3600 where id = 'DC2-production'`);
    expect(await allocate('kept', { datacenter: 'DC2', size: '/20' })).toMatchObject({
      data: { subnet: '172.20.16.0/20', vlanId: 101 },
    });
    await release('kept');
    expect(await allocate('next', { datacenter: 'DC2', size: '/20' })).toMatchObject({
      data: { subnet: '172.20.32.0/20', vlanId: 102 },
    });
    expect(await allocate('all', { datacenter: 'DC2', size: '/16' })).toMatchObject({
      data: {
        quarantined: 4096,
        freeAt: expect.stringMatching(/^20/),
        suggestion: expect.stringContaining('comes out of quarantine'),
      },
    });
    await ipam.query(`update held set free_from = now() where kind = 'quarantine'`);
    await ipam.query(`update vlan set free_from = now() where vlan = 101`);
    expect(await allocate('then', { datacenter: 'DC2', size: '/20' })).toMatchObject({
      data: { subnet: '172.20.16.0/20', vlanId: 101 },
    });
  });
});

describe('what has been in quarantine long enough', () => {
  it('is free again, although nobody asks for anything', async () => {
    await ipam.query(`update space set quarantine_seconds = 3600 where id = 'DC2-production'`);
    await allocate('idle', { datacenter: 'DC2', size: '/20' });
    await release('idle');
    const sweeper = ipam.instance().app.get(DueSweeper);
    const quarantined = () =>
      ipam.query(`select quarantined::integer from space where id = 'DC2-production'`);
    await sweeper.sweep();
    expect(await quarantined()).toEqual([{ quarantined: 4096 }]);
    await ipam.query(`update held set free_from = now() where kind = 'quarantine'`);
    await sweeper.sweep();
    expect(await quarantined()).toEqual([{ quarantined: 0 }]);
  });
});

describe('the database', () => {
  it('refuses an overlap, whatever the code does', async () => {
    await expect(
      ipam.query(`insert into held (id, space, prefix, kind, stream, tenant)
        select 'by-hand', space, '172.16.0.128/25', kind, stream, tenant from held where id = 'first'`),
    ).rejects.toMatchObject({ constraint: 'held_no_overlap' });
    await expect(
      ipam.query(`insert into held (id, space, prefix, kind, stream, tenant)
        select 'by-hand', space, '172.20.200.0/24', kind, stream, tenant from held where id = 'first'`),
    ).rejects.toMatchObject({ constraint: 'held_inside' });
    await expect(
      ipam.query(`insert into space (id, kind, vrf_id, prefix)
        values ('by-hand', 'pool', 'default', '172.16.128.0/24')`),
    ).rejects.toMatchObject({ constraint: 'pool_no_overlap' });
  });

  it('refuses a VLAN twice, whatever the code does', async () => {
    await expect(
      ipam.query(`insert into network (id, pool_id, client_id, tenant, type, datacenter, size,
          subnet, vlan_id, gateway, status)
        select 'by-hand', pool_id, client_id, tenant, type, datacenter, size, '172.16.200.0/24',
          100, gateway, status from network where id = 'first'`),
    ).rejects.toMatchObject({ constraint: 'network_vlan_once' });
    await expect(
      ipam.query(`insert into vlan (datacenter, service_vlan, vlan, group_id)
        values ('DC1', 0, 100, 'DC1')`),
    ).rejects.toMatchObject({ constraint: 'vlan_once' });
  });
});
