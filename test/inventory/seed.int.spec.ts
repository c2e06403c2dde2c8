import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DatacenterView,
  gatewayBucket,
  INVENTORY_QUERIES,
  type RouterEntry,
  routerKey,
  type RouterView,
} from '@ferrule/inventory-contracts';
import { BucketMirror } from '@ferrule/messaging';
import { Keyring } from '@ferrule/sealed-secret';
import { until } from '@ferrule/testing';
import { DC1, oldKey, useInventory } from './inventory.ts';

const inventory = useInventory();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inventory-'));
});
afterAll(() => rm(folder, { recursive: true }));

const start = async (content: object | string) => {
  const file = join(folder, 'seed.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return inventory.start({ env: { FERRULE_INVENTORY_SEED_FILE: file } });
};
const router = (changed: object = {}) => ({
  routerId: 'dc1-r1',
  datacenter: 'DC1',
  name: 'dc1-r1',
  address: '127.0.0.1',
  port: 18728,
  tls: { enabled: false },
  user: 'ferrule',
  password: 'hunter22',
  ...changed,
});

describe('a seed file', () => {
  it('registers what it names, once, however many instances read it and however often', async () => {
    const seed = { datacenters: [DC1], routers: [router()] };
    const instances = [await start(seed), await start(seed)];
    const known = new BucketMirror(inventory.connection, { bucket: gatewayBucket('DC1') });
    known.start();
    const value = await until(() => known.values.get(routerKey('dc1-r1')));
    await known.stop();
    const { password } = JSON.parse(value) as RouterEntry;
    expect(Keyring.parse(oldKey).open(password, 'router/dc1-r1/password')).toBe('hunter22');
    const { rows } = await inventory.database
      .pool()
      .query<{ type: string; body: string }>('select type, body from inventory.event order by pos');
    expect(rows.map(({ type }) => type)).toEqual(['DatacenterRegistered', 'RouterRegistered']);
    expect(JSON.stringify(rows) + instances.map(({ said }) => said).join('')).not.toContain(
      'hunter22',
    );
  }, 60_000);

  it('leaves alone what an operator has changed since', async () => {
    await inventory.send({
      type: 'ConfigureRouter',
      data: { routerId: 'dc1-r1', name: 'dc1-r1', address: '10.255.1.1' },
    });
    await start({ datacenters: [DC1], routers: [router()] });
    const view = await inventory.ask<RouterView>(INVENTORY_QUERIES.getRouter, {
      routerId: 'dc1-r1',
    });
    expect(view).toMatchObject({ address: '10.255.1.1', port: 8729 });
  }, 60_000);

  it('that says so has the last word on what is known, and keeps their passwords', async () => {
    const seed = {
      known: 'configure',
      datacenters: [DC1],
      routers: [router({ password: 'other' })],
    };
    await start(seed);
    await start(seed);
    const view = await inventory.ask<RouterView>(INVENTORY_QUERIES.getRouter, {
      routerId: 'dc1-r1',
    });
    expect(view).toMatchObject({ address: '127.0.0.1', port: 18_728, tls: null });
    const { rows } = await inventory.database
      .pool()
      .query<{ type: string }>('select type from inventory.event order by pos');
    expect(rows.map(({ type }) => type)).toEqual([
      'DatacenterRegistered',
      'RouterRegistered',
      'RouterConfigured',
      'RouterConfigured',
    ]);
  }, 60_000);

  it('for the two datacenters of the demo is there to begin with', async () => {
    await start(
      await readFile(join(import.meta.dirname, '../../deploy/inventory-seed.json'), 'utf8'),
    );
    const view = await inventory.ask<{ datacenters: readonly DatacenterView[] }>(
      INVENTORY_QUERIES.listDatacenters,
      {},
    );
    expect(view.datacenters).toMatchObject([
      { datacenterId: 'DC1', encapsulation: { kind: 'vlan' }, supernets: ['172.16.0.0/16'] },
      {
        datacenterId: 'DC2',
        encapsulation: { kind: 'qinq', serviceVlan: 1000, etherType: '0x88a8' },
        supernets: ['172.20.0.0/16'],
      },
    ]);
    // What compose starts beside each gateway; the other router is known here since the cases above.
    const router = await inventory.ask<RouterView>(INVENTORY_QUERIES.getRouter, {
      routerId: 'dc2-r1',
    });
    expect(router).toMatchObject({
      ...{ datacenter: 'DC2', address: '127.0.0.1', port: 8_728, tls: null, status: 'active' },
    });
  }, 60_000);

  it.each<[string, object | string]>([
    ['routers[0].port must not be greater than 65535', { routers: [router({ port: 65_536 })] }],
    ['routers[0].pasword is not a known field', { routers: [router({ pasword: 'hunter22' })] }],
    ['is no JSON', '{"password": hunter22}'],
    [
      'wrong at routers[0]: there is no such datacenter',
      { routers: [router({ routerId: 'r2', name: 'r2', datacenter: 'DC9' })] },
    ],
  ])(
    'that is wrong stops the service with the words: %s',
    async (words, content) => {
      const outcome = await start(content).then(
        () => 'it started',
        (error: unknown) => String(error),
      );
      expect(outcome).toContain(words);
      expect(outcome).not.toContain('hunter22');
    },
    60_000,
  );
});
