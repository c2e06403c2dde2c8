import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { customer20, site, tablesOf, together, web } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet } from './packet.ts';
import type { TableRow } from './router-tables.ts';

/** A second way out, by ether3. */
const second: Rows = { '/ip/address': [{ address: '192.0.2.2/30', interface: 'ether3' }] };

const routes = (...rows: readonly TableRow[]): Rows =>
  together(second, {
    '/ip/route': [{ 'dst-address': '172.16.0.0/16', gateway: '203.0.113.1' }, ...rows],
  });

const judge = (rows: Rows, but: Partial<Packet> = {}) =>
  evaluatePacket(tablesOf(together(site, rows)), web(but));

describe('a route', () => {
  it('is chosen by the longest prefix', () => {
    const rows = routes({ 'dst-address': '198.51.100.0/24', gateway: '192.0.2.1' });
    expect(judge(rows)).toMatchObject({ outInterface: 'ether3', nextHop: '192.0.2.1' });
    expect(judge(rows, { dst: '198.51.101.1' }).outInterface).toBe('ether1');
  });

  it('is chosen by its distance among those of the same prefix', () => {
    const near = { 'dst-address': '198.51.100.0/24', gateway: '192.0.2.1', distance: '5' };
    const far = { 'dst-address': '198.51.100.0/24', gateway: '203.0.113.1', distance: '6' };
    expect(judge(routes(far, near)).outInterface).toBe('ether3');
  });

  it('gives way to a farther one when its interface is down', () => {
    const rows = together(routes({ 'dst-address': '198.51.100.0/24', gateway: '192.0.2.1' }), {
      '/interface': [{ name: 'ether3', running: 'false' }],
    });
    expect(judge(rows).outInterface).toBe('ether1');
  });

  it.each([{ disabled: 'true' }, { gateway: '10.99.0.1' }, { 'routing-table': 'other' }])(
    'does not count with %j',
    (but) => {
      const rows = routes({ 'dst-address': '198.51.100.0/24', gateway: '192.0.2.1', ...but });
      expect(judge(rows).outInterface).toBe('ether1');
    },
  );

  it('may name an interface, alone or behind an address', () => {
    for (const gateway of ['ether3', '192.0.2.1%ether3'])
      expect(judge(routes({ 'dst-address': '198.51.100.0/24', gateway })).outInterface).toBe(
        'ether3',
      );
  });

  it('may lead through another route, within the scopes', () => {
    const recursive = { 'dst-address': '198.51.100.0/24', gateway: '192.0.2.129' };
    const via = { 'dst-address': '192.0.2.128/25', gateway: '192.0.2.1' };
    expect(judge(routes(recursive, via)).outInterface).toBe('ether1');
    expect(judge(routes(recursive, { ...via, scope: '10' }))).toMatchObject({
      outInterface: 'ether3',
      nextHop: '192.0.2.1',
    });
    expect(judge(routes({ ...recursive, 'target-scope': '30' }, via)).outInterface).toBe('ether3');
  });

  it('follows from an address and not from the row that the router shows for it', () => {
    const stale = { 'dst-address': '198.51.100.0/24', gateway: 'ether3', connect: 'true' };
    expect(judge(routes(stale)).outInterface).toBe('ether1');
  });

  it('into a black hole swallows the packet', () => {
    const hole = { 'dst-address': '198.51.100.0/24', blackhole: '' };
    expect(judge(routes(hole))).toMatchObject({
      verdict: 'dropped',
      by: { menu: '/ip/route', id: '*3' },
    });
  });

  it.each(['unreachable', 'prohibit'])('of type %s answers with an error', (type) => {
    expect(judge(routes({ 'dst-address': '198.51.100.0/24', type })).verdict).toBe('rejected');
  });

  it('that is missing is answered with an error', () => {
    const rows = { ...site, '/ip/route': [] };
    expect(evaluatePacket(tablesOf(rows), web())).toMatchObject({
      verdict: 'rejected',
      by: 'no route',
    });
  });

  it('to a network goes with the last address of it', () => {
    const rows = {
      ...site,
      '/ip/address': (site['/ip/address'] ?? []).slice(0, 2),
      '/ip/route': [],
    };
    expect(evaluatePacket(tablesOf(rows), web({ dst: '10.20.0.9' })).by).toBe('no route');
  });
});

