import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import type { Arguments } from './arguments.ts';
import { each, sameName } from './arguments.ts';
import { wordsOf, venues, wifiBands, wifiWidths } from './word-lists.ts';

export const securityArgs: Arguments = {
  'authentication-types': t.flags(
    wordsOf(`
          wpa-psk wpa2-psk wpa2-psk-sha2 wpa-eap wpa2-eap wpa3-psk owe wpa3-eap wpa3-eap-192
        `),
  ),
  'beacon-protection': t.enum(['disabled', 'enabled'], { since: '7.22' }),
  ...each(t.string(), wordsOf('connect-group eap-anonymous-identity eap-password eap-username')),
  'connect-priority': t.pattern(/^\d+(?:\/\d+)?$/u),
  'dh-groups': t.flags(['19', '20', '21']),
  ...each(t.bool(), wordsOf('disable-pmkid eap-accounting ft ft-over-ds ft-preserve-vlanid')),
  'eap-certificate-mode': t.enum([
    'verify-certificate',
    'dont-verify-certificate',
    'no-certificates',
    'verify-certificate-with-crl',
  ]),
  'eap-methods': t.list(t.enum(['tls', 'ttls', 'peap'])),
  'eap-tls-certificate': t.ref('/certificate', { words: ['none'] }),
  encryption: t.flags(['tkip', 'ccmp', 'gcmp', 'ccmp-256', 'gcmp-256']),
  'ft-mobility-domain': t.int(),
  'ft-nas-identifier': t.string({ min: 2, max: 96 }),
  'ft-r0-key-lifetime': t.duration([1, 3_932_100]),
  'ft-reassociation-deadline': t.duration([0, 70]),
  'group-encryption': t.enum(['tkip', 'ccmp', 'gcmp', 'ccmp-256', 'gcmp-256']),
  'group-key-update': t.duration([30, 4_294_967_295]),
  'management-encryption': t.enum(['cmac', 'gmac', 'cmac-256', 'gmac-256']),
  'management-protection': t.enum(['disabled', 'allowed', 'required']),
  'multi-passphrase-group': t.ref('/interface/wifi/security/multi-passphrase', { since: '7.17' }),
  'owe-transition-interface': t.ref('/interface', { words: ['auto'] }),
  passphrase: t.string({ sensitive: true }),
  'sae-anti-clogging-threshold': t.words(['disabled'], t.int()),
  'sae-max-failure-rate': t.words(['disabled'], t.int()),
  'sae-pwe': t.enum(['hunting-and-pecking', 'hash-to-element', 'both']),
  wps: t.enum(['disable', 'push-button']),
};

export const channelArgs: Arguments = {
  afc: t.bool({ since: '7.24' }),
  band: t.enum(wifiBands),
  'deprioritize-unii-3-4': t.bool({ since: '7.20' }),
  frequency: t.intRanges([900, 7125]),
  'preamble-puncturing': t.enum(['yes', 'no'], { since: '7.22' }),
  'reselect-interval': t.pattern(/^\w+(?:\.\.\w+)?$/u),
  'reselect-time': t.pattern(/^[\d:]+(?:\.\.[\d:]+)?$/u, { since: '7.19' }),
  'secondary-frequency': t.list(t.words(['disabled'], t.int([900, 7125]))),
  'skip-dfs-channels': t.enum(['disabled', 'all', '10min-cac']),
  width: t.enum(wifiWidths),
};

export const datapathArgs: Arguments = {
  bridge: t.ref('/interface/bridge', { words: ['none'] }),
  'bridge-cost': t.int(),
  'bridge-horizon': t.words(['none'], t.int()),
  'client-isolation': t.bool(),
  'interface-list': t.ref('/interface/list'),
  'openflow-switch': t.soft({ since: '7.20' }),
  'traffic-processing': t.enum(['on-cap', 'on-capsman', 'on-capsman-secure'], { since: '7.19' }),
  'vlan-id': t.words(['none'], t.int([1, 4094])),
};

export const aaaArgs: Arguments = {
  ...each(
    t.string(),
    wordsOf('called-format calling-format nas-identifier password-format username-format'),
  ),
  'interim-update': t.words(['disabled'], t.duration()),
  'mac-caching': t.words(['disabled'], t.duration()),
};

export const steeringArgs: Arguments = {
  '2g-probe-delay': t.bool({ since: '7.18' }),
  'neighbor-group': t.list(t.string()),
  rrm: t.bool(),
  'transition-request-count': t.words(['unlimited'], t.int(), { since: '7.22' }),
  'transition-request-period': t.duration(undefined, { since: '7.22' }),
  'transition-threshold': t.int(undefined, { since: '7.22' }),
  'transition-threshold-time': t.duration(undefined, { since: '7.22' }),
  'transition-time': t.words(['unlimited', 'immediate'], t.duration(), { since: '7.22' }),
  wnm: t.bool(),
};

export const interworkingArgs: Arguments = {
  ...each(
    t.string(),
    wordsOf(`
          3gpp-info authentication-types connection-capabilities operator-names realms venue-names
        `),
  ),
  '3gpp-info-raw': t.string({ since: '7.22' }),
  'domain-names': t.list(t.string()),
  ...each(
    t.bool(),
    wordsOf('esr hotspot20 hotspot20-dgaf internet uesa wan-at-capacity wan-symmetric'),
  ),
  hessid: t.mac(),
  'ipv4-availability': t.enum(
    wordsOf(`
          not-available public port-restricted single-nated double-nated
          port-restricted-single-nated port-restricted-double-nated unknown
        `),
  ),
  'ipv6-availability': t.enum(['not-available', 'available', 'unknown']),
  'network-type': t.enum(
    wordsOf(`
          private private-with-guest public-chargeable public-free personal-device emergency-only
          test wildcard
        `),
  ),
  'operational-classes': t.list(t.int()),
  'realms-raw': t.list(t.string(), { since: '7.22' }),
  'roaming-ois': t.list(t.string()),
  venue: t.enum(venues),
  ...each(
    t.int(),
    wordsOf(`
          wan-downlink wan-downlink-load wan-measurement-duration wan-uplink wan-uplink-load
        `),
  ),
  'wan-status': t.enum(['reserved', 'up', 'down', 'test']),
};

export const wifiMenus = [
  menu('/interface/wifi/security', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      ...securityArgs,
    },
    unique: [sameName],
  }),
  menu('/interface/wifi/channel', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      ...channelArgs,
    },
    unique: [sameName],
  }),
  menu('/interface/wifi/datapath', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      ...datapathArgs,
    },
    unique: [sameName],
  }),
  menu('/interface/wifi/aaa', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      ...aaaArgs,
    },
    unique: [sameName],
  }),
  menu('/interface/wifi/steering', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      ...steeringArgs,
    },
    unique: [sameName],
  }),
  menu('/interface/wifi/interworking', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      ...interworkingArgs,
    },
    unique: [sameName],
  }),
];
