import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { site, tablesOf, together } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet } from './packet.ts';

const judge = (rows: Rows, but: Partial<Packet> = {}) =>
  evaluatePacket(tablesOf(together(site, rows)), {
    src: '203.0.113.2',
    dst: '198.51.100.7',
    protocol: 'udp',
    srcPort: 123,
    dstPort: 123,
    connectionState: 'new',
    ...but,
  });

describe('a packet of the router itself', () => {
  it('leaves by its routes, on no interface that it came from', () => {
    const judged = judge({});
    expect(judged).toMatchObject({ verdict: 'accepted', by: 'no rule', outInterface: 'ether1' });
    expect(judged).not.toHaveProperty('inInterface');
  });

  it.each(['raw', 'mangle', 'filter'])('may be dropped in the output of %s', (facility) => {
    const menu = `/ip/firewall/${facility}`;
    expect(judge({ [menu]: [{ chain: 'output', action: 'drop' }] })).toMatchObject({
      verdict: 'dropped',
      by: { menu },
    });
  });

  it('is told by the rule of the filter that accepts it', () => {
    const rows = {
      '/ip/firewall/filter': [
        { chain: 'output', action: 'accept', 'out-interface': 'ether1' },
        { chain: 'output', action: 'drop' },
      ],
    };
    expect(judge(rows).by).toMatchObject({ id: '*1' });
  });

  it('matches no rule about an interface that packets come in through', () => {
    const rule = { chain: 'output', action: 'drop' };
    expect(judge({ '/ip/firewall/filter': [{ ...rule, 'in-interface': 'ether1' }] }).verdict).toBe(
      'accepted',
    );
  });

  it('is routed anew when mangle marks it', () => {
    const rows = {
      '/ip/firewall/mangle': [
        { chain: 'output', action: 'mark-routing', 'new-routing-mark': 'second' },
      ],
      '/ip/address': [{ address: '192.0.2.2/30', interface: 'ether3' }],
      '/ip/route': [{ gateway: '192.0.2.1', 'routing-table': 'second' }],
    };
    expect(judge(rows).outInterface).toBe('ether3');
  });

  it('may be sent elsewhere by the output chain of NAT', () => {
    const rows = {
      '/ip/firewall/nat': [{ chain: 'output', action: 'dst-nat', 'to-addresses': '10.20.0.9' }],
    };
    expect(judge(rows)).toMatchObject({ outInterface: 'c20', translated: { dst: '10.20.0.9' } });
  });

  it('to itself goes through output and input', () => {
    const local = { dst: '10.10.0.1' };
    expect(judge({}, local)).toMatchObject({
      delivered: 'router',
      inInterface: 'lo',
      outPorts: [],
    });
    const rows = { '/ip/firewall/filter': [{ chain: 'input', action: 'drop' }] };
    expect(judge(rows, local).verdict).toBe('dropped');
  });

  it('has no way where there is no route', () => {
    expect(judge({ '/ip/route': [{ blackhole: '', distance: '0' }] }).verdict).toBe('dropped');
  });
});
