import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const ipv6Menus = [
  menu('/ipv6/address', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      interface: t.ref('/interface', { mandatory: true }),
      address: t.prefix6(),
      advertise: t.bool({ default: 'true' }),
      'auto-link-local': t.bool({ default: 'true', since: '7.18' }),
      'eui-64': t.bool({ default: 'false' }),
      'from-pool': t.ref('/ipv6/pool', { default: '' }),
      'from-pool-policy': t.enum(['recommended', 'strict', 'without-acquire'], { since: '7.24' }),
      'no-dad': t.bool({ default: 'false' }),
    },
    readOnly: {
      ...computed('actual-interface vrf valid preferred'),
      ...states('invalid dynamic slave'),
      ...statesWhenTrue('global link-local deprecated'),
    },
    unique: [
      {
        args: ['address', 'interface'],
        error: 'failure: already have such address',
        enabledOnly: true,
      },
    ],
    effects: ['connected-route'],
  }),
  menu('/ipv6/pool', {
    kind: 'list',
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      'prefix-length': t.int([0, 128], { mandatory: true }),
      'from-pool': t.ref('/ipv6/pool', { since: '7.22' }),
      prefix: t.network6(),
    },
    readOnly: {
      ...computed('actual-prefix valid-lifetime preferred-lifetime'),
      ...states('dynamic inactive'),
    },
    unique: [{ args: ['name'], error: 'failure: pool with such name exists' }],
  }),
  menu('/ipv6/nd', {
    kind: 'list',
    args: {
      'advertise-dns': t.enum(['no', 'yes', 'self'], { default: 'yes' }),
      'advertise-mac-address': t.bool({ default: 'true' }),
      dns: t.list(t.ip6(), { default: '' }),
      'hop-limit': t.words(['unspecified'], t.int([0, 255]), { default: 'unspecified' }),
      interface: t.ref('/interface', { words: ['all'], default: 'all' }),
      'managed-address-configuration': t.bool({ default: 'false' }),
      mtu: t.words(['unspecified'], t.int([68, 65_535]), { default: 'unspecified' }),
      'other-configuration': t.bool({ default: 'false' }),
      pref64: t.list(t.network6(), { default: '' }),
      'ra-delay': t.duration(undefined, { default: '3s' }),
      'ra-interval': t.pattern(/^\w+-\w+$/u, { default: '3m20s-10m' }),
      'ra-lifetime': t.words(['none'], t.duration(), { default: '30m' }),
      'ra-preference': t.enum(['low', 'medium', 'high'], { default: 'medium' }),
      'reachable-time': t.words(['unspecified'], t.duration(), { default: 'unspecified' }),
      'retransmit-interval': t.words(['unspecified'], t.duration(), { default: 'unspecified' }),
    },
    readOnly: {
      ...states('invalid default'),
    },
    rows: [{ interface: 'all', default: 'true' }],
  }),
  menu('/ipv6/nd/prefix', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      interface: t.ref('/interface', { mandatory: true }),
      '6to4-interface': t.ref('/interface', { words: ['none'] }),
      autonomous: t.bool({ default: 'true' }),
      'dhcp6-pd-preferred': t.bool({ since: '7.22' }),
      'on-link': t.bool({ default: 'true' }),
      'preferred-lifetime': t.words(['infinity'], t.duration()),
      prefix: t.words(['none'], t.network6()),
      'valid-lifetime': t.words(['infinity'], t.duration()),
    },
    readOnly: {
      ...states('invalid dynamic'),
    },
  }),
  menu('/ipv6/nd/prefix/default', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      autonomous: t.bool({ default: 'true' }),
      'dhcp6-pd-preferred': t.bool({ since: '7.22' }),
      'preferred-lifetime': t.words(['infinity'], t.duration(), { default: '1w' }),
      'valid-lifetime': t.words(['infinity'], t.duration(), { default: '4w2d' }),
    },
  }),
  menu('/ipv6/settings', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'accept-redirects': t.enum(['no', 'yes-if-forwarding-disabled'], {
        default: 'yes-if-forwarding-disabled',
      }),
      'accept-router-advertisements': t.enum(['no', 'yes-if-forwarding-disabled', 'yes'], {
        default: 'yes-if-forwarding-disabled',
      }),
      'accept-router-advertisements-on': t.ref('/interface/list', { since: '7.22' }),
      'allow-fast-path': t.bool({ since: '7.18' }),
      'disable-ipv6': t.bool({ default: 'false' }),
      'disable-link-local-address': t.bool({ since: '7.18' }),
      forward: t.bool({ default: 'true' }),
      'max-neighbor-entries': t.int(undefined, { default: '16384' }),
      ...each(
        t.int(undefined, { since: '7.17' }),
        wordsOf(`
          min-neighbor-entries soft-max-neighbor-entries stale-neighbor-detect-interval
          stale-neighbor-timeout
        `),
      ),
      'multipath-hash-policy': t.enum(['l3', 'l4', 'l3-inner'], { default: 'l3' }),
    },
    readOnly: {
      ...computed(`
          ipv6-fast-path-active ipv6-fast-path-packets ipv6-fast-path-bytes ipv6-fasttrack-active
          ipv6-fasttrack-packets ipv6-fasttrack-bytes
        `),
    },
  }),
];
