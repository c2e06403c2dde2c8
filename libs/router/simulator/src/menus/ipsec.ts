import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { sameName } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { identity } from './values.ts';
import { wordsOf, protocols } from './word-lists.ts';

export const ipsecMenus = [
  menu('/ip/ipsec/profile', {
    kind: 'list',
    autoName: 'profile',
    noComment: true,
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      'dh-group': t.flags(
        wordsOf(`
          x25519 ecp256 ecp384 ecp521 modp6144 modp4096 modp3072 modp2048 modp1536 modp1024
          modp768
        `),
        { default: 'modp2048,modp1024' },
      ),
      'dpd-interval': t.words(['disable-dpd'], t.duration(), { default: '2m' }),
      'dpd-maximum-failures': t.int([1, 100], { default: '5' }),
      'enc-algorithm': t.flags(['aes-256', 'aes-192', 'aes-128', '3des', 'des'], {
        default: 'aes-128,3des',
      }),
      'hash-algorithm': t.enum(['md5', 'sha1', 'sha256', 'sha384', 'sha512'], { default: 'sha1' }),
      lifebytes: t.int(),
      lifetime: t.duration(undefined, { default: '1d' }),
      'nat-traversal': t.bool({ default: 'true' }),
      ppk: t.enum(['no', 'psk', 'psk-ike-initial', 'qkd'], { since: '7.22' }),
      'prf-algorithm': t.enum(['auto', 'sha1', 'sha256', 'sha384', 'sha512']),
      'proposal-check': t.enum(['obey', 'strict', 'claim', 'exact'], { default: 'obey' }),
    },
    readOnly: {
      ...states('default'),
    },
    unique: [sameName],
    rows: [{ name: 'default', default: 'true' }],
  }),
  menu('/ip/ipsec/peer', {
    kind: 'list',
    autoName: 'peer',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      address: t.either([t.network6(), t.network(), t.string()]),
      'exchange-mode': t.enum(['main', 'base', 'aggressive', 'ike2'], { default: 'main' }),
      'local-address': t.ip(),
      passive: t.bool({ default: 'false' }),
      port: t.int([0, 65_535]),
      'ppk-secret': t.string({ since: '7.22' }),
      profile: t.ref('/ip/ipsec/profile', { default: 'default' }),
      'send-initial-contact': t.bool({ default: 'true' }),
    },
    readOnly: {
      ...computed('current-address'),
      ...states('dynamic responder'),
    },
    unique: [sameName],
  }),
  menu('/ip/ipsec/proposal', {
    kind: 'list',
    autoName: 'proposal',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      'auth-algorithms': t.flags(['sha512', 'sha256', 'sha1', 'md5', 'null'], { default: 'sha1' }),
      'enc-algorithms': t.flags(
        wordsOf(`
          chacha20poly1305 aes-256-cbc aes-256-ctr aes-256-gcm camellia-256 aes-192-cbc
          aes-192-ctr aes-192-gcm camellia-192 aes-128-cbc aes-128-ctr aes-128-gcm camellia-128
          3des blowfish twofish des null
        `),
        { default: 'aes-256-cbc,aes-192-cbc,aes-128-cbc' },
      ),
      lifetime: t.duration(undefined, { default: '30m' }),
      'pfs-group': t.enum(
        wordsOf(`
          none ecp256 ecp384 ecp521 modp6144 modp4096 modp3072 modp2048 modp1536 modp1024 modp768
          modp8192
        `),
        { default: 'modp1024' },
      ),
    },
    readOnly: {
      ...states('default'),
    },
    unique: [sameName],
    rows: [{ name: 'default', default: 'true' }],
  }),
  menu('/ip/ipsec/mode-config', {
    kind: 'list',
    autoName: 'cfg',
    noComment: true,
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      address: t.ip4(),
      'address-pool': t.ref('/ip/pool', { words: ['none'] }),
      'address-prefix-length': t.int([1, 32]),
      'connection-mark': t.soft(),
      responder: t.bool({ default: 'true' }),
      'split-dns': t.list(t.string()),
      'split-include': t.list(t.network()),
      'src-address-list': t.soft(),
      'static-dns': t.list(t.ip4()),
      'system-dns': t.bool({ default: 'true' }),
      'use-responder-dns': t.enum(['no', 'yes', 'exclusively']),
    },
    readOnly: {
      ...states('default'),
    },
    unique: [sameName],
    rows: [
      {
        name: 'request-only',
        default: 'true',
        responder: 'false',
        'use-responder-dns': 'exclusively',
      },
    ],
  }),
  menu('/ip/ipsec/identity', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      peer: t.ref('/ip/ipsec/peer', { mandatory: true }),
      'auth-method': t.enum(
        wordsOf(`
          pre-shared-key digital-signature eap eap-radius pre-shared-key-xauth rsa-key
          rsa-signature-hybrid
        `),
        { default: 'pre-shared-key' },
      ),
      certificate: t.list(t.ref('/certificate', { words: ['none'] })),
      'eap-methods': t.list(t.enum(['eap-tls', 'eap-ttls', 'eap-peap', 'eap-mschapv2'])),
      'generate-policy': t.enum(['no', 'port-override', 'port-strict'], { default: 'no' }),
      key: t.ref('/ip/ipsec/key/rsa'),
      'match-by': t.enum(['remote-id', 'certificate']),
      'mode-config': t.ref('/ip/ipsec/mode-config', { words: ['none'] }),
      'my-id': identity,
      'notrack-chain': t.string(),
      password: t.string({ sensitive: true }),
      'policy-template-group': t.ref('/ip/ipsec/policy/group', { default: 'default' }),
      'remote-certificate': t.ref('/certificate', { words: ['none'] }),
      'remote-id': identity,
      'remote-key': t.ref('/ip/ipsec/key/rsa'),
      secret: t.string({ sensitive: true }),
      username: t.string(),
    },
    readOnly: {
      ...states('dynamic'),
    },
  }),
  menu('/ip/ipsec/policy', {
    kind: 'list',
    ordered: true,
    lacks: { unset: {} },
    args: {
      action: t.enum(['encrypt', 'discard', 'none'], { default: 'encrypt' }),
      'dst-address': t.anyNetwork({}, { default: '::/0' }),
      'dst-port': t.words(['any'], t.int([0, 65_535]), { default: 'any' }),
      group: t.ref('/ip/ipsec/policy/group'),
      'ipsec-protocols': t.enum(['ah', 'esp'], { default: 'esp' }),
      level: t.enum(['require', 'use', 'unique'], { default: 'require' }),
      peer: t.list(t.ref('/ip/ipsec/peer')),
      proposal: t.ref('/ip/ipsec/proposal', { default: 'default' }),
      protocol: t.words(['all', ...protocols], t.int([0, 255]), { default: 'all' }),
      'sa-dst-address': t.ip(),
      'sa-src-address': t.ip(),
      'src-address': t.anyNetwork({}, { default: '::/0' }),
      'src-port': t.words(['any'], t.int([0, 65_535]), { default: 'any' }),
      template: t.bool({ default: 'false' }),
      tunnel: t.bool({ default: 'false' }),
    },
    readOnly: {
      ...computed('ph2-count ph2-state'),
      ...states('dynamic invalid default'),
      ...statesWhenTrue('backup active'),
    },
    rows: [{ template: 'true', default: 'true', group: '*1', proposal: '*1' }],
  }),
  menu('/ip/ipsec/policy/group', {
    kind: 'list',
    autoName: 'group',
    noDisable: true,
    args: {
      name: t.string({ mandatory: true }),
    },
    readOnly: {
      ...states('default'),
    },
    unique: [sameName],
    rows: [{ name: 'default', default: 'true' }],
  }),
  menu('/ip/ipsec/settings', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      accounting: t.bool({ default: 'true' }),
      'ddos-cookie-threshold': t.int(undefined, { since: '7.22' }),
      'interim-update': t.duration(undefined, { default: '0s' }),
      'xauth-use-radius': t.bool({ default: 'false' }),
    },
  }),
  menu('/ip/ipsec/active-peers', {
    kind: 'list',
    noDisable: true,
    lacks: { export: {} },
    args: {},
    readOnly: {
      ...computed(`
          id local-address port remote-address state side dynamic-address uptime last-seen
          ph2-total spii spir rx-packets rx-bytes tx-packets tx-bytes
        `),
      ...states('responder'),
      ...statesWhenTrue('natt-peer ppk'),
    },
    actions: { 'kill-connections': { args: {} } },
  }),
];