describe('a routing table', () => {
  const other = routes(
    { gateway: '192.0.2.1', 'routing-table': 'second' },
    { 'dst-address': '10.0.0.0/8', gateway: '192.0.2.1', 'routing-table': 'inner' },
  );

  it('is chosen by a mark', () => {
    const mark = {
      '/ip/firewall/mangle': [
        {
          chain: 'prerouting',
          action: 'mark-routing',
          'new-routing-mark': 'second',
          'src-address': '10.10.0.0/24',
        },
      ],
    };
    const rows = together(other, mark);
    expect(judge(rows).outInterface).toBe('ether3');
    expect(judge(rows, customer20).outInterface).toBe('ether1');
  });

  it('of a mark gives way to the main one where it has no route', () => {
    const mark = {
      '/ip/firewall/mangle': [
        { chain: 'prerouting', action: 'mark-routing', 'new-routing-mark': 'inner' },
      ],
    };
    expect(judge(together(other, mark)).outInterface).toBe('ether1');
  });

  const byRule = (...rules: readonly TableRow[]) => together(other, { '/routing/rule': rules });

  it.each<[string, TableRow]>([
    ['source', { 'src-address': '10.10.0.0/24' }],
    ['destination', { 'dst-address': '198.51.100.7/32' }],
    ['interface', { interface: 'c10' }],
  ])('is chosen by a rule about the %s', (_, condition) => {
    const rows = byRule({ action: 'lookup', table: 'second', ...condition });
    expect(judge(rows).outInterface).toBe('ether3');
    expect(judge(rows, { ...customer20, dst: '198.51.100.8' }).outInterface).toBe('ether1');
  });

  it('of a rule is the last word only with lookup-only-in-table', () => {
    expect(judge(byRule({ action: 'lookup', table: 'inner' })).outInterface).toBe('ether1');
    expect(judge(byRule({ action: 'lookup-only-in-table', table: 'inner' }))).toMatchObject({
      verdict: 'rejected',
      by: { menu: '/routing/rule', id: '*1' },
    });
  });

  it('is not asked at all after a rule that drops', () => {
    expect(judge(byRule({ action: 'drop', interface: 'c10' })).verdict).toBe('dropped');
    expect(judge(byRule({ action: 'unreachable', interface: 'c10' })).verdict).toBe('rejected');
    expect(judge(byRule({ action: 'drop', disabled: 'true' })).verdict).toBe('accepted');
  });

  it('is read past its default route with min-prefix=0', () => {
    const rows = byRule(
      { action: 'lookup', table: 'main', 'min-prefix': '0' },
      { action: 'lookup', table: 'second' },
    );
    expect(judge(rows).outInterface).toBe('ether3');
    expect(judge(rows, { dst: '10.20.0.9' }).outInterface).toBe('c20');
  });

  it('is not chosen by the rows that only show the order of the router', () => {
    const hidden = { action: 'lookup', table: 'second' };
    expect(judge(byRule({ ...hidden, default: 'true' })).outInterface).toBe('ether1');
    expect(judge(byRule({ ...hidden, chain: 'vrf-lookup' })).outInterface).toBe('ether1');
    expect(judge(byRule({ ...hidden, chain: 'user' })).outInterface).toBe('ether3');
  });

  it('is not guessed where a rule asks for what is not modelled', () => {
    expect(() => judge(byRule({ action: 'lookup', table: 'second', realm: '7' }))).toThrow(
      /realm/u,
    );
  });
});

describe('the router', () => {
  it.each([
    ['ip-forward=false', { '/ip/settings': [{ 'ip-forward': 'false' }] }],
    ['a source that came the wrong way', { '/ip/settings': [{ 'rp-filter': 'strict' }] }],
  ])('does not forward with %s', (_, settings) => {
    expect(judge(settings, { src: '10.20.0.9' }).verdict).toBe('dropped');
  });

  it('answers on all its addresses, but not on those of disabled rows or interfaces', () => {
    expect(judge({}, { dst: '10.20.0.1' }).delivered).toBe('router');
    const off = {
      '/ip/address': [{ address: '10.40.0.1/24', interface: 'ether3', disabled: 'true' }],
    };
    expect(judge(off, { dst: '10.40.0.1' }).delivered).toBe('routed');
    const down = { '/interface': [{ name: 'c20', disabled: 'true' }] };
    expect(judge(down, { dst: '10.20.0.1' }).delivered).toBe('routed');
  });

  it.each(['10.10.0.255', '255.255.255.255', '224.0.0.5'])('receives what is sent to %s', (dst) => {
    expect(judge({}, { dst, protocol: 'udp' }).delivered).toBe('router');
  });

  it('takes a source that came the wrong way with rp-filter=loose, but none without a way back', () => {
    const loose = { '/ip/settings': [{ 'rp-filter': 'loose' }] };
    expect(judge(loose, { src: '10.20.0.9' }).verdict).toBe('accepted');
    const closed = evaluatePacket(
      tablesOf(together({ ...site, '/ip/route': [] }, loose)),
      web({ src: '192.0.2.77', dst: '10.20.0.9' }),
    );
    expect(closed.verdict).toBe('dropped');
  });

  it('is at each end of a network of one or two addresses', () => {
    const rows = {
      '/ip/address': [
        { address: '10.50.0.0/31', interface: 'ether3' },
        { address: '10.60.0.1/32', network: '10.60.0.2', interface: 'ether3' },
      ],
    };
    for (const dst of ['10.50.0.1', '10.60.0.2'])
      expect(judge(rows, { dst })).toMatchObject({ delivered: 'routed', outInterface: 'ether3' });
    for (const dst of ['10.50.0.0', '10.60.0.1'])
      expect(judge(rows, { dst }).delivered).toBe('router');
  });

  it('sends no packet on that has made all its hops', () => {
    expect(judge({}, { ttl: 1 })).toMatchObject({ verdict: 'rejected', by: 'hop limit' });
  });
});
