import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { computed, states } from './properties.ts';
import { poolOrAddress, queuePair } from './values.ts';
import { wordsOf } from './word-lists.ts';

export const pppMenus = [
  menu('/ppp/profile', {
    kind: 'list',
    autoName: 'profile',
    noDisable: true,
    args: {
      name: t.string({ mandatory: true }),
      'address-list': t.soft({ default: '' }),
      bridge: t.ref('/interface/bridge'),
      'bridge-horizon': t.words(['none'], t.int()),
      ...each(
        t.enum(['default', 'no', 'yes'], { default: 'default' }),
        wordsOf('bridge-learning change-tcp-mss only-one use-compression use-upnp'),
      ),
      'bridge-path-cost': t.int(),
      'bridge-port-priority': t.int([0, 255]),
      'bridge-port-trusted': t.bool({ since: '7.17' }),
      'bridge-port-vid': t.int([1, 4094], { since: '7.17' }),
      'dhcpv6-lease-time': t.duration(undefined, { since: '7.20' }),
      'dhcpv6-pd-pool': t.ref('/ipv6/pool', { unset: false }),
      'dhcpv6-use-radius': t.bool({ since: '7.20' }),
      'dns-server': t.list(t.ip4()),
      'idle-timeout': t.duration(),
      'incoming-filter': t.soft(),
      'insert-queue-before': t.enum(['bottom', 'first']),
      'interface-list': t.ref('/interface/list'),
      'local-address': poolOrAddress,
      'on-down': t.string({ default: '' }),
      'on-up': t.string({ default: '' }),
      'outgoing-filter': t.soft(),
      'parent-queue': t.ref('/queue/simple', { words: ['none'] }),
      'queue-type': queuePair,
      'rate-limit': t.string(),
      'remote-address': poolOrAddress,
      'remote-ipv6-prefix-pool': t.ref('/ipv6/pool', { unset: false }),
      'remote-ipv6-prefix-reuse': t.bool({ since: '7.20' }),
      'session-timeout': t.duration(),
      'use-encryption': t.enum(['default', 'no', 'yes', 'required'], { default: 'default' }),
      'use-ipv6': t.enum(['default', 'no', 'yes', 'required'], { default: 'yes' }),
      'use-mpls': t.enum(['default', 'no', 'yes', 'required'], { default: 'default' }),
      'wins-server': t.list(t.ip4()),
    },
    readOnly: {
      ...states('default'),
    },
    unique: [sameName],
    effects: ['default-row'],
    rows: [
      { name: 'default', default: 'true', 'change-tcp-mss': 'yes' },
      {
        name: 'default-encryption',
        default: 'true',
        'change-tcp-mss': 'yes',
        'use-encryption': 'yes',
      },
    ],
  }),
  menu('/ppp/secret', {
    kind: 'list',
    args: {
      name: t.string({ min: 1, mandatory: true }),
      'caller-id': t.string({ default: '' }),
      'ipv6-routes': t.string({ unset: false }),
      'limit-bytes-in': t.int(undefined, { default: '0' }),
      'limit-bytes-out': t.int(undefined, { default: '0' }),
      'local-address': t.ip4(),
      password: t.string({ default: '', sensitive: true }),
      profile: t.ref('/ppp/profile', { default: 'default' }),
      'remote-address': t.ip4(),
      'remote-ipv6-prefix': t.network6(),
      routes: t.string({ default: '' }),
      service: t.enum(wordsOf('any async pptp pppoe l2tp ovpn sstp'), { default: 'any' }),
    },
    readOnly: {
      ...computed('last-logged-out last-caller-id last-disconnect-reason'),
    },
  }),
  menu('/ppp/aaa', {
    kind: 'singleton',
    args: {
      accounting: t.bool({ default: 'true' }),
      'enable-ipv6-accounting': t.bool({ default: 'false' }),
      'interim-update': t.duration(undefined, { default: '0s' }),
      'use-circuit-id-in-nas-port-id': t.bool({ default: 'false' }),
      'use-radius': t.bool({ default: 'false' }),
    },
  }),
  menu('/ppp/active', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: {} },
    removable: true,
    args: {},
    readOnly: {
      ...computed(`
          name service caller-id address uptime encoding session-id limit-bytes-in limit-bytes-out
        `),
      ...states('radius'),
    },
  }),
];
