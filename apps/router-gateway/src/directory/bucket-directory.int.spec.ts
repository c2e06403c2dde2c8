import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DatacenterProfile, gatewayBucket, routerKey } from '@ferrule/inventory-contracts';
import { BucketWriter, type BusConnection, connectBus } from '@ferrule/messaging';
import { Keyring } from '@ferrule/sealed-secret';
import { until, useNats } from '@ferrule/testing';
import { Logger } from '@nestjs/common';
import { entryFor, keys, PROFILE, tell } from '../spec-rig.ts';
import { BucketDirectory } from './bucket-directory.ts';

const nats = useNats();
const said: string[] = [];
Logger.overrideLogger({
  log: () => undefined,
  error: () => undefined,
  warn: (sentence: unknown) => said.push(String(sentence)),
});

let connection: BusConnection;
const opened: BucketDirectory[] = [];

beforeEach(async () => {
  await nats.purge();
  said.length = 0;
  connection = await connectBus({ servers: nats.url, name: 'spec' });
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.onModuleDestroy()));
  await connection.close();
});

const open = (): BucketDirectory => {
  const directory = new BucketDirectory(connection, { datacenter: 'DC1', keys });
  opened.push(directory);
  return directory;
};
const write = (key: string, value: string) =>
  new BucketWriter(connection, { name: gatewayBucket('DC1') }).settle(key, async () => value);
const idsOf = ({ routers }: BucketDirectory) => routers.map(({ id }) => id);
const r1 = entryFor('r1', 8728, { password: keys.seal('hunter22', 'router/r1/password') });

describe('what the inventory says', () => {
  it('is the datacenter and its routers, with their secrets opened', async () => {
    const md5Key = keys.seal('of two', 'datacenter/DC1/bgp/dc2');
    const peer = { name: 'dc2', address: '10.255.255.2', as: 65_001 };
    const bgp: DatacenterProfile['bgp'] = {
      ...{ as: 65_001, routerId: '10.255.1.1' },
      peers: [{ ...peer, md5Key }, peer],
    };
    await tell(connection, { datacenter: { ...PROFILE, bgp }, routers: [r1, entryFor('r2', 1)] });
    const known = open();
    await until(() => known.routers.length === 2);
    expect(known.routers[0]).toEqual({ ...r1, password: 'hunter22' });
    expect(known.datacenter).toEqual({
      ...PROFILE,
      bgp: { ...bgp, peers: [{ ...peer, md5Key: 'of two' }, peer] },
    });
  });

  it('is followed within a second, and many changes are told as few', async () => {
    await tell(connection, { datacenter: PROFILE, routers: [r1] });
    const known = open();
    await until(() => known.routers.length === 1);
    let told = 0;
    const forget = known.watch(() => (told += 1));
    await tell(connection, { routers: [entryFor('r1', 8729)] });
    await until(() => known.routers[0]?.port === 8729, { timeout: 1_000 });
    await until(() => told === 1);
    forget();
    await tell(connection, { routers: [entryFor('r1', 8730)] });
    await until(() => known.routers[0]?.port === 8730);
    expect(told).toBe(1);
  });

  it('is waited for: until it is there nobody is a stranger', async () => {
    const known = open();
    let told = 0;
    known.watch(() => (told += 1));
    await tell(connection, { routers: [r1] });
    await until(() => said.length > 0);
    expect(() => known.datacenter).toThrow('the inventory has not said yet how DC1 is built');
    expect(idsOf(known)).toEqual([]);
    expect([known.isStranger('r1'), known.isStranger('r9')]).toEqual([false, false]);
    expect(told).toBe(0);
    await tell(connection, { datacenter: PROFILE, routers: [] });
    await until(() => told > 0);
    expect(idsOf(known)).toEqual(['r1']);
    expect([known.isStranger('r1'), known.isStranger('r9')]).toEqual([false, true]);
  });

  it('is kept when the bus has lost it', async () => {
    await tell(connection, { datacenter: PROFILE, routers: [r1] });
    const known = open();
    await until(() => known.routers.length === 1);
    await (await connection.manager()).streams.delete('KV_inventory_DC1');
    await until(() => said.length > 0);
    expect(idsOf(known)).toEqual(['r1']);
    await tell(connection, { datacenter: PROFILE, routers: [r1, entryFor('r2', 1)] });
    await until(() => known.routers.length === 2);
  });

  it('of a retired router is that it is a stranger', async () => {
    const retired = entryFor('r1', 8728, { status: 'retired', password: '' });
    await tell(connection, { datacenter: PROFILE, routers: [retired, entryFor('r2', 1)] });
    const known = open();
    await until(() => known.routers.length === 2);
    expect(known.isStranger('r1')).toBe(true);
    expect(said).toEqual([]);
  });

  it.each([
    ['is no JSON', '{"password": "hunter22', 'it is no JSON'],
    [
      'has a password that is not sealed',
      JSON.stringify(entryFor('r1', 8729, { password: 'hunter22' })),
      'the password of r1 must be sealed for router/r1/password',
    ],
    [
      'is sealed under a key that is not known here',
      JSON.stringify(
        entryFor('r1', 8729, {
          password: Keyring.parse(Keyring.newKey('other')).seal('hunter22', 'router/r1/password'),
        }),
      ),
      'the password of r1 must be sealed for router/r1/password',
    ],
  ])('and %s is not followed, and no value is told', async (_, value, why) => {
    await tell(connection, { datacenter: PROFILE, routers: [r1] });
    const known = open();
    await until(() => known.routers.length === 1);
    await write(routerKey('r1'), value);
    await write(routerKey('r2'), value);
    await until(() => said.length === 2);
    expect(said[0]).toContain(why);
    expect(said.join()).not.toContain('hunter22');
    expect(known.routers).toMatchObject([{ id: 'r1', port: 8728, password: 'hunter22' }]);
    // Its commands wait for somebody to put it right.
    expect(known.isStranger('r2')).toBe(false);
  });
});
