import { beforeAll, describe, expect, it } from '@jest/globals';
import { INVENTORY_QUERIES, type RouterView } from '@ferrule/inventory-contracts';
import { ensureTopology, EVENTS } from '@ferrule/messaging';
import {
  type ProvisioningEventType,
  provisioningEventSubject,
} from '@ferrule/provisioning-contracts';
import { type RouterProbed, routerEventSubject } from '@ferrule/router-contracts';
import { until } from '@ferrule/testing';
import { DC1, r1, useInventory } from './inventory.ts';

const inventory = useInventory();
const router = () => inventory.ask<RouterView>(INVENTORY_QUERIES.getRouter, { routerId: 'dc1-r1' });
const at = (second: number) => `2026-11-20T10:00:${String(second).padStart(2, '0')}.000Z`;

const probe = (second: number, changed: Partial<RouterProbed['data']> = {}) =>
  inventory.publish({
    type: 'RouterProbed',
    to: routerEventSubject('RouterProbed'),
    data: {
      datacenter: 'DC1',
      router: 'dc1-r1',
      status: 'reachable',
      version: '7.24 (stable)',
      board: 'CCR2004-1G-12S+2XS',
      identity: 'edge',
      uptime: '1d',
      failure: null,
      at: at(second),
      ...changed,
    },
  });
const lost = { status: 'unreachable', version: null, board: null, identity: null } as const;

let sequence = 0;
const job = async (type: ProvisioningEventType, data: object, place = (sequence += 1)) => {
  await inventory.publish({ type, data, to: provisioningEventSubject(type), sequence: place });
};
/** Everything that was published so far is handled. */
const heard = async (durable: string) => {
  const { consumers } = await inventory.connection.manager();
  await until(async () => {
    const { num_pending, num_ack_pending } = await consumers.info(EVENTS.name, durable);
    return num_pending + num_ack_pending === 0;
  });
};
const rowsOf = async (sql: string) => (await inventory.database.pool().query<object>(sql)).rows;

beforeAll(async () => {
  await ensureTopology(await inventory.connection.manager(), { streams: [EVENTS] });
  await inventory.start();
  await inventory.send({ type: 'RegisterDatacenter', data: DC1 });
  await inventory.send({ type: 'RegisterRouter', data: r1() });
}, 40_000);

describe('what gateways say of a router', () => {
  const eventsOf = () => rowsOf(`select type from inventory.event where stream = 'router-dc1-r1'`);

  it('is shown with the router', async () => {
    await probe(1);
    await until(async () => (await router()).reachability === 'reachable');
    expect(await router()).toMatchObject({
      version: '7.24 (stable)',
      board: 'CCR2004-1G-12S+2XS',
      identity: 'edge',
      lastSeen: at(1),
      probedAt: at(1),
      status: 'active',
    });
    expect(await eventsOf()).toHaveLength(3);
  });

  it('moves nothing but a time as long as nothing is new, however often it comes', async () => {
    for (let second = 2; second <= 20; second += 1) await probe(second);
    await probe(20);
    await heard('inventory-probes');
    expect(await router()).toMatchObject({ lastSeen: at(20) });
    expect(await eventsOf()).toHaveLength(3);
    expect(await rowsOf(`select from inventory.inbox where consumer = 'inventory-probes'`)).toEqual(
      [],
    );
  });

  it('does not count when it comes late', async () => {
    await probe(10, { ...lost, failure: 'timed out' });
    await heard('inventory-probes');
    expect(await router()).toMatchObject({ reachability: 'reachable', lastSeen: at(20) });
  });

  it('keeps when it last answered while it does not answer', async () => {
    await probe(30, { ...lost, failure: 'timed out' });
    await probe(31, { ...lost, failure: 'refused' });
    await until(async () => (await router()).probedAt === at(31));
    expect(await router()).toMatchObject({
      reachability: 'unreachable',
      failure: 'refused',
      version: '7.24 (stable)',
      lastSeen: at(20),
    });
    expect(await eventsOf()).toHaveLength(4);
    await probe(32, { version: '7.25 (stable)' });
    await until(async () => (await router()).version === '7.25 (stable)');
    expect(await router()).toMatchObject({
      reachability: 'reachable',
      failure: null,
      lastSeen: at(32),
    });
    expect(
      inventory.heard.map(({ type }) => type).filter((type) => /Became|Ident/.test(type)),
    ).toEqual([
      'RouterBecameReachable',
      'RouterIdentified',
      'RouterBecameUnreachable',
      'RouterBecameReachable',
      'RouterIdentified',
    ]);
  });

  it('of a router that nobody registered is passed over', async () => {
    await probe(40, { router: 'unknown' });
    await heard('inventory-probes');
    expect(await rowsOf(`select from inventory.event where stream = 'router-unknown'`)).toEqual([]);
  });
});

describe('what provisioning says of networks', () => {
  const retire = () =>
    inventory.send({ type: 'RetireRouter', data: { routerId: 'dc1-r1', reason: 'replaced' } });
  const accepted = (networkId: string, router = 'dc1-r1') => ({ networkId, router });

  it('keeps a router from being retired, from the first word of a job on', async () => {
    await job('NetworkProvisionAccepted', accepted('net-1'));
    await job('NetworkProvisionAccepted', accepted('net-2'));
    await job('NetworkProvisionCompleted', { networkId: 'net-2' });
    await job('NetworkProvisionAccepted', accepted('net-3', 'dc1-r2'));
    await until(async () => (await router()).networks === 2);
    expect(await retire()).toMatchObject({
      type: 'InventoryCommandRejected',
      data: {
        code: 'ROUTER_IN_USE',
        field: 'routerId',
        message: '2 networks live on router dc1-r1: net-1, net-2',
      },
    });
  });

  it('counts in the order in which it was said, not in the one in which it came', async () => {
    await job('NetworkProvisionFailed', { networkId: 'net-9' }, sequence + 2);
    await job('NetworkProvisionAccepted', accepted('net-9'), sequence + 1);
    sequence += 2;
    await job('NetworkProvisionFailed', { networkId: 'net-1' });
    await heard('inventory-networks');
    expect(await router()).toMatchObject({ networks: 1 });
  });

  it('counts no dry run, and none that was taken down again', async () => {
    await job('NetworkProvisionAccepted', accepted('net-7'));
    await job('NetworkProvisionPlanned', { networkId: 'net-7' });
    await job('NetworkProvisionAccepted', accepted('net-8'));
    await job('NetworkDeprovisionCompleted', { networkId: 'net-8' });
    await heard('inventory-networks');
    expect(await router()).toMatchObject({ networks: 1 });
  });

  it('lets it go when the last one is gone', async () => {
    await job('NetworkProvisionFailed', { networkId: 'net-2' });
    await until(async () => (await router()).networks === 0);
    expect(await retire()).toMatchObject({ type: 'RouterRetired' });
    expect(await router()).toMatchObject({ status: 'retired' });
    const again = await inventory.send({
      type: 'RegisterRouter',
      data: r1({ name: 'edge-1', routerId: 'dc1-r1' }),
    });
    expect(again).toMatchObject({ data: { code: 'ROUTER_EXISTS' } });
  });
});
