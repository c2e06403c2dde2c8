import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DatacenterView,
  INVENTORY_EVENT_SCHEMAS,
  INVENTORY_QUERIES,
  type InventoryCommand,
  type RouterView,
} from '@ferrule/inventory-contracts';
import { Keyring } from '@ferrule/sealed-secret';
import { until } from '@ferrule/testing';
import Ajv from 'ajv';
import { DC1, oldKey, r1, sealedFor, useInventory } from './inventory.ts';

const inventory = useInventory();
const { send, ask } = inventory;
const rejected = (code: string, field: string | null) => ({
  type: 'InventoryCommandRejected',
  data: { code, field },
});
const router = (routerId = 'dc1-r1') => ask<RouterView>(INVENTORY_QUERIES.getRouter, { routerId });
const register = (changed: object = {}): InventoryCommand => ({
  type: 'RegisterRouter',
  data: r1(changed),
});
const rotated = (routerId: string, password: string): InventoryCommand => ({
  type: 'RotateRouterCredentials',
  data: { routerId, user: 'ferrule', password },
});

beforeAll(async () => {
  await inventory.start();
  await send({ type: 'RegisterDatacenter', data: DC1 });
  await send(register());
}, 40_000);

describe('a datacenter and a router', () => {
  it('are shown as they were registered, and without their secrets', async () => {
    const datacenter = await ask<DatacenterView>(INVENTORY_QUERIES.getDatacenter, {
      datacenterId: 'DC1',
    });
    expect(datacenter).toMatchObject({ ...DC1, bridge: null, maintenanceReason: null });
    expect(await router()).toMatchObject({
      name: 'edge-1',
      port: 8729,
      tls: { fingerprint256: null },
      user: 'ferrule',
      status: 'active',
      reachability: 'unknown',
      lastSeen: null,
      networks: 0,
    });
    const told = JSON.stringify([datacenter, await router(), inventory.heard]);
    expect(told).not.toMatch(/sealed:|hunter22|password/);
  });

  it('are found by any part of a name or an address, a page at a time', async () => {
    await send(
      register({
        routerId: 'dc1-r2',
        name: 'Core',
        address: 'core.example',
        password: sealedFor('dc1-r2', 'x', Keyring.parse(oldKey)),
      }),
    );
    const find = (filter: object) =>
      ask<{ routers: RouterView[]; next: string | null }>(INVENTORY_QUERIES.listRouters, filter);
    const idsOf = async (filter: object) =>
      (await find(filter)).routers.map(({ routerId }) => routerId);
    expect(await idsOf({})).toEqual(['dc1-r1', 'dc1-r2']);
    expect(await idsOf({ search: 'CORE' })).toEqual(['dc1-r2']);
    expect(await idsOf({ search: '255.1.1' })).toEqual(['dc1-r1']);
    expect(await idsOf({ status: 'retired' })).toEqual([]);
    expect(await idsOf({ datacenter: 'DC9' })).toEqual([]);
    const { next } = await find({ limit: 1 });
    expect(await idsOf({ limit: 1, after: next })).toEqual(['dc1-r2']);
    await expect(router('nobody')).rejects.toMatchObject({ code: 'ROUTER_NOT_FOUND' });
    const { datacenters } = await ask<{ datacenters: DatacenterView[] }>(
      INVENTORY_QUERIES.listDatacenters,
      {},
    );
    expect(datacenters.map(({ datacenterId }) => datacenterId)).toEqual(['DC1']);
  });
});

