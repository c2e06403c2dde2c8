import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { site, tablesOf, together, web } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet } from './packet.ts';
import { reply } from './reply.ts';
import type { TableRow } from './router-tables.ts';

const nat = (...rules: readonly TableRow[]): Rows => ({ '/ip/firewall/nat': rules });

const masquerade = { chain: 'srcnat', action: 'masquerade', 'out-interface': 'ether1' };

const forwardTo = (but: TableRow = {}) => ({
  chain: 'dstnat',
  action: 'dst-nat',
  'dst-address': '203.0.113.2',
  protocol: 'tcp',
  'dst-port': '8443',
  'to-addresses': '10.10.0.9',
  'to-ports': '443',
  ...but,
});

const judge = (rows: Rows, packet: Packet) =>
  evaluatePacket(tablesOf(together(site, rows)), packet);

const stranger = (but: Partial<Packet> = {}) =>
  web({ in: 'ether1', tags: [], src: '198.51.100.7', dst: '203.0.113.2', dstPort: 8443, ...but });

describe('source NAT', () => {
  it('masquerades behind the address of the interface that the packet leaves through', () => {
    expect(judge(nat(masquerade), web()).translated).toEqual({
      src: '203.0.113.2',
      dst: '198.51.100.7',
      srcPort: 40_000,
      dstPort: 443,
    });
  });

  it('masquerades behind the address nearest to the gateway, or the one that the route prefers', () => {
    const two = {
      ...site,
      '/ip/address': [
        { address: '192.0.2.9/24', interface: 'ether1' },
        ...(site['/ip/address'] ?? []),
      ],
      ...nat(masquerade),
    };
    expect(evaluatePacket(tablesOf(two), web()).translated.src).toBe('203.0.113.2');
    const preferring = {
      ...two,
      '/ip/route': [{ gateway: '203.0.113.1', 'pref-src': '192.0.2.9' }],
    };
    expect(evaluatePacket(tablesOf(preferring), web()).translated.src).toBe('192.0.2.9');
  });

  it.each(['established', 'related', 'invalid', 'untracked'] as const)(
    'is not for packets that are %s',
    (connectionState) => {
      expect(judge(nat(masquerade), web({ connectionState })).translated.src).toBe('10.10.0.9');
    },
  );

  it('may also change the source of what is for the router', () => {
    const rule = { chain: 'input', action: 'src-nat', 'to-addresses': '192.0.2.1' };
    expect(judge(nat(rule), web({ dst: '10.10.0.1' })).translated.src).toBe('192.0.2.1');
  });

  it('leaves alone what an earlier rule accepts', () => {
    const accepting = { chain: 'srcnat', action: 'accept', 'src-address': '10.10.0.0/24' };
    expect(judge(nat(accepting, masquerade), web()).translated.src).toBe('10.10.0.9');
  });

  it('leaves alone what goes out elsewhere', () => {
    expect(judge(nat(masquerade), web({ dst: '10.20.0.9' })).translated.src).toBe('10.10.0.9');
  });

  it('takes the address that the rule names, the first of a range', () => {
    const rule = { chain: 'srcnat', action: 'src-nat', 'to-addresses': '192.0.2.4-192.0.2.7' };
    expect(judge(nat(rule), web()).translated.src).toBe('192.0.2.4');
  });

  it('keeps the host and swaps the network with netmap', () => {
    const rule = { chain: 'srcnat', action: 'netmap', 'to-addresses': '192.0.2.0/24' };
    expect(judge(nat(rule), web()).translated.src).toBe('192.0.2.9');
  });

  it('drops what it should masquerade behind an interface without an address', () => {
    const rows = together(nat({ chain: 'srcnat', action: 'masquerade' }), {
      '/ip/route': [{ 'dst-address': '198.51.100.0/24', gateway: 'ether3' }],
    });
    expect(judge(rows, web())).toMatchObject({
      verdict: 'dropped',
      by: { menu: '/ip/firewall/nat' },
    });
  });

  it('happens after the filter, which sees the address of the host', () => {
    const rows = together(nat(masquerade), {
      '/ip/firewall/filter': [{ chain: 'forward', action: 'drop', 'src-address': '203.0.113.2' }],
    });
    expect(judge(rows, web()).verdict).toBe('accepted');
  });
});

