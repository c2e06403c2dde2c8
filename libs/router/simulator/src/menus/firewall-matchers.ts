import { t } from '../menu/t.ts';
import type { Arguments } from './arguments.ts';
import { matcher } from './firewall-values.ts';
import { port, anyInterface } from './values.ts';
import { wordsOf, protocols } from './word-lists.ts';

export const matchers: Arguments = {
  'address-list': t.soft({ unset: false }),
  'address-list-timeout': t.words(['none-dynamic', 'none-static'], t.duration(), { unset: false }),
  chain: t.string({ min: 1, mandatory: true }),
  content: t.not(t.string()),
  dscp: t.not(t.int([0, 63])),
  'dst-address-list': t.not(t.soft()),
  'dst-limit': matcher.perDestinationLimit,
  'dst-port': t.not(t.intRanges(port)),
  'icmp-options': t.not(matcher.icmp),
  'in-bridge-port': t.not(anyInterface),
  'in-bridge-port-list': t.not(t.ref('/interface/list')),
  'in-interface': t.not(anyInterface),
  'in-interface-list': t.not(t.ref('/interface/list')),
  'ingress-priority': t.not(t.int([0, 63])),
  'ipsec-policy': matcher.ipsecPolicy,
  'jump-target': t.soft({ unset: false }),
  limit: t.not(matcher.limit),
  log: t.bool({ default: 'false' }),
  'log-prefix': t.string({ max: 31, default: '' }),
  nth: t.not(matcher.nth),
  'out-bridge-port': t.not(anyInterface),
  'out-bridge-port-list': t.not(t.ref('/interface/list')),
  'out-interface': t.not(anyInterface),
  'out-interface-list': t.not(t.ref('/interface/list')),
  'packet-mark': t.not(t.soft()),
  'packet-size': t.not(t.intRange(port)),
  'per-connection-classifier': t.not(matcher.classifier),
  port: t.not(t.intRanges(port)),
  priority: t.not(t.int([0, 63])),
  protocol: t.not(t.words(protocols, t.int([0, 255]))),
  random: t.int([1, 99]),
  'src-address-list': t.not(t.soft()),
  'src-mac-address': t.not(t.mac()),
  'src-port': t.not(t.intRanges(port)),
  'tcp-mss': t.not(t.intRange(port)),
  time: t.not(matcher.time),
  tos: t.not(matcher.tos, { since: '7.21' }),
};

export const connectionMatchers: Arguments = {
  'connection-bytes': matcher.bytes,
  'connection-limit': t.not(matcher.pair),
  'connection-mark': t.not(t.soft()),
  'connection-rate': t.not(matcher.rate),
  'connection-type': t.not(t.enum(wordsOf('ftp pptp h323 sip irc quake3 tftp'))),
  'routing-mark': t.not(t.ref('/routing/table')),
};

export const ipv4Matchers: Arguments = {
  'dst-address': t.not(t.ipRange()),
  'dst-address-type': t.not(t.flags(['unicast', 'local', 'broadcast', 'multicast', 'blackhole'])),
  fragment: t.bool(),
  hotspot: matcher.hotspot,
  'ipv4-options': t.enum(
    wordsOf(`
          strict-source-routing loose-source-routing no-source-routing record-route
          no-record-route timestamp no-timestamp router-alert no-router-alert any none
        `),
  ),
  psd: matcher.psd,
  'src-address': t.not(t.ipRange()),
  'src-address-type': t.not(t.flags(['unicast', 'local', 'broadcast', 'multicast', 'blackhole'])),
  ttl: matcher.hops,
};

export const ipv6Matchers: Arguments = {
  'dst-address': t.not(t.network6({ bare: true })),
  'dst-address-type': t.not(t.flags(['unicast', 'local', 'anycast', 'multicast', 'unreachable'])),
  headers: t.not(matcher.headers),
  'hop-limit': matcher.hops,
  'src-address': t.not(t.network6({ bare: true })),
  'src-address-type': t.not(t.flags(['unicast', 'local', 'anycast', 'multicast', 'unreachable'])),
  'tcp-flags': matcher.tcpFlags,
};

export const ipv4ConnectionMatchers: Arguments = {
  'layer7-protocol': t.not(t.ref('/ip/firewall/layer7-protocol')),
  realm: t.not(t.int()),
};

export const marking: Arguments = {
  'connection-nat-state': t.not(t.flags(['srcnat', 'dstnat'])),
  'connection-state': t.not(t.flags(['invalid', 'established', 'related', 'new', 'untracked'])),
  'new-connection-mark': t.soft({ unset: false }),
  'new-dscp': t.int([0, 63], { unset: false }),
  'new-mss': t.words(['clamp-to-pmtu'], t.int(port), { unset: false }),
  'new-packet-mark': t.soft({ unset: false }),
  'new-priority': t.words(['from-dscp', 'from-dscp-high-3-bits', 'from-ingress'], t.int([0, 63]), {
    unset: false,
  }),
  'new-routing-mark': t.ref('/routing/table', { unset: false }),
  passthrough: t.bool({ default: 'true' }),
  'sniff-id': t.int(undefined, { unset: false }),
  'sniff-target': t.ip4({ unset: false }),
  'sniff-target-port': t.int(port, { unset: false }),
  'tcp-flags': matcher.tcpFlags,
  'tls-host': t.not(t.string()),
};