describe('whoever is limited to datacenters', () => {
  const there = { scope: { tenants: null, datacenters: ['DC9'] } };
  const here = { scope: { tenants: ['acme'], datacenters: ['DC1', 'DC9'] } };

  it('hears of no other, nor of the routers in it', async () => {
    const list = async (subject: string, scoped: object) => {
      const answer = await ask<object>(subject, { ...scoped, limit: 1 });
      return JSON.stringify(answer);
    };
    const { listDatacenters, listRouters, getDatacenter, getRouter } = INVENTORY_QUERIES;
    expect(await list(listDatacenters, there)).toBe('{"datacenters":[],"next":null}');
    expect(await list(listRouters, there)).toBe('{"routers":[],"next":null}');
    expect(await list(listDatacenters, here)).toContain('"DC1"');
    expect(await list(listRouters, here)).toContain('"dc1-r1"');
    await expect(ask(getDatacenter, { datacenterId: 'DC1', ...there })).rejects.toMatchObject({
      ...{ code: 'DATACENTER_NOT_FOUND', message: 'there is no datacenter DC1' },
    });
    await expect(ask(getRouter, { routerId: 'dc1-r1', ...there })).rejects.toMatchObject({
      ...{ code: 'ROUTER_NOT_FOUND', message: 'there is no router dc1-r1' },
    });
    await expect(
      ask(getRouter, { routerId: 'dc1-r1', scope: { datacenters: ['DC1'] } }),
    ).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

describe('a command', () => {
  it('is answered by an event that names it', async () => {
    const id = crypto.randomUUID();
    const answer = await send(
      { type: 'StartRouterMaintenance', data: { routerId: 'dc1-r1', reason: 'new fan' } },
      id,
    );
    expect(answer).toMatchObject({
      type: 'RouterMaintenanceStarted',
      meta: { causationId: id, correlationId: id, actor: 'operator:ada' },
    });
    expect(await router()).toMatchObject({ status: 'maintenance', maintenanceReason: 'new fan' });
    await send({ type: 'EndRouterMaintenance', data: { routerId: 'dc1-r1' } });
    expect(await router()).toMatchObject({ status: 'active', maintenanceReason: null });
  });

  it('that comes again is not carried out again, whatever became of the router since', async () => {
    const command: InventoryCommand = {
      type: 'StartRouterMaintenance',
      data: { routerId: 'dc1-r1', reason: 'once' },
    };
    const id = crypto.randomUUID();
    await send(command, id);
    await send({ type: 'EndRouterMaintenance', data: { routerId: 'dc1-r1' } });
    await inventory.publish(command, id);
    await inventory.idle();
    expect(await router()).toMatchObject({ status: 'active' });
    const answers = inventory.heard.filter(({ meta }) => meta.causationId === id);
    expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(['RouterMaintenanceStarted']));
  });

  it('that comes again is not called wrong for what it has done itself', async () => {
    const password = sealedFor('again', 'x', Keyring.parse(oldKey));
    const command = register({ routerId: 'again', name: 'again', address: '10.7.7.7', password });
    const id = crypto.randomUUID();
    await send(command, id);
    await inventory.publish(command, id);
    await inventory.idle();
    // It is heard after everything that was said before.
    await send({ type: 'RetireRouter', data: { routerId: 'again', reason: 'done' } });
    const answers = inventory.heard.filter(({ meta }) => meta.causationId === id);
    expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(['RouterRegistered']));
  });

  it('that was refused stays refused, also when it would be in order by now', async () => {
    const command: InventoryCommand = {
      type: 'EndRouterMaintenance',
      data: { routerId: 'dc1-r1' },
    };
    const id = crypto.randomUUID();
    expect(await send(command, id)).toMatchObject(rejected('NOTHING_TO_CHANGE', null));
    await send({ type: 'StartRouterMaintenance', data: { routerId: 'dc1-r1', reason: 'later' } });
    await inventory.publish(command, id);
    await inventory.idle();
    expect(await router()).toMatchObject({ status: 'maintenance' });
    await send(command);
  });

  it('that changes nothing is answered too', async () => {
    expect(
      await send({ type: 'EndDatacenterMaintenance', data: { datacenterId: 'DC1' } }),
    ).toMatchObject(rejected('NOTHING_TO_CHANGE', null));
  });

  it.each<[string, string, string, object]>([
    ['VALIDATION_FAILED', 'routerId', 'RegisterRouter', r1({ routerId: 'dc1.r9' })],
    ['VALIDATION_FAILED', 'port', 'RegisterRouter', r1({ port: 65_536 })],
    ['VALIDATION_FAILED', 'address', 'RegisterRouter', r1({ routerId: 'r9', address: 'a b' })],
    ['VALIDATION_FAILED', 'address', 'RegisterRouter', other({ address: '10.1.1.300' })],
    ['VALIDATION_FAILED', 'tls.enabled', 'RegisterRouter', r1({ tls: { enabled: 'no' } })],
    [
      'VALIDATION_FAILED',
      'tls.fingerprint256',
      'RegisterRouter',
      r1({ tls: { enabled: true, fingerprint256: 'AA' } }),
    ],
    [
      'VALIDATION_FAILED',
      'password',
      'RegisterRouter',
      r1({ routerId: 'r9', password: 'hunter22' }),
    ],
    ['SECRET_NOT_SEALED', 'password', 'RegisterRouter', r1({ routerId: 'r9' })],
    ['ROUTER_EXISTS', 'routerId', 'RegisterRouter', r1()],
    ['ROUTER_NAME_TAKEN', 'name', 'RegisterRouter', other({ name: 'EDGE-1', address: '10.9.9.9' })],
    ['ROUTER_ADDRESS_TAKEN', 'address', 'RegisterRouter', other({})],
    ['DATACENTER_NOT_FOUND', 'datacenter', 'RegisterRouter', other({ datacenter: 'DC9' })],
    ['ROUTER_NOT_FOUND', 'routerId', 'RetireRouter', { routerId: 'r9', reason: 'gone' }],
    ['VALIDATION_FAILED', 'reason', 'RetireRouter', { routerId: 'dc1-r1' }],
    [
      'VALIDATION_FAILED',
      'supernets[0]',
      'ConfigureDatacenter',
      { ...DC1, supernets: ['172.16.0.1/16'] },
    ],
    ['VALIDATION_FAILED', 'timeZone', 'ConfigureDatacenter', { ...DC1, timeZone: 'Paris' }],
    [
      'VALIDATION_FAILED',
      'encapsulation.serviceVlan',
      'ConfigureDatacenter',
      { ...DC1, encapsulation: { kind: 'qinq', serviceVlan: 4095 } },
    ],
    [
      'VALIDATION_FAILED',
      'firewallProfiles[0].accepts',
      'ConfigureDatacenter',
      {
        ...DC1,
        firewallProfiles: [
          { name: 'web', opens: true, accepts: [{ protocol: 'tcp', ports: '0-80' }] },
        ],
      },
    ],
    ['DATACENTER_NAME_TAKEN', 'name', 'RegisterDatacenter', { ...DC1, datacenterId: 'DC3' }],
    ['DATACENTER_EXISTS', 'datacenterId', 'RegisterDatacenter', DC1],
  ])('is refused by %s with the field %s (%s)', async (code, field, type, data) => {
    const count = async () =>
      (
        await inventory.database
          .pool()
          .query<{ n: number }>(
            `select count(*)::int as n from inventory.event where stream not like 'rejected-%'`,
          )
      ).rows[0]?.n;
    const before = await count();
    const answer = await send({ type, data } as InventoryCommand);
    expect(answer).toMatchObject(rejected(code, field));
    expect(JSON.stringify(answer)).not.toContain('hunter22');
    expect(await count()).toBe(before);
  });

  it('that cannot be read at all is answered with its id', async () => {
    const id = crypto.randomUUID();
    await inventory.connection.jetstream.publish('cmd.inventory.router.retire', 'no JSON', {
      msgID: id,
    });
    await until(() =>
      inventory.heard.find(
        ({ type, data }) =>
          type === 'InventoryCommandRejected' &&
          'code' in data &&
          data.code === 'MESSAGE_MALFORMED',
      ),
    );
  });

  it('with a password of a key that nobody has is refused', async () => {
    const foreign = Keyring.parse(Keyring.newKey('2025'));
    expect(await send(rotated('dc1-r1', sealedFor('dc1-r1', 'x', foreign)))).toMatchObject(
      rejected('SECRET_NOT_SEALED', 'password'),
    );
    const elsewhere = Keyring.parse(oldKey).seal('x', 'router/dc1-r2/password');
    expect(await send(rotated('dc1-r1', elsewhere))).toMatchObject(
      rejected('SECRET_NOT_SEALED', 'password'),
    );
  });
});

describe('every event', () => {
  it('has the form that the documents give it', () => {
    const types = new Set(inventory.heard.map(({ type }) => type));
    expect(types.size).toBe(6);
    for (const { type, data } of inventory.heard) {
      const schema = { ...INVENTORY_EVENT_SCHEMAS[type], additionalProperties: false };
      const ajv = new Ajv({ unknownFormats: 'ignore' });
      expect([type, ajv.validate(schema, data), ajv.errors]).toEqual([type, true, null]);
    }
  });
});

function other(changed: object) {
  const password = sealedFor('r9', 'x', Keyring.parse(oldKey));
  return r1({ routerId: 'r9', name: 'nine', password, ...changed });
}