describe('destination NAT', () => {
  it('sends the packet on to the host behind, tagged as its VLANs are', () => {
    expect(judge(nat(forwardTo()), stranger())).toMatchObject({
      verdict: 'accepted',
      outInterface: 'c10',
      translated: { dst: '10.10.0.9', dstPort: 443 },
    });
  });

  it('happens before the filter, which can tell such a connection', () => {
    const rows = together(nat(forwardTo()), {
      '/ip/firewall/filter': [
        {
          chain: 'forward',
          action: 'accept',
          'dst-address': '10.10.0.9',
          'connection-nat-state': 'dstnat',
        },
        { chain: 'forward', action: 'drop', 'in-interface': 'ether1' },
      ],
    });
    expect(judge(rows, stranger()).by).toMatchObject({ id: '*1' });
    expect(judge(rows, stranger({ dst: '10.10.0.9', dstPort: 443 })).verdict).toBe('dropped');
  });

  it('changes nothing for other ports', () => {
    expect(judge(nat(forwardTo()), stranger({ dstPort: 22 })).delivered).toBe('router');
  });

  it('redirects to the router itself', () => {
    const rule = { chain: 'dstnat', action: 'redirect', protocol: 'udp', 'dst-port': '53' };
    expect(judge(nat(rule), web({ protocol: 'udp', dstPort: 53 }))).toMatchObject({
      delivered: 'router',
      translated: { dst: '10.10.0.1', dstPort: 53 },
    });
  });

  it('maps a network onto another with netmap', () => {
    const rule = {
      chain: 'dstnat',
      action: 'netmap',
      'dst-address': '192.0.2.0/24',
      'to-addresses': '10.20.0.0/24',
    };
    expect(judge(nat(rule), web({ dst: '192.0.2.9' }))).toMatchObject({
      translated: { dst: '10.20.0.9' },
      outInterface: 'c20',
    });
  });

  it('keeps a port that lies within the wanted ones', () => {
    const rule = forwardTo({ 'dst-port': '8000-9000', 'to-ports': '8000-9000' });
    expect(judge(nat(rule), stranger()).translated.dstPort).toBe(8443);
  });

  it('follows jumps into other chains', () => {
    const rows = nat(
      { chain: 'dstnat', action: 'jump', 'jump-target': 'published' },
      forwardTo({ chain: 'published' }),
    );
    expect(judge(rows, stranger()).translated.dst).toBe('10.10.0.9');
  });
});

describe('an answer', () => {
  it('finds its way back through a masquerade', () => {
    const tables = tablesOf(together(site, nat(masquerade)));
    const there = web();
    const back = reply(there, evaluatePacket(tables, there));
    expect(back).toMatchObject({ in: 'ether1', tags: [], src: '198.51.100.7', dst: '203.0.113.2' });
    const judged = evaluatePacket(tables, back);
    expect(judged).toMatchObject({
      verdict: 'accepted',
      outInterface: 'c10',
      vlanTagsOut: there.tags,
      translated: { src: '198.51.100.7', srcPort: 443, dst: '10.10.0.9', dstPort: 40_000 },
    });
    const again = evaluatePacket(tables, reply(back, judged));
    expect(again.translated).toEqual(evaluatePacket(tables, there).translated);
  });

  it('comes from the address that was asked, behind a destination NAT', () => {
    const tables = tablesOf(together(site, nat(forwardTo())));
    const there = stranger();
    const judged = evaluatePacket(tables, reply(there, evaluatePacket(tables, there)));
    expect(judged).toMatchObject({
      outInterface: 'ether1',
      translated: { src: '203.0.113.2', srcPort: 8443, dst: '198.51.100.7' },
    });
  });

  it('of the router to a redirected question comes from the server that was asked', () => {
    const rule = { chain: 'dstnat', action: 'redirect', protocol: 'udp', 'dst-port': '53' };
    const tables = tablesOf(together(site, nat(rule)));
    const there = web({ protocol: 'udp', dstPort: 53 });
    const back = reply(there, evaluatePacket(tables, there));
    expect(back.in).toBeUndefined();
    expect(evaluatePacket(tables, back)).toMatchObject({
      outInterface: 'c10',
      translated: { src: '198.51.100.7', dst: '10.10.0.9' },
    });
  });

  it('is no new packet to the filter', () => {
    const rules = {
      '/ip/firewall/filter': [
        { chain: 'forward', action: 'accept', 'connection-state': 'established,related' },
        { chain: 'forward', action: 'drop', 'in-interface': 'ether1' },
      ],
    };
    const tables = tablesOf(together(site, nat(masquerade), rules));
    const there = web();
    const back = reply(there, evaluatePacket(tables, there));
    expect(evaluatePacket(tables, back).by).toMatchObject({ id: '*1' });
    expect(evaluatePacket(tables, { ...back, connectionState: 'new' }).delivered).toBe('router');
  });

  it('of another connection is not taken for one', () => {
    const tables = tablesOf(site);
    const there = web();
    const back = reply(there, evaluatePacket(tables, there));
    for (const but of [{ srcPort: 444 }, { dstPort: 1 }, { src: '198.51.100.8' }])
      expect(() => evaluatePacket(tables, { ...back, ...but })).toThrow(/no direction/u);
  });

  it('to an untracked packet is untracked as well', () => {
    const tables = tablesOf(site);
    const there = web({ connectionState: 'untracked' });
    expect(reply(there, evaluatePacket(tables, there)).connectionState).toBe('untracked');
  });

  it('is not given to what never arrived', () => {
    const tables = tablesOf(
      together(site, { '/ip/firewall/filter': [{ chain: 'forward', action: 'drop' }] }),
    );
    expect(() => reply(web(), evaluatePacket(tables, web()))).toThrow(/did not arrive/u);
  });
});

it('refuses to guess what an action does that is not modelled', () => {
  const rule = { chain: 'dstnat', action: 'socksify' };
  expect(() => judge(nat(rule), web())).toThrow('/ip/firewall/nat *1: the action socksify');
});
