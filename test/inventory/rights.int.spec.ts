import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBucket, INVENTORY_QUERIES, type RouterView } from '@ferrule/inventory-contracts';
import {
  BucketMirror,
  bucketReaderRights,
  type BusConnection,
  connectBus,
  DLQ,
  EVENTS,
  streamRights,
} from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { DC1, r1, useInventory } from './inventory.ts';

const inbox = (user: string) => `_INBOX_${user}.>`;

/** What each is allowed, and no more. */
const users = [
  {
    user: 'inventory',
    publish: ['evt.inventory.>', 'dlq.>', '$JS.API.>', '$JS.ACK.>', '$JS.FC.>', '$KV.>'],
    subscribe: [inbox('inventory'), 'qry.inventory.>'],
  },
  {
    user: 'gateway',
    publish: bucketReaderRights(gatewayBucket('DC1')).publish,
    subscribe: [inbox('gateway')],
  },
  {
    user: 'ipam',
    publish: ['evt.ipam.>', 'dlq.>', ...streamRights('CMD_IPAM', EVENTS.name, DLQ.name).publish],
    subscribe: [inbox('ipam'), 'qry.ipam.>'],
  },
];

const inventory = useInventory({ users });
const open: BusConnection[] = [];
const mirrors: BucketMirror[] = [];

const follow = async (user: string, datacenter: string) => {
  const connection = await connectBus({
    servers: inventory.nats.url,
    name: user,
    user,
    password: user,
    inboxPrefix: `_INBOX_${user}`,
  });
  open.push(connection);
  const said: string[] = [];
  const mirror = new BucketMirror(connection, {
    bucket: gatewayBucket(datacenter),
    warn: (sentence) => said.push(sentence),
  });
  mirrors.push(mirror);
  mirror.start();
  return { mirror, said };
};

beforeAll(async () => {
  await inventory.start({
    env: { FERRULE_INVENTORY_BUS_USER: 'inventory', FERRULE_INVENTORY_BUS_PASSWORD: 'inventory' },
  });
  await inventory.send({ type: 'RegisterDatacenter', data: DC1 });
  await inventory.send({ type: 'RegisterRouter', data: r1() });
}, 40_000);
afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((mirror) => mirror.stop()));
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

describe('what gateways are to know', () => {
  it('is written and asked for with the rights of the inventory’s own user', async () => {
    const view = await inventory.ask<RouterView>(INVENTORY_QUERIES.getRouter, {
      routerId: 'dc1-r1',
    });
    expect(view.name).toBe('edge-1');
  });

  it('is read by the gateway of that datacenter', async () => {
    const { mirror } = await follow('gateway', 'DC1');
    await until(() => mirror.values.size === 2);
  });

  it.each([
    ['ipam', 'DC1'],
    ['gateway', 'DC2'],
  ])('is read neither by %s', async (user, datacenter) => {
    const { mirror, said } = await follow(user, datacenter);
    await until(() => said.length > 0);
    expect(said[0]).toMatch(/permissions violation/i);
    expect(mirror.values.size).toBe(0);
  });
});
