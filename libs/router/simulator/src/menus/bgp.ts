import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import type { Arguments } from './arguments.ts';
import { sameName } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { routerId } from './values.ts';
import { wordsOf } from './word-lists.ts';

const bgpSession: Arguments = {
  afi: t.flags(wordsOf('ip ipv6 l2vpn l2vpn-cisco vpnv4 vpnv6 evpn'), { since: '7.19' }),
  as: t.int(),
  'cisco-vpls-nlri-len-fmt': t.enum(['auto-bits', 'auto-bytes', 'bits', 'bytes']),
  'hold-time': t.words(['infinity'], t.duration()),
  'input.accept-communities': t.soft(),
  'input.accept-ext-communities': t.soft(),
  'input.accept-large-communities': t.soft(),
  'input.accept-nlri': t.soft(),
  'input.add-path': t.flags(['ip', 'ipv6'], { since: '7.22' }),
  'input.affinity': t.enum(['main', 'alone', 'remote-as', 'instance', 'afi', 'vrf']),
  'input.allow-as': t.int([0, 10]),
  'input.attr-error-handling': t.enum(['default', 'revised'], { unset: false, since: '7.20' }),
  'input.filter': t.soft(),
  'input.filter-communities': t.soft({ since: '7.19' }),
  'input.filter-ext-communities': t.soft({ since: '7.19' }),
  'input.filter-large-communities': t.soft({ since: '7.19' }),
  'input.filter-nlri': t.soft({ since: '7.20' }),
  'input.filter-unknown': t.soft({ since: '7.19' }),
  'input.limit-process-routes-ipv4': t.enum(wordsOf('10 100 1000 10000 100000 1000000 10000000')),
  'input.limit-process-routes-ipv6': t.enum(wordsOf('10 100 1000 10000 100000 1000000 10000000')),
  'keepalive-time': t.duration([1, 1800]),
  multihop: t.bool(),
  'nexthop-choice': t.enum(['default', 'force-self', 'propagate']),
  'output.add-path': t.flags(['ip', 'ipv6'], { since: '7.22' }),
  'output.affinity': t.enum(wordsOf('main alone remote-as instance afi vrf input')),
  'output.as-override': t.bool(),
  'output.default-originate': t.enum(['never', 'if-installed', 'always']),
  'output.default-prepend': t.int([0, 255]),
  'output.filter-chain': t.soft(),
  'output.filter-select': t.soft(),
  'output.keep-sent-attributes': t.bool(),
  'output.network': t.soft(),
  'output.network-blackhole': t.bool({ since: '7.20' }),
  'output.no-client-to-client-reflection': t.bool(),
  'output.no-early-cut': t.bool(),
  'output.redistribute': t.flags(
    wordsOf('connected static rip ospf isis bgp vpn dhcp fantasy modem bgp-mpls-vpn slaac'),
  ),
  'output.remove-private-as': t.bool(),
  'save-to': t.string(),
  templates: t.list(t.ref('/routing/bgp/template')),
  'use-bfd': t.bool(),
  'add-path-out': t.enum(['all', 'none'], { unset: false, until: '7.22' }),
  'address-families': t.flags(wordsOf('ip ipv6 l2vpn l2vpn-cisco vpnv4 vpnv6 evpn'), {
    unset: false,
    until: '7.19',
  }),
  'cluster-id': t.ip4({ unset: false, until: '7.20' }),
  'input.accept-unknown': t.soft({ unset: false, until: '7.19' }),
  'input.ignore-as-path-len': t.bool({ unset: false, until: '7.20' }),
  'router-id': { ...routerId, unset: false, until: '7.20' },
};

