import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { customer20, site, tablesOf, together, web } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet } from './packet.ts';
import { reply } from './reply.ts';
import type { TableRow } from './router-tables.ts';

/** A second way out, by ether3. */
const second: Rows = { '/ip/address': [{ address: '192.0.2.2/30', interface: 'ether3' }] };
const routes = (...rows: readonly TableRow[]): Rows =>
  together(second, {
    '/ip/route': [{ 'dst-address': '172.16.0.0/16', gateway: '203.0.113.1' }, ...rows],
  });

const judge = (rows: Rows, but: Partial<Packet> = {}) =>
  evaluatePacket(tablesOf(together(site, rows)), web(but));

describe('a VRF', () => {
  const vrf: Rows = {
    '/ip/vrf': [
      { name: 'blue', interfaces: 'c20,ether3' },
      { name: 'main', interfaces: 'all' },
    ],
  };

  it('knows neither the routes nor the networks of the others', () => {
    expect(judge(together(vrf, second), customer20)).toMatchObject({
      verdict: 'rejected',
      by: 'no route',
    });
    expect(judge(vrf, { ...customer20, dst: '10.10.0.9' }).verdict).toBe('rejected');
    expect(judge(vrf, { dst: '10.20.0.9' }).outInterface).toBe('ether1');
  });

  it('may have the same addresses as another', () => {
    const rows = together(vrf, {
      '/ip/address': [{ address: '10.10.0.1/24', interface: 'ether3' }],
    });
    expect(judge(rows, { in: 'ether3', tags: [], dst: '10.10.0.1' })).toMatchObject({
      delivered: 'router',
      vrf: 'blue',
    });
    expect(judge(vrf, { ...customer20, dst: '10.10.0.1' }).verdict).toBe('rejected');
  });

  it('resolves gateways in its own table', () => {
    const rows = together(vrf, second, {
      '/ip/route': [
        { 'dst-address': '198.51.100.0/24', gateway: '203.0.113.1', 'routing-table': 'blue' },
      ],
    });
    expect(judge(rows, customer20).verdict).toBe('rejected');
    const leaking = together(vrf, second, {
      '/ip/route': [
        { 'dst-address': '198.51.100.0/24', gateway: '203.0.113.1@main', 'routing-table': 'blue' },
      ],
    });
    expect(judge(leaking, customer20).outInterface).toBe('ether1');
  });

  it('has routes of its own', () => {
    const rows = together(vrf, routes({ gateway: '192.0.2.1', 'routing-table': 'blue' }));
    expect(judge(rows, customer20)).toMatchObject({ outInterface: 'ether3', nextHop: '192.0.2.1' });
    expect(judge(rows).outInterface).toBe('ether1');
  });

  it('is what rules see in place of its interfaces', () => {
    const rows = together(vrf, routes({ gateway: '192.0.2.1', 'routing-table': 'blue' }));
    const drop = (name: string) =>
      judge(
        together(rows, {
          '/ip/firewall/filter': [{ chain: 'forward', action: 'drop', 'in-interface': name }],
        }),
        customer20,
      ).verdict;
    expect(drop('blue')).toBe('dropped');
    expect(drop('c20')).toBe('accepted');
  });

  it('is where the router answers what came from it', () => {
    const tables = tablesOf(together(site, vrf));
    const ping = web({ ...customer20, dst: '10.20.0.1' });
    const back = reply(ping, evaluatePacket(tables, ping));
    expect(evaluatePacket(tables, back)).toMatchObject({
      verdict: 'accepted',
      outInterface: 'c20',
    });
  });
});
