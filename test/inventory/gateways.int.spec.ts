import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DATACENTER_KEY,
  type DatacenterProfile,
  gatewayBucket,
  type RouterEntry,
  routerKey,
} from '@ferrule/inventory-contracts';
import { BucketMirror, BucketWriter } from '@ferrule/messaging';
import { Keyring, keyIdOf } from '@ferrule/sealed-secret';
import { until } from '@ferrule/testing';
import type { ServiceProcess } from '../ground/service-process.ts';
import { DC1, newKey, oldKey, r1, sealedFor, useInventory } from './inventory.ts';

const inventory = useInventory();
const { send } = inventory;
const old = Keyring.parse(oldKey);
const mirrors: BucketMirror[] = [];

const gateway = (datacenter = 'DC1'): BucketMirror => {
  const mirror = new BucketMirror(inventory.connection, { bucket: gatewayBucket(datacenter) });
  mirrors.push(mirror);
  mirror.start();
  return mirror;
};
const entry = (mirror: BucketMirror, routerId = 'dc1-r1') => {
  const value = mirror.values.get(routerKey(routerId));
  return value === undefined ? undefined : (JSON.parse(value) as RouterEntry);
};
const profile = (mirror: BucketMirror) =>
  JSON.parse(mirror.values.get(DATACENTER_KEY) ?? '{}') as DatacenterProfile;
const configure = (address: string) =>
  send({ type: 'ConfigureRouter', data: { routerId: 'dc1-r1', name: 'edge-1', address } });

afterEach(() => Promise.all(mirrors.splice(0).map((mirror) => mirror.stop())));

describe('a gateway', () => {
  let instance: ServiceProcess;

  beforeAll(async () => {
    instance = await inventory.start();
    await send({ type: 'RegisterDatacenter', data: DC1 });
    await send({ type: 'RegisterRouter', data: r1() });
  }, 40_000);
  afterAll(async () => {
    expect(await instance.stop()).toBe('code 0');
  });

  it('knows its datacenter and its routers, with the password sealed for its place', async () => {
    const known = gateway();
    await until(() => known.values.size === 2);
    expect(profile(known)).toMatchObject({
      id: 'DC1',
      encapsulation: { kind: 'vlan' },
      management: ['172.16.10.0/24'],
      firewallProfiles: [{ name: 'standard' }, { name: 'isolated' }, { name: 'open' }],
    });
    expect(entry(known)).toMatchObject({
      id: 'dc1-r1',
      datacenter: 'DC1',
      address: '10.255.1.1',
      port: 8729,
      tls: { fingerprint256: null },
      user: 'ferrule',
      dialect: null,
      status: 'active',
    });
    expect(old.open(entry(known)?.password ?? '', 'router/dc1-r1/password')).toBe('hunter22');
  });

  it('learns of a change within a second', async () => {
    const known = gateway();
    await until(() => entry(known));
    await configure('10.255.1.2');
    const answered = performance.now();
    await until(() => entry(known)?.address === '10.255.1.2');
    expect(performance.now() - answered).toBeLessThan(1_000);
  });

  it('gets a rotated password, and the user with it', async () => {
    const known = gateway();
    const password = sealedFor('dc1-r1', 'correct horse', old);
    await send({
      type: 'RotateRouterCredentials',
      data: { routerId: 'dc1-r1', user: 'ferrule-2', password },
    });
    await until(() => entry(known)?.user === 'ferrule-2');
    expect(entry(known)?.password).toBe(password);
  });

  it('holds back the commands of a whole datacenter in maintenance', async () => {
    const known = gateway();
    const ref = { datacenterId: 'DC1' };
    await send({ type: 'StartDatacenterMaintenance', data: { ...ref, reason: 'new switches' } });
    await until(() => entry(known)?.status === 'maintenance');
    await send({ type: 'EndDatacenterMaintenance', data: ref });
    await until(() => entry(known)?.status === 'active');
  });

  it('gets the keys of BGP peers sealed, and only as long as they have one', async () => {
    const known = gateway();
    const peer = { name: 'dc2', address: '10.255.255.2', as: 65_001 };
    const bgp = (changed: object) => ({
      as: 65_001,
      routerId: '10.255.1.1',
      peers: [{ ...peer, ...changed }],
    });
    const configured = async (changed: object) => {
      await send({ type: 'ConfigureDatacenter', data: { ...DC1, bgp: bgp(changed) } });
    };
    const md5Key = old.seal('secret of two', 'datacenter/DC1/bgp/dc2');
    await configured({ md5Key });
    await until(() => profile(known).bgp?.peers[0]?.md5Key === md5Key);
    await configured({ md5: true, as: 65_002 });
    await until(() => profile(known).bgp?.peers[0]?.as === 65_002);
    expect(profile(known).bgp?.peers[0]?.md5Key).toBe(md5Key);
    await configured({});
    await until(() => profile(known).bgp?.peers[0]?.md5Key === undefined);
    const { rows } = await inventory.database
      .pool()
      .query(`select from inventory.secret where place like 'datacenter/%'`);
    expect(rows).toHaveLength(0);
  });

  it('is told again of everything when its bucket is wiped, or somebody wrote into it', async () => {
    const known = gateway();
    await until(() => entry(known));
    await (await inventory.connection.manager()).streams.purge('KV_inventory_DC1');
    const filled = async () => {
      const { state } = await (
        await inventory.connection.manager()
      ).streams.info('KV_inventory_DC1');
      return state.messages === 2;
    };
    await until(filled);
    const forger = new BucketWriter(inventory.connection, { name: gatewayBucket('DC1') });
    await forger.settle(routerKey('dc1-r1'), async () => '{"address":"evil"}');
    await until(() => entry(known)?.address === 'evil');
    await until(() => entry(known)?.address === '10.255.1.2');
  });

  it('is told again of everything after the bus lost all it had', async () => {
    await inventory.nats.server.wipeStore();
    await until(() => inventory.connection.connected);
    const known = gateway();
    await until(() => known.values.size === 2, { timeout: 30_000 });
    await configure('10.255.1.3');
    await until(() => entry(known)?.address === '10.255.1.3');
  }, 60_000);

  it('keeps the entry of a retired router, without its password', async () => {
    const known = gateway();
    await send({ type: 'RetireRouter', data: { routerId: 'dc1-r1', reason: 'replaced' } });
    await until(() => entry(known)?.status === 'retired');
    expect(entry(known)?.password).toBe('');
    const { rows } = await inventory.database.pool().query('select from inventory.secret');
    expect(rows).toHaveLength(0);
  });
});

