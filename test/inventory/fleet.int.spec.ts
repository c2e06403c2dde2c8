import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBucket, type RouterEntry, routerKey } from '@ferrule/inventory-contracts';
import { BucketMirror } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import { DC1, r1, sealedFor, useInventory } from './inventory.ts';

const FLEET = 2_000;
const inventory = useInventory();
let known: BucketMirror;

beforeAll(async () => {
  await inventory.start();
  await inventory.send({ type: 'RegisterDatacenter', data: DC1 });
  await inventory.send({ type: 'RegisterRouter', data: r1() });
  // As so many commands would have left them.
  await inventory.database.pool().query(
    `with made as (
       insert into inventory.router (id, datacenter, name, address, port, user_name, status)
       select 'r-' || n, 'DC1', 'r-' || n, '10.0.0.1', n, 'ferrule', 'active'
       from generate_series(1, ${FLEET}) n returning id)
     insert into inventory.secret select 'router/' || id || '/password', $1 from made`,
    [sealedFor('r-1', 'hunter22')],
  );
  known = new BucketMirror(inventory.connection, { bucket: gatewayBucket('DC1') });
  known.start();
  await until(() => known.values.size === FLEET + 2, { timeout: 50_000 });
}, 100_000);
afterAll(() => known.stop());

describe(`among ${FLEET} routers`, () => {
  it('a change is with the gateway within a second', async () => {
    const took: number[] = [];
    for (let port = 1; port <= 10; port += 1) {
      await inventory.send({
        type: 'ConfigureRouter',
        data: { routerId: 'dc1-r1', name: 'edge-1', address: '10.255.1.1', port },
      });
      const answered = performance.now();
      await until(
        () =>
          (JSON.parse(known.values.get(routerKey('dc1-r1')) ?? '{}') as RouterEntry).port === port,
      );
      took.push(performance.now() - answered);
    }
    expect(Math.max(...took)).toBeLessThan(1_000);
  });

  it('a wiped bucket is full again within half a minute', async () => {
    const { streams } = await inventory.connection.manager();
    await streams.delete('KV_inventory_DC1');
    await until(async () => (await streams.info('KV_inventory_DC1')).state.messages === FLEET + 2, {
      timeout: 30_000,
      every: 100,
    });
  }, 40_000);
});