export const bgpMenus = [
  menu('/routing/bgp/instance', {
    kind: 'list',
    since: '7.20',
    args: {
      name: t.string({ unset: false }),
      as: t.pattern(/^\d+(?:\/\d+)?$/u),
      'cluster-id': t.ip4(),
      'ignore-as-path-len': t.bool(),
      multipath: t.int(undefined, { since: '7.22' }),
      'router-id': routerId,
      'routing-table': t.ref('/routing/table'),
      vrf: t.ref('/ip/vrf', { default: 'main', unset: true }),
    },
    readOnly: {
      ...states('inactive'),
    },
    unique: [sameName],
  }),
  menu('/routing/bgp/template', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      'routing-table': t.ref('/routing/table'),
      vrf: t.ref('/ip/vrf'),
      ...bgpSession,
    },
    readOnly: {
      ...states('default inactive'),
    },
    unique: [sameName],
    rows: [{ name: 'default', default: 'true' }],
  }),
  menu('/routing/bgp/connection', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      instance: t.ref('/routing/bgp/instance', { mandatory: true, since: '7.20' }),
      'local.role': t.enum(
        wordsOf('ibgp ibgp-rr ebgp ebgp-provider ebgp-rs ebgp-rs-client ebgp-customer ebgp-peer'),
        { mandatory: true },
      ),
      connect: t.bool({ default: 'true' }),
      listen: t.bool({ default: 'true' }),
      'local.address': t.ip(),
      'local.port': t.int([1, 65_535]),
      'local.ttl': t.int([1, 255], { unset: false }),
      'remote.address': t.anyNetwork({ bare: true }),
      'remote.allowed-as': t.soft(),
      'remote.as': t.pattern(/^\d+(?:\/\d+)?$/u),
      'remote.port': t.int([1, 65_535]),
      'remote.ttl': t.int([1, 255], { unset: false }),
      'routing-table': t.ref('/routing/table', { default: 'main', unset: true }),
      'tcp-md5-key': t.string({ max: 80 }),
      vrf: t.ref('/ip/vrf', { default: 'main', unset: true }),
      ...bgpSession,
    },
    readOnly: {
      ...computed('local.default-address'),
      ...states('dynamic inactive'),
    },
    unique: [sameName],
    effects: ['bgp-connection'],
  }),
  menu('/routing/bgp/session', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: {} },
    args: {},
    readOnly: {
      ...computed(`
          name instance remote.address remote.port remote.as remote.id remote.refused-cap-opt
          remote.capabilities remote.afi remote.hold-time remote.messages remote.bytes
          remote.gr-restart remote.gr-time remote.gr-afi remote.gr-afi-fwp remote.eor remote.role
          local.role local.address local.port local.as local.id local.cluster-id
          local.capabilities local.afi local.messages local.bytes local.eor output.affinity
          output.procid output.filter-select output.filter-chain output.network output.add-path
          output.remove-private-as output.default-originate output.default-prepend
          output.no-client-to-client-reflection output.no-early-cut output.keep-sent-attributes
          output.last-notification input.affinity input.procid input.filter input.allow-as
          input.as-override input.ignore-as-path-len input.limit-process-routes input.add-path
          input.last-notification vrf ibgp ebgp limit-exceeded stopped routing-table
          nexthop-choice cisco-vpls-nlri-len-fmt multihop hold-time keepalive-time use-bfd uptime
          last-started last-stopped save-to prefix-count keepalive-timer restart-timer
        `),
      ...statesWhenTrue('established'),
    },
  }),
  menu('/routing/bgp/vpn', {
    kind: 'list',
    args: {
      name: t.string({ unset: false }),
      instance: t.ref('/routing/bgp/instance', { mandatory: true, since: '7.20' }),
      'label-allocation-policy': t.enum(['per-vrf', 'per-prefix'], { mandatory: true }),
      'route-distinguisher': t.string({ mandatory: true }),
      vrf: t.ref('/ip/vrf', { mandatory: true }),
      'export.filter-chain': t.soft(),
      'export.filter-select': t.soft(),
      'export.redistribute': t.flags(
        wordsOf('connected static rip ospf isis bgp vpn dhcp fantasy modem slaac'),
      ),
      'export.route-targets': t.list(t.string()),
      'import.filter-chain': t.soft(),
      'import.route-targets': t.list(t.string()),
      'import.router-id': t.ip4({ unset: false, until: '7.20' }),
    },
    readOnly: {
      ...states('inactive'),
    },
  }),
];