describe('an instance', () => {
  it('that is killed between the database and the bucket leaves it to the next one', async () => {
    const doomed = await inventory.start({ fatalKey: routerKey('r-killed') });
    await inventory.publish({
      type: 'RegisterRouter',
      data: r1({ routerId: 'r-killed', password: sealedFor('r-killed', 'x', old) }),
    });
    expect(await doomed.ended()).toBe('SIGKILL');
    const { rows } = await inventory.database
      .pool()
      .query(`select from inventory.router where id = 'r-killed'`);
    expect(rows).toHaveLength(1);
    await inventory.start();
    const known = gateway();
    await until(() => entry(known, 'r-killed'));
  }, 60_000);

  it('beside another one never sets a gateway back', async () => {
    await inventory.start();
    const seen: number[] = [];
    const known = new BucketMirror(inventory.connection, {
      bucket: gatewayBucket('DC1'),
      onChange: (key, value) => {
        if (key === routerKey('r-killed') && value !== null)
          seen.push((JSON.parse(value) as RouterEntry).port);
      },
    });
    mirrors.push(known);
    known.start();
    await known.filled();
    seen.length = 0;
    for (let port = 1; port <= 40; port += 1)
      await send({
        type: 'ConfigureRouter',
        data: { routerId: 'r-killed', name: 'edge-1', address: '10.255.1.1', port },
      });
    await until(() => seen.at(-1) === 40);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  }, 60_000);

  it('that is started with a new key in front seals everything anew', async () => {
    const known = gateway();
    await until(() => entry(known, 'r-killed'));
    expect(keyIdOf(entry(known, 'r-killed')?.password ?? '')).toBe('2025');
    await inventory.start({ env: { FERRULE_INVENTORY_KEYRING: `${newKey},${oldKey}` } });
    await until(() => keyIdOf(entry(known, 'r-killed')?.password ?? '') === '2026');
    const only = Keyring.parse(newKey);
    expect(only.open(entry(known, 'r-killed')?.password ?? '', 'router/r-killed/password')).toBe(
      'x',
    );
  }, 60_000);
});
