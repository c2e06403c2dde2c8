import { INVENTORY_EVENTS } from '@ferrule/inventory-contracts';
import { describe, expect, it } from '@jest/globals';
import { useEdge } from '../ipam/edge.ts';

const { call, hear, query } = useEdge(['inventory']);

const KEY = 'a key of BGP';
const PASSWORD = 'hunter-22';
const dc1 = {
  ...{ datacenterId: 'DC1', name: 'Paris 1', uplink: 'sfp-sfpplus1' },
  ...{ encapsulation: { kind: 'vlan' }, management: ['172.16.10.0/24'] },
  supernets: ['172.16.0.0/16'],
  bgp: {
    ...{ as: 65_001, routerId: '10.255.1.1' },
    peers: [{ name: 'dc2', address: '10.255.2.1', as: 65_001, md5Key: KEY }],
  },
};

describe('what an operator keeps secret', () => {
  it('is on the bus and in the database only as what the inventory can open', async () => {
    const heard = await hear('cmd.inventory.>', INVENTORY_EVENTS);
    const registered = await call('POST', '/datacenters', dc1);
    expect([registered.status, registered.body['bgp']]).toMatchObject([
      201,
      { peers: [{ name: 'dc2', md5: true }] },
    ]);
    const router = { routerId: 'dc1-r1', datacenter: 'DC1', name: 'edge-1', address: '10.9.9.9' };
    const login = { user: 'ferrule', password: PASSWORD };
    expect((await call('POST', '/routers', { ...router, ...login })).status).toBe(201);
    const peers = [{ ...dc1.bgp.peers[0], md5Key: 'another key' }];
    const configured = await call('PATCH', '/datacenters/DC1', { bgp: { ...dc1.bgp, peers } });
    expect(configured.status).toBe(200);
    expect((await call('PUT', '/routers/dc1-r1/credentials', login)).status).toBe(200);
    const kept = await query('select place, sealed from inventory.secret order by place');
    expect(kept).toEqual([
      { place: 'datacenter/DC1/bgp/dc2', sealed: expect.stringMatching(/^sealed:/) },
      { place: 'router/dc1-r1/password', sealed: expect.stringMatching(/^sealed:/) },
    ]);
    const told = JSON.stringify([heard, registered.body, configured.body]);
    expect(heard.length).toBeGreaterThanOrEqual(8);
    expect(told).toContain('sealed:');
    for (const secret of [KEY, 'another key', PASSWORD]) expect(told).not.toContain(secret);
  });

  it('is not repeated to whoever wrote it wrongly', async () => {
    const long = 'secret'.repeat(20);
    const peers = [{ ...dc1.bgp.peers[0], md5Key: long }];
    const { status, body } = await call('PATCH', '/datacenters/DC1', {
      bgp: { ...dc1.bgp, peers },
    });
    expect([status, body['field']]).toEqual([422, 'bgp.peers[0].md5Key']);
    expect(JSON.stringify(body)).not.toContain(long);
  });
});
