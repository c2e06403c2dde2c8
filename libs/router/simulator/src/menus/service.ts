import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import type { Arguments } from './arguments.ts';
import { each, sameName } from './arguments.ts';
import { computed, states } from './properties.ts';
import { port } from './values.ts';
import { wordsOf } from './word-lists.ts';

const proxyMatchers: Arguments = {
  'dst-address': t.not(t.either([t.ipRange(), t.network6()])),
  'dst-host': t.not(t.string()),
  'dst-port': t.not(t.intRanges(port)),
  'local-port': t.not(t.int([0, 65_535])),
  method: t.not(t.enum(wordsOf('GET HEAD POST PUT CONNECT OPTIONS DELETE TRACE'))),
  path: t.not(t.string()),
  'src-address': t.not(t.either([t.ipRange(), t.network6()])),
};

export const serviceMenus = [
  menu('/ip/service', {
    kind: 'fixed',
    noComment: true,
    lacks: { unset: { since: '7.17' } },
    args: {
      address: t.list(t.anyNetwork(), { default: '' }),
      'available-from': t.list(t.anyNetwork(), { since: '7.24' }),
      certificate: t.ref('/certificate', { words: ['none'], default: 'none' }),
      'max-sessions': t.int(undefined, { default: '20' }),
      port: t.int([0, 65_535]),
      'tls-version': t.enum(['any', 'only-1.2'], { default: 'any' }),
      vrf: t.ref('/ip/vrf', { default: 'main' }),
    },
    readOnly: {
      ...computed('container netns name proto'),
      ...states('dynamic invalid'),
      local: { since: '7.19' },
      remote: { since: '7.19' },
      connection: { onlyTrue: true, since: '7.19' },
    },
    effects: ['service'],
    rows: [
      { name: 'ftp', port: '21', proto: 'tcp' },
      { name: 'ssh', port: '22', proto: 'tcp' },
      { name: 'telnet', port: '23', proto: 'tcp' },
      { name: 'www', port: '80', proto: 'tcp' },
      { name: 'www-ssl', port: '443', proto: 'tcp', disabled: 'true' },
      { name: 'winbox', port: '8291', proto: 'tcp' },
      { name: 'api', port: '8728', proto: 'tcp' },
      { name: 'api-ssl', port: '8729', proto: 'tcp' },
    ],
  }),
  menu('/ip/ssh', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      ciphers: t.list(t.enum(['aes-gcm', 'aes-ctr', 'aes-cbc', '3des-cbc', 'null', 'auto']), {
        default: 'auto',
        since: '7.17',
      }),
      'forwarding-enabled': t.enum(['no', 'local', 'remote', 'both'], { default: 'no' }),
      'host-key-size': t.enum(['1024', '1536', '2048', '4096', '8192'], { default: '2048' }),
      'host-key-type': t.enum(['rsa', 'ed25519'], { default: 'rsa' }),
      'password-authentication': t.enum(['yes', 'no', 'yes-if-no-key'], {
        default: 'yes-if-no-key',
        since: '7.22',
      }),
      'publickey-authentication-options': t.enum(['none', 'touch-required', 'verify-required'], {
        since: '7.22',
      }),
      'strong-crypto': t.bool({ default: 'false' }),
      'allow-none-crypto': t.bool({ default: 'false', until: '7.17' }),
      'always-allow-password-login': t.bool({ default: 'false', until: '7.22' }),
    },
  }),
  menu('/ip/socks', {
    kind: 'singleton',
    args: {
      'auth-method': t.enum(['none', 'password'], { default: 'none' }),
      'connection-idle-timeout': t.duration(undefined, { default: '2m' }),
      enabled: t.bool({ default: 'false' }),
      'max-connections': t.int([1, 500], { default: '200' }),
      port: t.int([0, 65_535], { default: '1080' }),
      version: t.enum(['4', '5'], { default: '4' }),
      vrf: t.ref('/ip/vrf', { default: 'main' }),
    },
  }),
  menu('/ip/socks/users', {
    kind: 'list',
    noComment: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ min: 1, max: 255, mandatory: true }),
      password: t.string({ min: 1, max: 255, mandatory: true, sensitive: true }),
      'only-one': t.bool(),
      'rate-limit': t.string(),
    },
  }),
  menu('/ip/socks/access', {
    kind: 'list',
    ordered: true,
    args: {
      action: t.enum(['deny', 'allow'], { default: 'allow' }),
      'dst-address': t.not(t.either([t.ipRange(), t.network6(), t.string()])),
      'dst-port': t.not(t.intRange([0, 65_535])),
      'src-address': t.not(t.either([t.ipRange(), t.network6()])),
      'src-port': t.not(t.intRange([0, 65_535])),
    },
  }),
  menu('/ip/proxy', {
    kind: 'singleton',
    args: {
      ...each(
        t.bool({ default: 'false' }),
        wordsOf('always-from-cache anonymous cache-on-disk enabled serialize-connections'),
      ),
      'cache-administrator': t.string({ default: 'webmaster' }),
      'cache-hit-dscp': t.int([0, 63], { default: '4' }),
      'cache-path': t.string({ default: 'web-proxy' }),
      'max-cache-object-size': t.int(undefined, { default: '2048' }),
      'max-cache-size': t.words(['none', 'unlimited'], t.int(), { default: 'unlimited' }),
      'max-client-connections': t.int(undefined, { default: '600' }),
      'max-fresh-time': t.duration(undefined, { default: '3d' }),
      'max-server-connections': t.int(undefined, { default: '600' }),
      'parent-proxy': t.ip({ default: '::' }),
      'parent-proxy-port': t.int([0, 65_535], { default: '0' }),
      port: t.list(t.int([1, 65_535]), { default: '8080' }),
      'src-address': t.list(t.ip(), { default: '::' }),
    },
  }),
  menu('/ip/proxy/access', {
    kind: 'list',
    ordered: true,
    args: {
      action: t.enum(['allow', 'deny', 'redirect', 'url-append'], { default: 'allow' }),
      'action-data': t.string({ unset: false }),
      ...proxyMatchers,
    },
    readOnly: {
      ...computed('hits'),
    },
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/ip/proxy/cache', {
    kind: 'list',
    ordered: true,
    args: {
      action: t.enum(['allow', 'deny'], { default: 'allow' }),
      ...proxyMatchers,
    },
    readOnly: {
      ...computed('hits'),
    },
  }),
  menu('/ip/proxy/direct', {
    kind: 'list',
    ordered: true,
    args: {
      action: t.enum(['allow', 'deny'], { default: 'allow' }),
      ...proxyMatchers,
    },
    readOnly: {
      ...computed('hits'),
    },
  }),
  menu('/ip/tftp', {
    kind: 'list',
    ordered: true,
    lacks: { unset: {} },
    args: {
      ...each(t.bool(), wordsOf('allow allow-overwrite allow-rollover read-only')),
      'ip-addresses': t.list(t.either([t.network6(), t.ipRange()])),
      'reading-window-size': t.enum(['none', 'pipelining']),
      'real-filename': t.string(),
      'req-filename': t.string(),
    },
    readOnly: {
      ...computed('hits'),
    },
  }),
  menu('/ip/traffic-flow', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'active-flow-timeout': t.duration([1, 4_294_967_295]),
      'cache-entries': t.enum(
        wordsOf('1k 2k 4k 8k 16k 32k 64k 128k 256k 512k 1M 2M 4M 8M 16M 32M'),
      ),
      enabled: t.bool(),
      'inactive-flow-timeout': t.duration([1, 4_294_967_295]),
      interfaces: t.list(t.ref('/interface', { words: ['all'] })),
      'packet-sampling': t.bool(),
      'sampling-interval': t.int(),
      'sampling-space': t.int(),
    },
  }),
  menu('/snmp', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      contact: t.string({ default: '' }),
      enabled: t.bool({ default: 'false' }),
      'engine-id-suffix': t.string({ default: '' }),
      location: t.string({ default: '' }),
      'src-address': t.ip({ default: '::' }),
      'trap-community': t.ref('/snmp/community', { default: 'public' }),
      'trap-generators': t.list(t.enum(['interfaces', 'start-trap', 'temp-exception']), {
        default: 'temp-exception',
      }),
      'trap-interfaces': t.list(t.ref('/interface', { words: ['all'] })),
      'trap-target': t.list(t.ip(), { default: '' }),
      'trap-version': t.enum(['1', '2', '3'], { default: '1' }),
      vrf: t.ref('/ip/vrf', { default: 'main' }),
    },
    readOnly: {
      ...computed('engine-id'),
    },
  }),
  menu('/snmp/community', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      addresses: t.list(t.anyNetwork(), { default: '::/0' }),
      'authentication-password': t.string({ default: '' }),
      'authentication-protocol': t.enum(['MD5', 'SHA1'], { default: 'MD5' }),
      'encryption-password': t.string({ default: '' }),
      'encryption-protocol': t.enum(['DES', 'AES'], { default: 'DES' }),
      'read-access': t.bool({ default: 'true' }),
      security: t.enum(['none', 'authorized', 'private'], { default: 'none' }),
      'write-access': t.bool({ default: 'false' }),
    },
    readOnly: {
      ...states('default'),
    },
    unique: [sameName],
    rows: [{ name: 'public', default: 'true' }],
  }),
];
