import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { sameName } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { gateway } from './values.ts';

export const routingMenus = [
  menu('/ip/route', {
    kind: 'list',
    firstId: 0x8000_0001,
    disabledReads: 'once-written',
    args: {
      blackhole: t.presence(),
      'check-gateway': t.enum(['none', 'arp', 'ping', 'bfd']),
      distance: t.int([1, 255], { default: '1', unset: true }),
      'dst-address': t.network({ hostBits: 'mask' }, { default: '0.0.0.0/0' }),
      gateway,
      'pref-src': t.ip4(),
      'routing-table': t.ref('/routing/table', { default: 'main' }),
      scope: t.int([0, 255], { default: '30', unset: true }),
      'target-scope': t.int([0, 255], { default: '10', unset: true }),
      'vrf-interface': t.ref('/interface'),
      'suppress-hw-offload': t.bool({ default: 'false', until: '7.21' }),
    },
    readOnly: {
      ...computed('immediate-gw local-address'),
      ...states('dynamic inactive'),
      ...statesWhenTrue(
        'active connect static rip bgp ospf is-is dhcp vpn modem bgp-mpls-vpn hw-offloaded ecmp',
      ),
    },
    effects: ['route'],
  }),
  menu('/ipv6/route', {
    kind: 'list',
    firstId: 0x8000_0001,
    disabledReads: 'once-written',
    args: {
      blackhole: t.presence(),
      'check-gateway': t.enum(['none', 'arp', 'ping', 'bfd']),
      distance: t.int([1, 255], { default: '1', unset: true }),
      'dst-address': t.network6({}, { default: '::/0' }),
      gateway,
      'pref-src': t.ip6({ since: '7.20' }),
      'routing-table': t.ref('/routing/table', { default: 'main' }),
      scope: t.int([0, 255], { default: '30', unset: true }),
      'target-scope': t.int([0, 255], { default: '10', unset: true }),
      'vrf-interface': t.ref('/interface'),
      'suppress-hw-offload': t.bool({ default: 'false', until: '7.21' }),
    },
    readOnly: {
      ...computed('immediate-gw'),
      ...states('dynamic inactive'),
      ...statesWhenTrue(
        'active connect static rip bgp ospf is-is dhcp vpn modem slaac bgp-mpls-vpn hw-offloaded ecmp',
      ),
    },
    effects: ['route'],
  }),
  menu('/ip/vrf', {
    kind: 'list',
    ordered: true,
    args: {
      name: t.string({ mandatory: true }),
      interfaces: t.list(t.ref('/interface', { words: ['none', 'all'] }), { mandatory: true }),
    },
    readOnly: {
      ...states('builtin'),
    },
    unique: [sameName],
    effects: ['built-in', 'vrf'],
    rows: [{ name: 'main', interfaces: 'all', builtin: 'true' }],
  }),
  menu('/routing/table', {
    kind: 'list',
    autoName: 'table',
    args: {
      name: t.string({ min: 1, unset: false }),
      fib: t.presence(),
    },
    readOnly: {
      ...states('dynamic invalid'),
      ...statesWhenTrue('used'),
    },
    unique: [sameName],
    effects: ['built-in'],
    rows: [{ name: 'main', fib: '', dynamic: 'true' }],
  }),
  menu('/routing/rule', {
    kind: 'list',
    ordered: true,
    args: {
      chain: t.enum(['local', 'main', 'mangle', 'user', 'vrf-lookup', 'vrf-unreach'], {
        since: '7.22',
      }),
      action: t.enum(['lookup', 'lookup-only-in-table', 'unreachable', 'drop', 'mangle'], {
        default: 'lookup',
      }),
      'dst-address': t.anyNetwork({ bare: true }),
      interface: t.ref('/interface'),
      'min-prefix': t.int([0, 32]),
      realm: t.int(undefined, { since: '7.22' }),
      'routing-mark': t.ref('/routing/table'),
      'src-address': t.anyNetwork({ bare: true }),
      table: t.ref('/routing/table', { unset: false }),
      vrf: t.presence({ since: '7.22' }),
    },
    readOnly: {
      ...states('inactive default'),
    },
  }),
  menu('/routing/settings', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'check-gateway-ping-count': t.int(undefined, { since: '7.22' }),
      'check-gateway-ping-interval': t.duration([0, 600], { since: '7.22' }),
      'check-gateway-ping-timeout': t.duration([0, 1], { since: '7.22' }),
      'connected-in-chain': t.soft({ since: '7.19' }),
      'dynamic-in-chain': t.soft({ since: '7.19' }),
      'policy-rules': t.list(
        t.enum(['local', 'main', 'mangle', 'user', 'vrf-lookup', 'vrf-unreach']),
        { since: '7.22' },
      ),
      'single-process': t.bool(),
    },
  }),
  menu('/routing/id', {
    kind: 'list',
    args: {
      name: t.string({ unset: false }),
      id: t.ip4(),
      'select-dynamic-id': t.flags([
        'any',
        'only-static',
        'only-loopback',
        'only-vrf',
        'only-active',
        'lowest',
      ]),
      'select-from-vrf': t.ref('/ip/vrf'),
    },
    readOnly: {
      ...computed('dynamic-id'),
      ...states('dynamic inactive'),
    },
  }),
];
