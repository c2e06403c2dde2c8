import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { customer10, site, tablesOf, together } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet } from './packet.ts';
import type { TableRow } from './router-tables.ts';

const six: Rows = together(site, {
  '/ipv6/address': [
    { address: '2001:db8:ffff::2/64', interface: 'ether1' },
    { address: '2001:db8:10::1/64', interface: 'c10' },
    { address: '2001:db8:20::1/64', interface: 'c20' },
  ],
  '/ipv6/route': [{ 'dst-address': '::/0', gateway: '2001:db8:ffff::1' }],
});

const packet = (but: Partial<Packet> = {}): Packet => ({
  ...customer10,
  src: '2001:db8:10::9',
  dst: '2001:db8:aaaa::7',
  protocol: 'tcp',
  srcPort: 40_000,
  dstPort: 443,
  connectionState: 'new',
  ...but,
});

const judge = (rows: Rows, but: Partial<Packet> = {}) =>
  evaluatePacket(tablesOf(together(six, rows)), packet(but));

const drop = (but: TableRow): Rows => ({
  '/ipv6/firewall/filter': [{ chain: 'forward', action: 'drop', ...but }],
});

describe('IPv6', () => {
  it('is routed by its own addresses and routes', () => {
    expect(judge({})).toMatchObject({ outInterface: 'ether1', nextHop: '2001:db8:ffff::1' });
    expect(judge({}, { dst: '2001:db8:20::9' }).outInterface).toBe('c20');
    expect(judge({}, { dst: '2001:db8:20::1' }).delivered).toBe('router');
  });

  it('is filtered by its own rules and not by those of IPv4', () => {
    expect(judge(drop({ 'src-address': '2001:db8:10::/64' })).verdict).toBe('dropped');
    expect(judge(drop({ 'src-address': '!2001:db8:10::/64' })).verdict).toBe('accepted');
    expect(judge({ '/ip/firewall/filter': [{ chain: 'forward', action: 'drop' }] }).verdict).toBe(
      'accepted',
    );
  });

  it('has address lists of its own', () => {
    const lists = { '/ipv6/firewall/address-list': [{ list: 'x', address: '2001:db8:10::/48' }] };
    expect(judge(together(lists, drop({ 'src-address-list': 'x' }))).verdict).toBe('dropped');
    const other = { '/ip/firewall/address-list': [{ list: 'x', address: '10.0.0.0/8' }] };
    expect(judge(together(other, drop({ 'src-address-list': 'x' }))).verdict).toBe('accepted');
  });

  it('is masqueraded where a rule says so', () => {
    const rows = { '/ipv6/firewall/nat': [{ chain: 'srcnat', action: 'masquerade' }] };
    expect(judge(rows).translated.src).toBe('2001:db8:ffff::2');
  });

  it('does not forward link-local addresses', () => {
    expect(judge({}, { dst: 'fe80::9', addressedTo: 'router' }).verdict).toBe('dropped');
  });

  it('is dropped while it is switched off', () => {
    expect(judge({ '/ipv6/settings': [{ 'disable-ipv6': 'true' }] }).verdict).toBe('dropped');
    expect(judge({ '/ipv6/settings': [{ forward: 'false' }] }).verdict).toBe('dropped');
  });

  it('cannot talk to IPv4', () => {
    expect(() => judge({}, { dst: '10.20.0.9' })).toThrow(/cannot send/u);
  });
});
