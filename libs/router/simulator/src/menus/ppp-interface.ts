import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import type { Arguments } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { wordsOf } from './word-lists.ts';

const dialOut: Arguments = {
  'add-default-route': t.bool({ default: 'false' }),
  'default-route-distance': t.int([0, 255]),
  'dial-on-demand': t.bool({ default: 'false' }),
  'keepalive-timeout': t.words(['disabled'], t.duration(), { default: '1m' }),
  mrru: t.words(['disabled'], t.int(), { default: 'disabled' }),
  password: t.string({ sensitive: true }),
  profile: t.ref('/ppp/profile', { default: 'default-encryption' }),
  user: t.string({ mandatory: true }),
};

export const pppInterfaceMenus = [
  menu('/interface/pppoe-client', {
    kind: 'list',
    space: '/interface',
    autoName: 'pppoe-out',
    args: {
      name: t.string({ unset: false }),
      'ac-name': t.string({ default: '' }),
      'add-default-route': t.bool({ default: 'false' }),
      allow: t.flags(['pap', 'chap', 'mschap1', 'mschap2'], {
        default: 'pap,chap,mschap1,mschap2',
      }),
      'default-route-distance': t.int([0, 255], { unset: false }),
      'dial-on-demand': t.bool({ default: 'false' }),
      'host-uniq': t.string(),
      interface: t.list(t.ref('/interface'), { unset: false }),
      'keepalive-timeout': t.words(['disabled'], t.duration(), { default: '10s' }),
      'max-mru': t.words(['auto'], t.int([68, 65_535]), { default: 'auto' }),
      'max-mtu': t.words(['auto'], t.int([68, 65_535]), { default: 'auto' }),
      mrru: t.words(['disabled'], t.int(), { default: 'disabled' }),
      password: t.string({ default: '', sensitive: true }),
      profile: t.ref('/ppp/profile', { default: 'default' }),
      'service-name': t.string({ default: '' }),
      'use-peer-dns': t.bool({ default: 'false' }),
      user: t.string({ default: '' }),
    },
    readOnly: {
      ...states('invalid running'),
    },
  }),
  menu('/interface/l2tp-client', {
    kind: 'list',
    space: '/interface',
    autoName: 'l2tp-out',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      'connect-to': t.string({ mandatory: true }),
      allow: t.flags(['pap', 'chap', 'mschap1', 'mschap2'], {
        default: 'pap,chap,mschap1,mschap2',
      }),
      'allow-fast-path': t.bool({ default: 'false' }),
      'ipsec-secret': t.string({ default: '', sensitive: true }),
      'l2tp-proto-version': t.enum(['l2tpv2', 'l2tpv3-ip', 'l2tpv3-udp'], { default: 'l2tpv2' }),
      'l2tpv3-circuit-id': t.string(),
      'l2tpv3-cookie-length': t.enum(['0', '4-bytes', '8-bytes']),
      'l2tpv3-digest-hash': t.enum(['none', 'md5', 'sha1'], { default: 'md5' }),
      'max-mru': t.int([68, 65_535], { default: '1450' }),
      'max-mtu': t.int([68, 65_535], { default: '1450' }),
      'random-source-port': t.bool({ since: '7.18' }),
      'src-address': t.ip4(),
      'use-ipsec': t.bool({ default: 'false' }),
      'use-peer-dns': t.enum(['no', 'yes', 'exclusively'], { default: 'no' }),
      ...dialOut,
    },
    readOnly: {
      ...states('running'),
    },
  }),
  menu('/interface/sstp-client', {
    kind: 'list',
    space: '/interface',
    autoName: 'sstp-out',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      'connect-to': t.string({ mandatory: true }),
      'add-sni': t.bool({ default: 'false' }),
      authentication: t.flags(['pap', 'chap', 'mschap1', 'mschap2'], {
        default: 'pap,chap,mschap1,mschap2',
      }),
      certificate: t.ref('/certificate', { words: ['none'], default: 'none' }),
      ciphers: t.flags(['aes256-sha', 'aes256-gcm-sha384']),
      'http-proxy': t.either([t.ip4(), t.ip6(), t.string()]),
      'max-mru': t.int([68, 65_535], { default: '1500' }),
      'max-mtu': t.int([68, 65_535], { default: '1500' }),
      pfs: t.enum(['no', 'yes', 'required'], { default: 'no' }),
      port: t.int([0, 65_535], { default: '443' }),
      'proxy-port': t.int([1, 65_535]),
      'tls-version': t.enum(['any', 'only-1.2'], { default: 'any' }),
      'verify-server-address-from-certificate': t.bool({ default: 'true' }),
      'verify-server-certificate': t.bool({ default: 'false' }),
      ...dialOut,
    },
    readOnly: {
      ...states('running'),
      ...statesWhenTrue('hw-crypto'),
    },
  }),
  menu('/interface/pptp-client', {
    kind: 'list',
    space: '/interface',
    autoName: 'pptp-out',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      'connect-to': t.either([t.ip4(), t.string()], { mandatory: true }),
      allow: t.flags(['pap', 'chap', 'mschap1', 'mschap2'], {
        default: 'pap,chap,mschap1,mschap2',
      }),
      'max-mru': t.int([68, 65_535], { default: '1450' }),
      'max-mtu': t.int([68, 65_535], { default: '1450' }),
      'use-peer-dns': t.enum(['no', 'yes', 'exclusively'], { default: 'no' }),
      ...dialOut,
    },
    readOnly: {
      ...states('running'),
    },
  }),
  menu('/interface/ovpn-client', {
    kind: 'list',
    space: '/interface',
    autoName: 'ovpn-out',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      'connect-to': t.string({ mandatory: true }),
      user: t.string({ mandatory: true }),
      'add-default-route': t.bool({ default: 'false' }),
      auth: t.enum(['sha1', 'md5', 'sha256', 'sha384', 'sha512', 'null'], { default: 'sha1' }),
      certificate: t.ref('/certificate', { words: ['none'], default: 'none' }),
      cipher: t.enum(
        wordsOf(`
          blowfish128 aes128-cbc aes192-cbc aes256-cbc aes128-gcm aes192-gcm aes256-gcm null
        `),
        { default: 'blowfish128' },
      ),
      'disconnect-notify': t.bool(),
      'mac-address': t.mac({ default: 'FE:00:00:00:00:01' }),
      'max-mtu': t.int([68, 65_535], { default: '1500' }),
      mode: t.enum(['ip', 'ethernet'], { default: 'ip' }),
      password: t.string({ max: 1000, default: '', sensitive: true }),
      port: t.int([0, 65_535], { default: '1194' }),
      profile: t.ref('/ppp/profile', { default: 'default' }),
      protocol: t.enum(['tcp', 'udp'], { default: 'tcp' }),
      'route-nopull': t.bool({ default: 'false' }),
      'tls-version': t.enum(['any', 'only-1.2'], { default: 'any' }),
      'use-peer-dns': t.enum(['no', 'yes', 'exclusively'], { default: 'yes' }),
      'verify-server-certificate': t.bool({ default: 'false' }),
    },
    readOnly: {
      ...states('running'),
      ...statesWhenTrue('hw-crypto tls-auth tls-crypt'),
    },
  }),
  menu('/interface/pptp-server', {
    kind: 'list',
    space: '/interface',
    autoName: 'pptp-in',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      user: t.string({ mandatory: true }),
    },
    readOnly: {
      ...computed('mtu mru client-address uptime encoding'),
      ...states('dynamic running'),
    },
  }),
  menu('/interface/l2tp-server', {
    kind: 'list',
    space: '/interface',
    autoName: 'l2tp-in',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      user: t.string({ mandatory: true }),
    },
    readOnly: {
      ...computed('mtu mru client-address uptime encoding'),
      ...states('dynamic running'),
    },
  }),
  menu('/interface/sstp-server', {
    kind: 'list',
    space: '/interface',
    autoName: 'sstp-in',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      user: t.string({ mandatory: true }),
    },
    readOnly: {
      ...computed('mtu client-address uptime encoding'),
      ...states('dynamic running'),
      ...statesWhenTrue('hw-crypto'),
    },
  }),
  menu('/interface/ovpn-server', {
    kind: 'list',
    space: '/interface',
    autoName: 'ovpn-in',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      user: t.string({ mandatory: true }),
    },
    readOnly: {
      ...computed('mtu client-address uptime encoding'),
      ...states('dynamic running'),
      ...statesWhenTrue('hw-crypto'),
    },
  }),
  menu('/interface/pppoe-server', {
    kind: 'list',
    space: '/interface',
    autoName: 'pppoe-in',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      service: t.string({ mandatory: true }),
      user: t.string({ mandatory: true }),
    },
    readOnly: {
      ...computed('mtu mru remote-address encoding uptime interface vid'),
      ...states('dynamic running'),
    },
  }),
];
