import { describe, expect, it } from '@jest/globals';
import { freePort, until } from '@ferrule/testing';
import { routerOf } from './router.ts';
import { useStack } from './stack.ts';

const stack = useStack();
const routers = { DC1: routerOf(stack, 'DC1'), DC2: routerOf(stack, 'DC2') } as const;

const provision = (datacenter: string, headers: Record<string, string> = {}) =>
  stack.call(
    'POST',
    '/api/v1/networks/provision',
    { clientId: 'acme-corp', datacenter, size: '/24' },
    headers,
  );
const change = (method: string, path: string, body?: unknown) =>
  stack.call(method, `/api/v1${path}`, body);
const status = async (jobId: unknown) =>
  (await stack.call('GET', `/api/v1/jobs/${String(jobId)}`)).body['status'];
const probed = async () => (await change('POST', '/routers/dc1-r1/probe')).body['status'];

describe('the inventory of the stack', () => {
  it('knows both datacenters, their routers, and that these can be reached', async () => {
    const { body } = await change('GET', '/datacenters');
    expect(body['datacenters']).toMatchObject([
      { datacenterId: 'DC1', encapsulation: { kind: 'vlan' } },
      { datacenterId: 'DC2', encapsulation: { kind: 'qinq', serviceVlan: 1_000 } },
    ]);
    const reachable = { reachability: 'reachable', version: expect.stringContaining('7.24') };
    await until(async () => {
      const { body: page } = await change('GET', '/routers?status=active');
      expect(page['routers']).toMatchObject([
        { routerId: 'dc1-r1', datacenter: 'DC1', ...reachable },
        { routerId: 'dc2-r1', datacenter: 'DC2', ...reachable },
      ]);
      return true;
    });
  });

  it('is read by nobody else: no user but its gateway’s reaches a bucket', async () => {
    const { connect } = await import('nats');
    for (const user of ['ipam', 'provisioning', 'audit', 'api', 'router_gateway_dc2']) {
      const client = await connect({
        servers: stack.addresses.nats,
        user,
        pass: await stack.password(user),
        inboxPrefix: `_INBOX_${user}`,
      });
      try {
        for (const verb of ['STREAM.MSG.GET', 'CONSUMER.CREATE', 'STREAM.INFO'])
          await expect(
            client.request(`$JS.API.${verb}.KV_inventory_DC1`, '{}', { timeout: 2_000 }),
          ).rejects.toThrow(/permissions violation/i);
      } finally {
        await client.close();
      }
    }
  });
});

describe('a router in maintenance', () => {
  it('holds its commands and is looked at, and goes on afterwards', async () => {
    const held = await change('POST', '/routers/dc1-r1/maintenance', { reason: 'new fans' });
    expect(held).toMatchObject({
      status: 200,
      body: { status: 'maintenance', maintenanceReason: 'new fans' },
    });
    await until(async () => {
      const { services } = stack.addresses;
      const metrics = await fetch(`${services['router-gateway-DC1'] ?? ''}/metrics`);
      return (await metrics.text()).includes('router_held_back{router="dc1-r1"} 1');
    });
    const before = await routers.DC1.snapshot();
    const { body } = await provision('DC1', { prefer: 'respond-async' });
    expect((await provision('DC2')).status).toBe(201);
    expect(await probed()).toBe('reachable');
    expect(await status(body['jobId'])).toBe('IN_PROGRESS');
    expect(await routers.DC1.differences(before)).toEqual([]);
    const ended = await change('DELETE', '/routers/dc1-r1/maintenance');
    expect(ended.body).toMatchObject({ status: 'active', maintenanceReason: null });
    await until(async () => (await status(body['jobId'])) === 'COMPLETED', { timeout: 30_000 });
  }, 60_000);
});

describe('the address of a router', () => {
  it('is followed by its gateway within a second, and back', async () => {
    const { body } = await change('GET', '/routers/dc1-r1');
    const elsewhere = await freePort();
    const moved = await change('PATCH', '/routers/dc1-r1', { port: elsewhere });
    expect(moved).toMatchObject({ status: 200, body: { ...body, port: elsewhere } });
    await until(async () => (await probed()) === 'unreachable', { timeout: 1_000 });
    await change('PATCH', '/routers/dc1-r1', { port: body['port'] });
    await until(async () => (await probed()) === 'reachable', { timeout: 1_000 });
    expect((await provision('DC1')).status).toBe(201);
  }, 60_000);
});

const ROUTER = {
  ...{ routerId: 'r9', datacenter: 'DC1', name: 'r9' },
  ...{ address: '192.0.2.9', user: 'a', password: '' },
} as const;

describe('an operator', () => {
  it('registers a datacenter and a router, whose password is told to nobody', async () => {
    const datacenter = {
      datacenterId: 'DC3',
      name: 'Datacenter 3',
      uplink: 'ether1',
      encapsulation: { kind: 'vlan' },
      management: ['10.254.3.0/24'],
      supernets: ['172.24.0.0/16'],
    };
    const made = await change('POST', '/datacenters', datacenter);
    expect(made).toMatchObject({ status: 201, body: { ...datacenter, timeZone: 'UTC' } });
    expect(made.headers.get('location')).toBe('/api/v1/datacenters/DC3');
    const router = { routerId: 'dc3-r1', datacenter: 'DC3', name: 'r', address: '192.0.2.1' };
    const registered = await change('POST', '/routers', {
      ...router,
      user: 'ferrule',
      password: 'hunter22',
    });
    expect(registered).toMatchObject({ status: 201, body: { ...router, user: 'ferrule' } });
    const rotated = await change('PUT', '/routers/dc3-r1/credentials', {
      user: 'other',
      password: 'hunter23',
    });
    expect(rotated).toMatchObject({ status: 200, body: { user: 'other' } });
    const retired = await change('POST', '/routers/dc3-r1/retire', { reason: 'never came' });
    expect(retired).toMatchObject({ status: 200, body: { status: 'retired' } });
    const { body } = await stack.call('GET', '/api/v1/audit/events?limit=1000');
    expect(JSON.stringify([made, registered, rotated, body])).not.toContain('hunter2');
  });

  it.each([
    ['POST', '/routers', { ...ROUTER, name: '' }, 422, 'name'],
    ['POST', '/routers', { ...ROUTER, datacenter: 'DC9' }, 422, 'datacenter'],
    ['POST', '/routers', { ...ROUTER, routerId: 'dc1-r1' }, 409, 'routerId'],
    ['PATCH', '/routers/dc1-r1', { port: 0 }, 422, 'port'],
    ['PATCH', '/routers/dc1-r1', { prot: 1 }, 422, 'prot'],
    ['PATCH', '/routers/dc1-r1', { routerId: 'x' }, 422, 'routerId'],
    ['PATCH', '/routers/dc1-r1', [], 422, 'body'],
    ['PATCH', '/routers/nobody', { port: 1 }, 404, 'router'],
    ['POST', '/routers/dc1-r1/maintenance', {}, 422, 'reason'],
    ['POST', '/routers/dc2-r1/retire', { reason: 'x' }, 409, 'routerId'],
    ['PUT', '/routers/dc1-r1/credentials', { user: 'a' }, 422, 'password'],
    ['PATCH', '/datacenters/DC1', { management: ['10.0.0.1/24'] }, 422, 'management[0]'],
    ['PATCH', '/datacenters/DC9', {}, 404, 'datacenter'],
  ] as const)('is told what is wrong: %s %s %j', async (method, path, body, code, field) => {
    const answer = await change(method, path, body);
    expect([answer.status, answer.body['field']]).toEqual([code, field]);
  });
});
