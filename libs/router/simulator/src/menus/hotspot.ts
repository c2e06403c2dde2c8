import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { wordsOf, protocols } from './word-lists.ts';

export const hotspotMenus = [
  menu('/ip/hotspot', {
    kind: 'list',
    autoName: 'hotspot',
    noComment: true,
    lacks: { unset: {} },
    args: {
      name: t.string(),
      interface: t.either([t.ref('/interface'), t.ref('/interface')], { mandatory: true }),
      'address-pool': t.ref('/ip/pool', { words: ['none'], default: 'none' }),
      'addresses-per-mac': t.words(['unlimited'], t.int([1, 255]), { default: '2' }),
      'idle-timeout': t.words(['none'], t.duration(), { default: '5m' }),
      'keepalive-timeout': t.words(['none'], t.duration(), { default: 'none' }),
      'login-timeout': t.words(['none'], t.duration(), { default: 'none' }),
      profile: t.ref('/ip/hotspot/profile', { default: 'default' }),
    },
    readOnly: {
      ...computed('ip-of-dns-name proxy-status'),
      ...states('invalid'),
      ...statesWhenTrue('HTTPS'),
    },
    unique: [sameName],
  }),
  menu('/ip/hotspot/profile', {
    kind: 'list',
    autoName: 'hsprof',
    noComment: true,
    noDisable: true,
    lacks: { unset: {} },
    args: {
      ...each(
        t.string(),
        wordsOf(`
          name mac-auth-password radius-default-domain radius-location-id radius-location-name
        `),
      ),
      'dns-name': t.string({ default: '' }),
      'hotspot-address': t.ip4({ default: '0.0.0.0' }),
      'html-directory': t.string({ default: 'hotspot' }),
      'html-directory-override': t.string({ default: '' }),
      'http-cookie-lifetime': t.duration(undefined, { default: '3d' }),
      'http-proxy': t.pattern(/^[\d.]+:\d+$/u, { default: '0.0.0.0:0' }),
      'install-hotspot-queue': t.bool({ default: 'false' }),
      'login-by': t.flags(wordsOf('mac cookie http-chap https http-pap trial mac-cookie'), {
        default: 'cookie,http-chap',
      }),
      'mac-auth-mode': t.enum(['mac-as-username', 'mac-as-username-and-password']),
      'nas-port-type': t.enum(['ethernet', 'cable', 'wireless-802.11']),
      'radius-accounting': t.bool(),
      'radius-interim-update': t.words(['received'], t.duration()),
      'radius-mac-format': t.enum([
        'XX:XX:XX:XX:XX:XX',
        'XXXX:XXXX:XXXX',
        'XXXXXX:XXXXXX',
        'XX-XX-XX-XX-XX-XX',
        'XXXXXX-XXXXXX',
        'XXXXXXXXXXXX',
        'XX XX XX XX XX XX',
      ]),
      'rate-limit': t.string({ default: '' }),
      'smtp-server': t.ip4({ default: '0.0.0.0' }),
      'split-user-domain': t.bool({ default: 'false' }),
      'ssl-certificate': t.ref('/certificate', { words: ['none'] }),
      'trial-uptime-limit': t.duration(),
      'trial-uptime-reset': t.duration(),
      'trial-user-profile': t.ref('/ip/hotspot/user/profile'),
      'use-radius': t.bool({ default: 'false' }),
    },
    readOnly: {
      ...states('default'),
    },
    unique: [sameName],
    rows: [{ name: 'default', default: 'true' }],
  }),
  menu('/ip/hotspot/user', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      address: t.ip4(),
      email: t.string(),
      'limit-bytes-in': t.int(),
      'limit-bytes-out': t.int(),
      'limit-bytes-total': t.int(),
      'limit-uptime': t.duration(),
      'mac-address': t.mac(),
      'otp-secret': t.string({ since: '7.22' }),
      password: t.string({ sensitive: true }),
      profile: t.ref('/ip/hotspot/user/profile', { default: 'default' }),
      routes: t.string(),
      server: t.ref('/ip/hotspot', { words: ['all'], default: 'all' }),
    },
    readOnly: {
      ...computed('uptime bytes-in bytes-out packets-in packets-out'),
      ...states('default dynamic'),
    },
    unique: [
      {
        args: ['name', 'server'],
        error: 'failure: already have user with this name for this server',
      },
    ],
    actions: { 'reset-counters': { onRow: true, args: {} } },
  }),
  menu('/ip/hotspot/user/profile', {
    kind: 'list',
    noComment: true,
    noDisable: true,
    args: {
      ...each(t.string({ unset: false }), wordsOf('name on-login on-logout rate-limit')),
      'add-mac-cookie': t.bool({ default: 'true' }),
      'address-list': t.soft({ default: '' }),
      'address-pool': t.ref('/ip/pool', { words: ['none'], unset: false }),
      advertise: t.bool({ unset: false }),
      'advertise-interval': t.list(t.duration(), { unset: false }),
      'advertise-timeout': t.words(['immediately', 'never'], t.duration(), { unset: false }),
      'advertise-url': t.list(t.string(), { unset: false }),
      'idle-timeout': t.words(['none'], t.duration(), { default: 'none', unset: true }),
      ...each(
        t.soft({ unset: false }),
        wordsOf('incoming-filter incoming-packet-mark outgoing-filter outgoing-packet-mark'),
      ),
      'insert-queue-before': t.ref('/queue/simple', { words: ['bottom', 'first'] }),
      'keepalive-timeout': t.words(['none'], t.duration(), { default: '2m', unset: true }),
      'mac-cookie-timeout': t.duration(undefined, { default: '3d', unset: true }),
      'open-status-page': t.enum(['http-login', 'always'], { unset: false }),
      'parent-queue': t.ref('/queue/simple', { words: ['none'] }),
      'queue-type': t.enum(
        wordsOf(`
          default default-small ethernet-default hotspot-default multi-queue-ethernet-default
          only-hardware-queue pcq-download-default pcq-upload-default synchronous-default
          wireless-default
        `),
      ),
      'session-timeout': t.duration(undefined, { unset: false }),
      'shared-users': t.words(['unlimited'], t.int([1, 65_535]), { default: '1' }),
      'status-autorefresh': t.words(['none'], t.duration(), { default: '1m' }),
      'transparent-proxy': t.bool({ default: 'false' }),
    },
    readOnly: {
      ...states('default'),
    },
    unique: [sameName],
    rows: [{ name: 'default', default: 'true' }],
  }),
  menu('/ip/hotspot/walled-garden', {
    kind: 'list',
    ordered: true,
    args: {
      action: t.enum(['allow', 'deny'], { default: 'allow' }),
      'dst-host': t.not(t.string()),
      'dst-port': t.not(t.intRanges([0, 65_535])),
      method: t.not(t.enum(wordsOf('GET HEAD POST PUT CONNECT OPTIONS DELETE TRACE'))),
      path: t.not(t.string()),
      server: t.not(t.ref('/ip/hotspot')),
      'src-address': t.not(t.ipRange()),
    },
    readOnly: {
      ...computed('dst-address hits'),
      ...states('dynamic'),
    },
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/ip/hotspot/walled-garden/ip', {
    kind: 'list',
    ordered: true,
    args: {
      action: t.enum(['accept', 'drop', 'reject'], { default: 'accept' }),
      'dst-address': t.not(t.ipRange()),
      'dst-address-list': t.not(t.soft()),
      'dst-host': t.string({ unset: false }),
      'dst-port': t.not(t.intRange([0, 65_535])),
      protocol: t.not(t.words(protocols, t.int([0, 255]))),
      server: t.not(t.ref('/ip/hotspot')),
      'src-address': t.not(t.ipRange()),
      'src-address-list': t.not(t.soft()),
    },
    readOnly: {
      ...states('invalid'),
    },
  }),
  menu('/ip/hotspot/ip-binding', {
    kind: 'list',
    ordered: true,
    lacks: { unset: {} },
    args: {
      address: t.ipRange(),
      'mac-address': t.mac(),
      server: t.ref('/ip/hotspot', { words: ['all'], default: 'all' }),
      'to-address': t.ip4(),
      type: t.enum(['regular', 'bypassed', 'blocked'], { default: 'regular' }),
    },
    readOnly: {
      ...states('blocked'),
      ...statesWhenTrue('bypassed'),
    },
  }),
  menu('/ip/hotspot/active', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { set: { since: '7.22' }, export: {} },
    removable: true,
    args: {
      comment: t.string({ until: '7.22' }),
    },
    readOnly: {
      ...computed(`
          server user domain address mac-address login-by uptime session-time-left idle-time
          idle-timeout keepalive-timeout bytes-in bytes-out packets-in packets-out limit-bytes-in
          limit-bytes-out limit-bytes-total advertisement
        `),
      ...states('radius blocked'),
    },
  }),
  menu('/ip/hotspot/service-port', {
    kind: 'fixed',
    noComment: true,
    lacks: { unset: {} },
    args: {
      ports: t.list(t.int([1, 65_535])),
    },
    readOnly: {
      ...computed('name'),
    },
    rows: [{ name: 'ftp', ports: '21' }],
  }),
];
