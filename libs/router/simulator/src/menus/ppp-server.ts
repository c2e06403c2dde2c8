import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import type { Arguments } from './arguments.ts';
import { states } from './properties.ts';
import { wordsOf } from './word-lists.ts';

const pppServer: Arguments = {
  'default-profile': t.ref('/ppp/profile', { default: 'default-encryption' }),
  enabled: t.bool({ default: 'false' }),
  'keepalive-timeout': t.words(['disabled'], t.duration(), { default: '30s' }),
  'max-mru': t.int([68, 65_535], { default: '1450' }),
  'max-mtu': t.int([68, 65_535], { default: '1450' }),
  mrru: t.words(['disabled'], t.int(), { default: 'disabled' }),
};

export const pppServerMenus = [
  menu('/interface/pptp-server/server', {
    kind: 'singleton',
    noDetail: true,
    args: {
      authentication: t.flags(['pap', 'chap', 'mschap1', 'mschap2'], {
        default: 'mschap1,mschap2',
      }),
      ...pppServer,
    },
  }),
  menu('/interface/l2tp-server/server', {
    kind: 'singleton',
    lacks: { unset: {} },
    noDetail: true,
    args: {
      'accept-proto-version': t.enum(['all', 'l2tpv2', 'l2tpv3'], { default: 'all' }),
      'accept-pseudowire-type': t.enum(['all', 'ether', 'ppp'], { default: 'all' }),
      'allow-fast-path': t.bool({ default: 'false' }),
      authentication: t.flags(['pap', 'chap', 'mschap1', 'mschap2'], {
        default: 'pap,chap,mschap1,mschap2',
      }),
      'caller-id-type': t.enum(['ip-address', 'number'], { default: 'ip-address' }),
      'ipsec-secret': t.string({ default: '', sensitive: true }),
      'l2tpv3-circuit-id': t.string({ default: '' }),
      'l2tpv3-cookie-length': t.enum(['0', '4-bytes', '8-bytes'], { default: '0' }),
      'l2tpv3-digest-hash': t.enum(['none', 'md5', 'sha1'], { default: 'md5' }),
      'l2tpv3-ether-interface-list': t.ref('/interface/list'),
      'max-sessions': t.words(['unlimited'], t.int(), { default: 'unlimited' }),
      'one-session-per-host': t.bool({ default: 'false' }),
      'use-ipsec': t.enum(['no', 'yes', 'required'], { default: 'no' }),
      ...pppServer,
    },
  }),
  menu('/interface/sstp-server/server', {
    kind: 'singleton',
    noDetail: true,
    args: {
      authentication: t.flags(['pap', 'chap', 'mschap1', 'mschap2'], {
        default: 'pap,chap,mschap1,mschap2',
      }),
      certificate: t.ref('/certificate', { words: ['none'], default: 'none' }),
      ciphers: t.flags(['aes256-sha', 'aes256-gcm-sha384'], { default: 'aes256-sha' }),
      'default-profile': t.ref('/ppp/profile', { default: 'default' }),
      enabled: t.bool({ default: 'false' }),
      'keepalive-timeout': t.words(['disabled'], t.duration(), { default: '1m' }),
      'max-mru': t.int([68, 65_535], { default: '1500' }),
      'max-mtu': t.int([68, 65_535], { default: '1500' }),
      mrru: t.words(['disabled'], t.int(), { default: 'disabled' }),
      pfs: t.enum(['no', 'yes', 'required'], { default: 'no' }),
      port: t.int([0, 65_535], { default: '443' }),
      'tls-version': t.enum(['any', 'only-1.2'], { default: 'any' }),
      'verify-client-certificate': t.bool({ default: 'false' }),
    },
  }),
  menu('/interface/ovpn-server/server', {
    kind: 'singleton',
    until: '7.17',
    noDetail: true,
    args: {
      auth: t.flags(['sha1', 'md5', 'sha256', 'sha384', 'sha512', 'null'], {
        default: 'sha1,md5,sha256,sha512',
      }),
      certificate: t.ref('/certificate', { words: ['none'], default: 'none' }),
      cipher: t.flags(
        wordsOf(`
          blowfish128 aes128-cbc aes192-cbc aes256-cbc aes128-gcm aes192-gcm aes256-gcm null
        `),
        { default: 'blowfish128,aes128-cbc' },
      ),
      'default-profile': t.ref('/ppp/profile', { default: 'default' }),
      'enable-tun-ipv6': t.bool({ default: 'false' }),
      'ipv6-prefix-len': t.int([1, 128], { default: '64' }),
      'keepalive-timeout': t.words(['disabled'], t.duration(), { default: '1m' }),
      'mac-address': t.mac({ default: 'FE:00:00:00:00:02' }),
      'max-mtu': t.int([68, 65_535], { default: '1500' }),
      mode: t.enum(['ip', 'ethernet'], { default: 'ip' }),
      netmask: t.int([0, 32], { default: '24' }),
      port: t.int([0, 65_535], { default: '1194' }),
      protocol: t.enum(['tcp', 'udp'], { default: 'tcp' }),
      'push-routes': t.string({ default: '' }),
      'redirect-gateway': t.flags(['disabled', 'def1', 'ipv6'], { default: 'disabled' }),
      'reneg-sec': t.int(undefined, { default: '3600' }),
      'require-client-certificate': t.bool({ default: 'false' }),
      'tls-version': t.enum(['any', 'only-1.2'], { default: 'any' }),
      'tun-server-ipv6': t.ip6({ default: '::' }),
      enabled: t.bool({ default: 'false' }),
    },
  }),
  menu('/interface/ovpn-server/server', {
    kind: 'list',
    since: '7.17',
    autoName: 'ovpn-server',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      auth: t.flags(['sha1', 'md5', 'sha256', 'sha384', 'sha512', 'null'], {
        default: 'sha1,md5,sha256,sha512',
      }),
      certificate: t.ref('/certificate', { words: ['none'], default: 'none' }),
      cipher: t.flags(
        wordsOf(`
          blowfish128 aes128-cbc aes192-cbc aes256-cbc aes128-gcm aes192-gcm aes256-gcm null
        `),
        { default: 'blowfish128,aes128-cbc' },
      ),
      'default-profile': t.ref('/ppp/profile', { default: 'default' }),
      'enable-tun-ipv6': t.bool({ default: 'false' }),
      'ipv6-prefix-len': t.int([1, 128], { default: '64' }),
      'keepalive-timeout': t.words(['disabled'], t.duration(), { default: '1m' }),
      'mac-address': t.mac({ default: 'FE:00:00:00:00:02' }),
      'max-mtu': t.int([68, 65_535], { default: '1500' }),
      mode: t.enum(['ip', 'ethernet'], { default: 'ip' }),
      netmask: t.int([0, 32], { default: '24' }),
      port: t.int([0, 65_535], { default: '1194' }),
      protocol: t.enum(['tcp', 'udp'], { default: 'tcp' }),
      'push-routes': t.string({ default: '' }),
      'push-routes-ipv6': t.string({ since: '7.22' }),
      'redirect-gateway': t.flags(['disabled', 'def1', 'ipv6'], { default: 'disabled' }),
      'reneg-sec': t.int(undefined, { default: '3600' }),
      'require-client-certificate': t.bool({ default: 'false' }),
      'tls-version': t.enum(['any', 'only-1.2'], { default: 'any' }),
      'tun-server-ipv6': t.ip6({ default: '::' }),
      'user-auth-method': t.enum(['pap', 'mschap2'], { default: 'pap' }),
      vrf: t.ref('/ip/vrf', { default: 'main' }),
    },
    readOnly: {
      ...states('inactive'),
    },
  }),
  menu('/interface/pppoe-server/server', {
    kind: 'list',
    args: {
      interface: t.ref('/interface', { words: ['<l2tp>'], mandatory: true }),
      'accept-empty-service': t.bool({ default: 'true' }),
      'accept-untagged': t.bool({ default: 'true', since: '7.20' }),
      authentication: t.flags(['pap', 'chap', 'mschap1', 'mschap2'], {
        default: 'pap,chap,mschap1,mschap2',
      }),
      'default-profile': t.ref('/ppp/profile', { default: 'default' }),
      'keepalive-timeout': t.words(['disabled'], t.duration(), { default: '10s' }),
      'max-mru': t.words(['auto'], t.int([68, 65_535]), { default: 'auto' }),
      'max-mtu': t.words(['auto'], t.int([68, 65_535]), { default: 'auto' }),
      'max-sessions': t.words(['unlimited'], t.int(), { default: 'unlimited' }),
      mrru: t.words(['disabled'], t.int(), { default: 'disabled' }),
      'one-session-per-host': t.bool({ default: 'false' }),
      'pado-delay': t.int([0, 65_535], { default: '0' }),
      'pppoe-over-vlan-range': t.intRanges([1, 4094], { default: '', since: '7.17' }),
      'service-name': t.string({ default: '' }),
    },
    readOnly: {
      ...states('invalid'),
    },
  }),
];
