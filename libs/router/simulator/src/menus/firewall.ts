import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { portsNeedProtocol, flagsNeedTcp } from './checks.ts';
import {
  matchers,
  connectionMatchers,
  ipv4Matchers,
  ipv6Matchers,
  ipv4ConnectionMatchers,
  marking,
} from './firewall-matchers.ts';
import { matcher } from './firewall-values.ts';
import { counters, states } from './properties.ts';
import { port } from './values.ts';
import { wordsOf } from './word-lists.ts';

export const firewallMenus = [
  menu('/ip/firewall/filter', {
    kind: 'list',
    ordered: true,
    disabledReads: 'once-written',
    args: {
      action: t.enum(
        wordsOf(`
          accept jump return log passthrough add-src-to-address-list add-dst-to-address-list drop
          reject tarpit fasttrack-connection
        `),
        { default: 'accept' },
      ),
      'connection-nat-state': t.not(t.flags(['srcnat', 'dstnat', 'ein-snat', 'ein-dnat'])),
      'connection-state': t.not(t.flags(['invalid', 'established', 'related', 'new', 'untracked'])),
      p2p: t.not(
        t.enum(
          wordsOf(`
          fasttrack gnutella direct-connect edonkey bit-torrent blubster soulseek winmx warez
          all-p2p
        `),
        ),
      ),
      'reject-with': t.enum(
        wordsOf(`
          icmp-network-unreachable icmp-host-unreachable icmp-protocol-unreachable
          icmp-port-unreachable icmp-net-prohibited icmp-host-prohibited tcp-reset
          icmp-admin-prohibited
        `),
        { unset: false },
      ),
      'tcp-flags': matcher.tcpFlags,
      'tls-host': t.not(t.string()),
      'hw-offload': t.bool({ unset: false, until: '7.21' }),
      ...matchers,
      ...connectionMatchers,
      ...ipv4Matchers,
      ...ipv4ConnectionMatchers,
    },
    readOnly: {
      ...counters('bytes packets'),
      ...states('invalid dynamic'),
    },
    checks: [portsNeedProtocol, flagsNeedTcp],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/ip/firewall/nat', {
    kind: 'list',
    ordered: true,
    disabledReads: 'once-written',
    args: {
      action: t.enum(
        wordsOf(`
          accept jump return log passthrough add-src-to-address-list add-dst-to-address-list
          src-nat masquerade dst-nat redirect same netmap endpoint-independent-nat socksify
        `),
        { default: 'accept' },
      ),
      'randomise-ports': t.bool({ unset: false }),
      'same-not-by-dst': t.bool({ unset: false }),
      'socks5-port': t.int(port, { unset: false, since: '7.20' }),
      'socks5-server': t.ip4({ unset: false, since: '7.20' }),
      'socksify-service': t.ref('/ip/socksify', { unset: false, since: '7.20' }),
      'to-addresses': t.ipRange(),
      'to-ports': t.intRange(port),
      ...matchers,
      ...connectionMatchers,
      ...ipv4Matchers,
      ...ipv4ConnectionMatchers,
    },
    readOnly: {
      ...counters('bytes packets'),
      ...states('invalid dynamic'),
    },
    checks: [portsNeedProtocol],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/ip/firewall/mangle', {
    kind: 'list',
    ordered: true,
    disabledReads: 'once-written',
    args: {
      action: t.enum(
        wordsOf(`
          accept jump return log passthrough add-src-to-address-list add-dst-to-address-list
          sniff-tzsp sniff-pc drop mark-packet mark-connection change-mss change-dscp
          strip-ipv4-options change-ttl mark-routing set-priority clear-df fasttrack-connection
          route
        `),
        { default: 'accept' },
      ),
      'new-ttl': { ...matcher.newHops, unset: false },
      p2p: t.not(
        t.enum(
          wordsOf(`
          fasttrack gnutella direct-connect edonkey bit-torrent blubster soulseek winmx warez
          all-p2p
        `),
        ),
      ),
      'route-dst': t.ip4({ unset: false }),
      ...matchers,
      ...connectionMatchers,
      ...ipv4Matchers,
      ...ipv4ConnectionMatchers,
      ...marking,
    },
    readOnly: {
      ...counters('bytes packets'),
      ...states('invalid dynamic'),
    },
    checks: [portsNeedProtocol, flagsNeedTcp],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/ip/firewall/raw', {
    kind: 'list',
    ordered: true,
    disabledReads: 'once-written',
    args: {
      action: t.enum(
        wordsOf(`
          accept jump return log passthrough add-src-to-address-list add-dst-to-address-list drop
          notrack
        `),
        { default: 'accept' },
      ),
      'tcp-flags': matcher.tcpFlags,
      'tls-host': t.not(t.string()),
      ...matchers,
      ...ipv4Matchers,
    },
    readOnly: {
      ...counters('bytes packets'),
      ...states('invalid dynamic'),
    },
    checks: [portsNeedProtocol, flagsNeedTcp],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/ipv6/firewall/filter', {
    kind: 'list',
    ordered: true,
    disabledReads: 'once-written',
    args: {
      action: t.enum(
        wordsOf(`
          accept jump return log passthrough add-src-to-address-list add-dst-to-address-list drop
          reject fasttrack-connection
        `),
        { default: 'accept' },
      ),
      'connection-nat-state': t.not(t.flags(['srcnat', 'dstnat'])),
      'connection-state': t.not(t.flags(['invalid', 'established', 'related', 'new', 'untracked'])),
      'reject-with': t.enum(
        wordsOf(`
          icmp-no-route icmp-admin-prohibited icmp-not-neighbour icmp-address-unreachable
          icmp-port-unreachable tcp-reset icmp-err-src-routing-header icmp-headers-too-long
        `),
        { unset: false },
      ),
      'tls-host': t.not(t.string()),
      ...matchers,
      ...connectionMatchers,
      ...ipv6Matchers,
    },
    readOnly: {
      ...counters('bytes packets'),
      ...states('invalid dynamic'),
    },
    checks: [portsNeedProtocol, flagsNeedTcp],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/ipv6/firewall/nat', {
    kind: 'list',
    ordered: true,
    disabledReads: 'once-written',
    args: {
      action: t.enum(
        wordsOf(`
          accept jump return log passthrough add-src-to-address-list add-dst-to-address-list
          src-nat masquerade dst-nat redirect netmap
        `),
        { default: 'accept' },
      ),
      'connection-state': t.not(t.flags(['invalid', 'established', 'related', 'new', 'untracked'])),
      'to-address': t.network6({ bare: true }),
      'to-ports': t.intRange(port),
      ...matchers,
      ...connectionMatchers,
      ...ipv6Matchers,
    },
    readOnly: {
      ...counters('bytes packets'),
      ...states('invalid dynamic'),
    },
    checks: [portsNeedProtocol, flagsNeedTcp],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/ipv6/firewall/mangle', {
    kind: 'list',
    ordered: true,
    disabledReads: 'once-written',
    args: {
      action: t.enum(
        wordsOf(`
          accept jump return log passthrough add-src-to-address-list add-dst-to-address-list
          sniff-tzsp sniff-pc drop mark-packet mark-connection mark-routing change-mss change-dscp
          set-priority change-hop-limit snpt dnpt
        `),
        { default: 'accept' },
      ),
      'connection-nat-state': t.not(t.flags(['srcnat', 'dstnat'])),
      'connection-state': t.not(t.flags(['invalid', 'established', 'related', 'new', 'untracked'])),
      'dst-prefix': t.network6({}, { unset: false }),
      'new-connection-mark': t.soft({ unset: false }),
      'new-dscp': t.int([0, 63], { unset: false }),
      'new-hop-limit': { ...matcher.newHops, unset: false },
      'new-mss': t.words(['clamp-to-pmtu'], t.int(port), { unset: false }),
      'new-packet-mark': t.soft({ unset: false }),
      'new-priority': t.words(
        ['from-dscp', 'from-dscp-high-3-bits', 'from-ingress'],
        t.int([0, 63]),
        { unset: false },
      ),
      'new-routing-mark': t.ref('/routing/table', { unset: false }),
      passthrough: t.bool({ default: 'true' }),
      'sniff-id': t.int(undefined, { unset: false }),
      'sniff-target': t.ip4({ unset: false }),
      'sniff-target-port': t.int(port, { unset: false }),
      'src-prefix': t.network6({}, { unset: false }),
      'tls-host': t.not(t.string()),
      ...matchers,
      ...connectionMatchers,
      ...ipv6Matchers,
    },
    readOnly: {
      ...counters('bytes packets'),
      ...states('invalid dynamic'),
    },
    checks: [portsNeedProtocol, flagsNeedTcp],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/ipv6/firewall/raw', {
    kind: 'list',
    ordered: true,
    disabledReads: 'once-written',
    args: {
      action: t.enum(
        wordsOf(`
          accept jump return log passthrough add-src-to-address-list add-dst-to-address-list drop
          notrack
        `),
        { default: 'accept' },
      ),
      'tls-host': t.not(t.string()),
      ...matchers,
      ...ipv6Matchers,
    },
    readOnly: {
      ...counters('bytes packets'),
      ...states('invalid dynamic'),
    },
    checks: [portsNeedProtocol, flagsNeedTcp],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
];
