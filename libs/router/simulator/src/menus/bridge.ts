import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { arp } from './argument-groups.ts';
import { each } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { hexNumber, ports } from './values.ts';
import { wordsOf } from './word-lists.ts';

export const bridgeMenus = [
  menu('/interface/bridge', {
    kind: 'list',
    space: '/interface',
    autoName: 'bridge',
    lacks: { unset: { until: '7.24' } },
    args: {
      name: t.string(),
      'admin-mac': t.mac(),
      'ageing-time': t.duration([10, 1_000_000], { default: '5m' }),
      'auto-mac': t.bool({ default: 'true' }),
      ...each(
        t.string({ since: '7.23' }),
        wordsOf(`
          dhcp-agent-circuit-id dhcp-agent-remote-id dhcpv6-agent-circuit-id
          dhcpv6-agent-remote-id
        `),
      ),
      ...each(
        t.bool({ default: 'false' }),
        wordsOf('dhcp-snooping forward-reserved-addresses igmp-snooping mvrp vlan-filtering'),
      ),
      'dhcpv6-snooping': t.bool({ since: '7.23' }),
      'ether-type': t.enum(['0x8100', '0x88a8', '0x9100'], {
        default: '0x8100',
        reads: 'once-written',
      }),
      'fast-forward': t.bool({ default: 'true' }),
      'forward-delay': t.duration([4, 30], { default: '15s' }),
      'frame-types': t.enum(
        ['admit-all', 'admit-only-vlan-tagged', 'admit-only-untagged-and-priority-tagged'],
        { default: 'admit-all', reads: 'once-written' },
      ),
      'igmp-version': t.enum(['2', '3']),
      'ingress-filtering': t.bool({ default: 'true', reads: 'once-written' }),
      ...each(
        t.duration([1, 42_949_672]),
        wordsOf(`
          last-member-interval membership-interval querier-interval query-interval
          query-response-interval startup-query-interval
        `),
      ),
      'last-member-query-count': t.int([0, 4_294_967_295]),
      'max-hops': t.int([6, 40], { default: '20' }),
      'max-learned-entries': t.words(['unlimited', 'auto'], t.int(), { default: 'auto' }),
      'max-message-age': t.duration([6, 40], { default: '20s' }),
      'mlag-heartbeat': t.words(['none'], t.duration(), { since: '7.22' }),
      'mlag-peer-port': t.ref('/interface', { words: ['none'], since: '7.22' }),
      'mlag-priority': t.int(undefined, { since: '7.22' }),
      'mld-version': t.enum(['1', '2']),
      mtu: t.words(['auto'], t.int([68, 65_535]), { default: 'auto' }),
      'multicast-querier': t.bool(),
      'multicast-router': t.enum(['disabled', 'temporary-query', 'permanent']),
      'port-cost-mode': t.enum(['short', 'long'], { default: 'long' }),
      priority: hexNumber([0, 65_535], { default: '0x8000' }),
      'protocol-mode': t.enum(['none', 'stp', 'rstp', 'mstp'], { default: 'rstp' }),
      pvid: t.int([1, 4094], { default: '1', reads: 'once-written' }),
      'querier-uses-bridge-address': t.bool({ since: '7.24' }),
      'ra-guard': t.bool({ default: 'false', since: '7.22' }),
      'region-name': t.string(),
      'region-revision': t.int([0, 65_535]),
      'startup-query-count': t.int(),
      'transmit-hold-count': t.int([1, 10], { default: '6' }),
      'add-dhcp-option82': t.bool({ until: '7.24' }),
      ...arp,
    },
    readOnly: {
      ...computed('actual-mtu l2mtu mac-address'),
      ...states('dynamic running'),
      ...statesWhenTrue('managed'),
    },
    effects: ['bridge'],
  }),
  menu('/interface/bridge/port', {
    kind: 'list',
    ordered: true,
    args: {
      bridge: t.ref('/interface/bridge', { mandatory: true }),
      interface: t.ref(['/interface', '/interface/list'], { mandatory: true }),
      ...each(
        t.bool({ default: 'false' }),
        wordsOf(`
          auto-isolate bpdu-guard fast-leave restricted-role restricted-tcn tag-stacking trusted
        `),
      ),
      ...each(
        t.bool({ default: 'true' }),
        wordsOf(`
          broadcast-flood hw ingress-filtering unknown-multicast-flood unknown-unicast-flood
        `),
      ),
      edge: t.enum(['auto', 'yes', 'no', 'yes-discover', 'no-discover'], { default: 'auto' }),
      'frame-types': t.enum(
        ['admit-all', 'admit-only-vlan-tagged', 'admit-only-untagged-and-priority-tagged'],
        { default: 'admit-all' },
      ),
      horizon: t.words(['none'], t.int(), { default: 'none' }),
      'internal-path-cost': t.int([1, 200_000_000], { default: '20000', unset: true }),
      learn: t.enum(['auto', 'yes', 'no'], { default: 'auto' }),
      'multicast-router': t.enum(['disabled', 'temporary-query', 'permanent'], {
        default: 'temporary-query',
      }),
      'mvrp-applicant-state': t.enum(['normal-participant', 'non-participant'], {
        default: 'normal-participant',
      }),
      'mvrp-registrar-state': t.enum(['normal', 'fixed'], { default: 'normal' }),
      'path-cost': t.int([1, 200_000_000], { default: '20000', unset: true }),
      'point-to-point': t.enum(['auto', 'yes', 'no'], { default: 'auto' }),
      priority: hexNumber([0, 240], { default: '0x80' }),
      pvid: t.int([1, 4094], { default: '1' }),
      'trusted-dhcpv6': t.bool({ unset: false, since: '7.24' }),
      'trusted-ra': t.bool({ default: 'false', since: '7.22' }),
    },
    readOnly: {
      ...computed(`
          parent status port-id role edge-port edge-port-discovery point-to-point-port
          external-fdb-status sending-rstp learning forwarding actual-path-cost root-path-cost
          internal-root-path-cost designated-bridge-id designated-cost designated-port-id tx-bpdu
          rx-bpdu discard-transitions forward-transitions tx-tc rx-tc topology-changes
          last-topology-change hw-offload-group declared-vlan-ids registered-vlan-ids debug-info
        `),
      ...states('inactive dynamic'),
      ...statesWhenTrue('hw-offload managed'),
    },
    unique: [{ args: ['interface'], error: 'failure: device already added as bridge port' }],
    effects: ['bridge-port'],
  }),
  menu('/interface/bridge/vlan', {
    kind: 'list',
    args: {
      bridge: t.ref('/interface/bridge', { mandatory: true }),
      'vlan-ids': t.intRanges([1, 4094], { mandatory: true }),
      'mvrp-forbidden': ports,
      tagged: ports,
      untagged: ports,
    },
    readOnly: {
      ...computed('current-tagged current-untagged'),
      ...states('dynamic'),
      ...statesWhenTrue('managed'),
    },
    effects: ['bridge-vlan'],
  }),
  menu('/interface/bridge/settings', {
    kind: 'singleton',
    args: {
      'allow-fast-path': t.bool({ default: 'true' }),
      'use-ip-firewall': t.bool({ default: 'false' }),
      'use-ip-firewall-for-pppoe': t.bool({ default: 'false' }),
      'use-ip-firewall-for-vlan': t.bool({ default: 'false' }),
    },
    readOnly: {
      ...computed(`
          bridge-fast-path-active bridge-fast-path-packets bridge-fast-path-bytes
          bridge-fast-forward-packets bridge-fast-forward-bytes
        `),
    },
  }),
  menu('/interface/bridge/host', {
    kind: 'list',
    args: {
      bridge: t.ref('/interface/bridge', { mandatory: true }),
      interface: t.ref('/interface', { mandatory: true }),
      'mac-address': t.mac({ mandatory: true }),
      vid: t.int([1, 4094]),
    },
    readOnly: {
      ...computed(`
          on-interface remote-ip dhcpv4-ip dhcpv4-server-id dhcpv4-status dhcpv4-expires-after
        `),
      ...states('invalid dynamic'),
      ...statesWhenTrue('local external aged aged-peer'),
    },
  }),
  menu('/interface/bridge/msti', {
    kind: 'list',
    args: {
      bridge: t.ref('/interface/bridge', { mandatory: true }),
      identifier: t.int([1, 31], { mandatory: true }),
      'vlan-mapping': t.intRanges([1, 4094], { mandatory: true }),
      priority: hexNumber([0, 65_535], { default: '0x8000' }),
    },
    readOnly: {
      ...states('dynamic'),
    },
  }),
  menu('/interface/bridge/mdb', {
    kind: 'list',
    args: {
      bridge: t.ref('/interface/bridge', { mandatory: true }),
      group: t.ip({ mandatory: true }),
      interface: t.list(t.ref('/interface'), { mandatory: true, since: '7.19' }),
      vid: t.int([1, 4094]),
      ports: t.list(t.ref('/interface'), { unset: false, until: '7.19' }),
    },
    readOnly: {
      ...computed('on-interface'),
      ...states('invalid dynamic'),
    },
  }),
];
