import { describe, expect, it } from '@jest/globals';
import { evaluatePacket } from './evaluate-packet.ts';
import { customer20, site, tablesOf, together, web } from './fake/fake-tables.ts';
import type { Rows } from './fake/fake-tables.ts';
import type { Packet } from './packet.ts';
import type { TableRow } from './router-tables.ts';
import { CannotJudge } from './router-tables.ts';

const judge = (rows: Rows, but: Partial<Packet> = {}) =>
  evaluatePacket(tablesOf(together(site, rows)), web(but));

const dropIf = (condition: TableRow): Rows => ({
  '/ip/firewall/filter': [{ chain: 'forward', action: 'drop', ...condition }],
});

describe('a condition', () => {
  const lists: Rows = {
    '/interface/list': [
      { name: 'inner' },
      { name: 'all-but-20', include: 'inner', exclude: 'twenty' },
      { name: 'twenty' },
    ],
    '/interface/list/member': [
      { list: 'inner', interface: 'c10' },
      { list: 'inner', interface: 'c20' },
      { list: 'twenty', interface: 'c20' },
      { list: 'twenty', interface: 'c10', disabled: 'true' },
    ],
    '/ip/firewall/address-list': [
      { list: 'servers', address: '198.51.100.0/29' },
      { list: 'guests', address: '10.10.0.2-10.10.0.8' },
      { list: 'guests', address: '10.10.0.9', disabled: 'true' },
      { list: 'guests', address: 'portal.example' },
    ],
  };
  const tcp = { protocol: 'tcp' };

  // Of the packet 10.10.0.9:40000 to 198.51.100.7:443 from c10 to ether1.
  it.each<[TableRow, boolean]>([
    [{ 'src-address': '10.10.0.9' }, true],
    [{ 'src-address': '10.10.0.0/24' }, true],
    [{ 'src-address': '!10.10.0.0/24' }, false],
    [{ 'src-address': '10.10.0.10-10.10.0.20' }, false],
    [{ 'src-address': '10.10.0.9-10.10.0.20' }, true],
    [{ 'dst-address': '!10.0.0.0/8' }, true],
    [{ 'dst-address-list': 'servers' }, true],
    [{ 'dst-address-list': '!servers' }, false],
    [{ 'src-address-list': 'guests' }, false],
    [{ 'src-address-list': 'of-nobody' }, false],
    [{ 'src-address-list': '!of-nobody' }, true],
    [{ 'src-address-type': 'unicast' }, true],
    [{ 'dst-address-type': 'local,broadcast' }, false],
    [{ 'dst-address-type': '!local' }, true],
    [{ 'in-interface': 'c10' }, true],
    [{ 'in-interface': '!c10' }, false],
    [{ 'in-interface': 's200' }, false],
    [{ 'in-interface': 'ether2' }, false],
    [{ 'in-interface': 'all-vlan' }, true],
    [{ 'in-interface': 'all-ethernet' }, false],
    [{ 'out-interface': 'ether1' }, true],
    [{ 'out-interface': '!ether1' }, false],
    [{ 'out-interface': 'all-ethernet' }, true],
    [{ 'in-interface-list': 'inner' }, true],
    [{ 'in-interface-list': 'all-but-20' }, true],
    [{ 'in-interface-list': 'twenty' }, false],
    [{ 'in-interface-list': '!twenty' }, true],
    [{ 'in-interface-list': 'all' }, true],
    [{ 'in-interface-list': 'none' }, false],
    [{ 'out-interface-list': '!inner' }, true],
    [{ protocol: 'tcp' }, true],
    [{ protocol: '6' }, true],
    [{ protocol: '!tcp' }, false],
    [{ protocol: '!udp' }, true],
    [{ ...tcp, 'dst-port': '80,443' }, true],
    [{ ...tcp, 'dst-port': '400-500' }, true],
    [{ ...tcp, 'dst-port': '!443' }, false],
    [{ ...tcp, 'src-port': '443' }, false],
    [{ ...tcp, port: '443' }, true],
    [{ ...tcp, port: '40000' }, true],
    [{ 'connection-state': 'new' }, true],
    [{ 'connection-state': 'established,related' }, false],
    [{ 'connection-state': '!established,related' }, true],
    [{ 'connection-nat-state': 'dstnat' }, false],
    [{ 'connection-nat-state': '!dstnat' }, true],
    [{ 'connection-mark': 'no-mark' }, true],
    [{ 'packet-mark': 'voice' }, false],
    [{ 'ipsec-policy': 'in,none' }, true],
    [{ 'ipsec-policy': 'in,ipsec' }, false],
    [{ 'src-address': '', comment: 'unset' }, true],
    [{ limit: '10,5:packet' }, true],
    [{ limit: '!10,5:packet' }, false],
    [{ 'connection-limit': '100,32' }, false],
    [{ ...tcp, psd: '21,3s,3,1' }, false],
    [{ 'connection-bytes': '0-1000000' }, true],
    [{ 'connection-bytes': '1000000-0' }, false],
  ])('%j holds: %s', (condition, holds) => {
    const { verdict } = judge(together(lists, dropIf(condition)));
    expect(verdict).toBe(holds ? 'dropped' : 'accepted');
  });

  // Of what the packet tells besides.
  it.each<[TableRow, Partial<Packet>, boolean]>([
    [{ 'src-mac-address': '02:00:00:00:00:0a' }, { srcMac: '02:00:00:00:00:0A' }, true],
    [{ 'src-mac-address': '!02:00:00:00:00:0A' }, { srcMac: '02:00:00:00:00:0A' }, false],
    [
      { protocol: 'icmp', 'icmp-options': '8:0-255' },
      { protocol: 'icmp', icmp: { type: 8, code: 0 } },
      true,
    ],
    [
      { protocol: 'icmp', 'icmp-options': '8:1-3' },
      { protocol: 'icmp', icmp: { type: 8, code: 0 } },
      false,
    ],
    [
      { protocol: 'icmp', 'icmp-options': '0' },
      { protocol: 'icmp', icmp: { type: 8, code: 0 } },
      false,
    ],
    [{ ...tcp, 'tcp-flags': 'syn,!ack' }, { tcpFlags: ['syn'] }, true],
    [{ ...tcp, 'tcp-flags': 'syn,!ack' }, { tcpFlags: ['syn', 'ack'] }, false],
    [{ 'packet-size': '0-1499' }, { size: 1500 }, false],
    [{ dscp: '!46' }, { dscp: 46 }, false],
    [{ ttl: 'less-than:5' }, { ttl: 4 }, true],
    [{ fragment: 'true' }, { fragment: true }, true],
    [{ 'connection-state': 'invalid' }, { connectionState: 'invalid' }, true],
    [{ 'dst-port': '53', protocol: 'udp' }, { protocol: 'udp', dstPort: 53 }, true],
  ])('%j of %j holds: %s', (condition, packet, holds) => {
    expect(judge(dropIf(condition), packet).verdict).toBe(holds ? 'dropped' : 'accepted');
  });

  it.each(['layer7-protocol', 'content', 'time', 'random', 'hotspot', 'never-heard-of'])(
    'that is not modelled, %s, is named and never ignored',
    (matcher) => {
      const rows = dropIf({ 'src-address': '192.0.2.1', [matcher]: 'x' });
      expect(() => judge(rows)).toThrow(CannotJudge);
      expect(() => judge(rows)).toThrow(`/ip/firewall/filter *1: the matcher ${matcher}`);
    },
  );

  it('that the packet cannot answer is named and never guessed', () => {
    expect(() => judge(dropIf({ 'src-mac-address': '02:00:00:00:00:0A' }))).toThrow(/MAC address/u);
  });

  it('about an interface list leaves out what the list excludes', () => {
    const rows = together(lists, dropIf({ 'in-interface-list': 'all-but-20' }));
    expect(judge(rows, customer20).verdict).toBe('accepted');
  });

  it('about the type of an address tells the router, a broadcast and a group from a host', () => {
    const dst: Readonly<Record<string, string>> = {
      local: '10.10.0.1',
      broadcast: '10.10.0.255',
      multicast: '239.1.1.1',
      unicast: '10.20.0.9',
    };
    for (const type of Object.keys(dst))
      for (const [name, address] of Object.entries(dst)) {
        const rule = { chain: 'prerouting', action: 'drop', 'dst-address-type': type };
        const judged = judge({ '/ip/firewall/raw': [rule] }, { dst: address });
        expect([type, name, judged.verdict]).toEqual([
          type,
          name,
          type === name ? 'dropped' : 'accepted',
        ]);
      }
  });

  it('that needs a port fails on a protocol without ports', () => {
    expect(judge(dropIf({ port: '443' }), { protocol: 'gre' }).verdict).toBe('accepted');
  });
});
