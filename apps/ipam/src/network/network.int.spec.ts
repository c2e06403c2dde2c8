import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PgEventStore } from '@ferrule/event-store';
import type { AllocateNetworkData, IpamEvent } from '@ferrule/ipam-contracts';
import { networkStream } from '@ferrule/ipam-domain';
import { migrate, prepareDatabase } from '@ferrule/service';
import { useDatabase } from '@ferrule/testing';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/schema.ts';
import { FreeSpace } from './free-space.ts';
import { NetworkHandler } from './network.handler.ts';

const owner = { name: 'ipam_owner', password: 'owner' };
const service = { name: 'ipam', password: 'service' };
const database = useDatabase({
  name: 'ipam',
  migrate: async (url) => {
    await prepareDatabase(url, [
      { schema: 'ipam', ownerPassword: owner.password, password: service.password },
    ]);
    const as = new URL(url);
    [as.username, as.password] = [owner.name, owner.password];
    await migrate({ url: as.toString(), schema: 'ipam', migrations });
  },
});

let dataSource: DataSource;
let store: PgEventStore;
/** Instances of the service, which know nothing of each other. */
let instances: NetworkHandler[];

beforeAll(async () => {
  dataSource = new DataSource({
    type: 'postgres',
    url: database.urlFor(service),
    poolSize: 20,
    extra: { options: '-c search_path=ipam,public' },
  });
  await dataSource.initialize();
  const pool = database.pool({
    connectionString: database.urlFor(service),
    options: '-c search_path=ipam,public',
    max: 20,
  });
  store = new PgEventStore(pool);
  instances = Array.from(
    { length: 4 },
    () => new NetworkHandler(new PgEventStore(pool), new FreeSpace(dataSource)),
  );
});
afterAll(async () => {
  await dataSource.destroy();
});

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
const allocate = async (networkId: string, changed: Partial<AllocateNetworkData> = {}, by = 0) => {
  await instances[by]?.allocate(wish(networkId, changed), delivery());
  const [event] = await store.readStream<IpamEvent>(networkStream(networkId));
  return event;
};
const release = async (networkId: string) => {
  const data = { networkId, reason: 'no longer needed' };
  await instances[0]?.release({ type: 'ReleaseNetwork', data }, delivery());
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
      data: { subnet: '172.20.0.0/24', vlanId: 100 },
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
      await instances[n % 4]?.allocate(wish('five'), delivery('the-same'));
    expect(await store.readStream(networkStream('five'))).toHaveLength(1);
  });

  it('never gives two instances the same, although they decide without each other', async () => {
    await Promise.all(
      Array.from({ length: 48 }, (_, n) => allocate(`raced-${n}`, { size: '/26' }, n % 4)),
    );
    const { rows } = await database
      .pool()
      .query<{ networks: number; vlans: number; pairs: number }>(
        `select count(*)::int as networks, count(distinct vlan_id)::int as vlans,
         (select count(*)::int from ipam.network a join ipam.network b
            on a.id < b.id and a.datacenter = b.datacenter and a.subnet && b.subnet
            and a.status = 'allocated' and b.status = 'allocated') as pairs
       from ipam.network where id like 'raced-%'`,
      );
    expect(rows).toEqual([{ networks: 48, vlans: 48, pairs: 0 }]);
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
        suggestion: expect.stringContaining('smaller'),
      },
    });
    expect(await allocate('nowhere', { datacenter: 'DC9' })).toMatchObject({
      data: { code: 'DATACENTER_NOT_FOUND', field: 'datacenter' },
    });
    await database
      .pool()
      .query(`update ipam.pool set vlan_last = vlan_first where datacenter = 'DC2'`);
    expect(await allocate('no-vlan', { datacenter: 'DC2' })).toMatchObject({
      data: { code: 'VLAN_EXHAUSTED', resource: 'vlans', current: 1, maximum: 1 },
    });
  });
});

describe('the database', () => {
  it.each([
    ['an overlap', `'172.16.0.128/25', 900`, 'network_no_overlap'],
    ['a VLAN twice', `'172.16.200.0/24', 100`, 'network_vlan_once'],
  ])('refuses %s, whatever the code does', async (_, values, constraint) => {
    await expect(
      database.pool().query(
        `insert into ipam.network (id, pool_id, client_id, tenant, type, datacenter, size, subnet,
           vlan_id, gateway, status)
         select 'by-hand', pool_id, client_id, tenant, type, datacenter, size, v.subnet::cidr,
           v.vlan, gateway, status
         from ipam.network cross join (values (${values})) v(subnet, vlan) where id = 'first'`,
      ),
    ).rejects.toMatchObject({ constraint });
  });
});
