import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import type { Arguments } from './arguments.ts';
import { prefixed, sameName } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { timeOfDay } from './values.ts';
import {
  securityArgs,
  channelArgs,
  datapathArgs,
  aaaArgs,
  steeringArgs,
  interworkingArgs,
} from './wifi.ts';
import { wordsOf, weekdays, countries, wifiBands } from './word-lists.ts';

const configurationArgs: Arguments = {
  'antenna-gain': t.int(),
  'beacon-interval': t.duration([0, 1]),
  chains: t.flags(wordsOf('0 1 2 3 4 5 6 7')),
  country: t.enum(countries),
  distance: t.enum(['indoors', 'dynamic']),
  'dtim-period': t.int(),
  'hide-ssid': t.bool(),
  'hw-protection-mode': t.enum(['none', 'rts-cts', 'cts-to-self'], { since: '7.22' }),
  installation: t.enum(['indoor', 'outdoor'], { since: '7.17' }),
  manager: t.enum(['capsman', 'capsman-or-local', 'local']),
  'max-clients': t.int(undefined, { since: '7.18' }),
  mode: t.enum(['ap', 'station', 'station-bridge', 'station-pseudobridge']),
  'multicast-enhance': t.enum(['disabled', 'enabled']),
  'qos-classifier': t.enum(['priority', 'dscp-high-3-bits']),
  ssid: t.string({ max: 32 }),
  'station-roaming': t.bool({ since: '7.17' }),
  'tx-chains': t.flags(wordsOf('0 1 2 3 4 5 6 7')),
  'tx-power': t.int(),
};

export const wifiNetworkMenus = [
  menu('/interface/wifi', {
    kind: 'list',
    space: '/interface',
    autoName: 'wifi',
    args: {
      name: t.string({ unset: false }),
      arp: t.enum(['disabled', 'enabled', 'proxy-arp', 'reply-only', 'local-proxy-arp']),
      'arp-timeout': t.words(['auto'], t.duration(), { unset: false }),
      'disable-running-check': t.bool(),
      l2mtu: t.int([32, 65_535]),
      'mac-address': t.mac({ unset: false }),
      'master-interface': t.ref('/interface'),
      'mld-interface': t.ref('/interface', { since: '7.22' }),
      'mld-name': t.string({ since: '7.22' }),
      mtu: t.int([68, 65_535]),
      'radio-mac': t.mac(),
      security: t.ref('/interface/wifi/security'),
      channel: t.ref('/interface/wifi/channel'),
      datapath: t.ref('/interface/wifi/datapath'),
      aaa: t.ref('/interface/wifi/aaa'),
      steering: t.ref('/interface/wifi/steering'),
      interworking: t.ref('/interface/wifi/interworking'),
      configuration: t.ref('/interface/wifi/configuration'),
      ...prefixed('security', securityArgs),
      ...prefixed('channel', channelArgs),
      ...prefixed('datapath', datapathArgs),
      ...prefixed('aaa', aaaArgs),
      ...prefixed('steering', steeringArgs),
      ...prefixed('interworking', interworkingArgs),
      ...prefixed('configuration', configurationArgs),
    },
    readOnly: {
      ...computed('default-name cap'),
      ...states('dynamic inactive running'),
      ...statesWhenTrue('master network bound'),
    },
  }),
  menu('/interface/wifi/configuration', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      security: t.ref('/interface/wifi/security'),
      channel: t.ref('/interface/wifi/channel'),
      datapath: t.ref('/interface/wifi/datapath'),
      aaa: t.ref('/interface/wifi/aaa'),
      steering: t.ref('/interface/wifi/steering'),
      interworking: t.ref('/interface/wifi/interworking'),
      ...prefixed('security', securityArgs),
      ...prefixed('channel', channelArgs),
      ...prefixed('datapath', datapathArgs),
      ...prefixed('aaa', aaaArgs),
      ...prefixed('steering', steeringArgs),
      ...prefixed('interworking', interworkingArgs),
      ...configurationArgs,
    },
    unique: [sameName],
  }),
  menu('/interface/wifi/provisioning', {
    kind: 'list',
    ordered: true,
    args: {
      action: t.enum(
        [
          'none',
          'create-enabled',
          'create-disabled',
          'create-dynamic-enabled',
          'use-network-config',
        ],
        { mandatory: true },
      ),
      'address-ranges': t.list(t.anyIpRange()),
      'common-name-regexp': t.string(),
      'identity-regexp': t.string(),
      'master-configuration': t.ref('/interface/wifi/configuration'),
      'multi-link-mode': t.enum(['auto', 'disabled', 'master', 'all'], { since: '7.22' }),
      'name-format': t.string({ unset: false }),
      'radio-mac': t.mac(),
      'slave-configurations': t.list(t.ref('/interface/wifi/configuration')),
      'slave-name-format': t.string({ unset: false }),
      'supported-bands': t.list(t.enum(wifiBands)),
      'supported-hw-caps': t.list(
        t.enum(
          wordsOf(`
          beacon-protection channel-switch hw-protection-mode mlo qos-classifier-dscp sniffer
          spectral
        `),
        ),
        { since: '7.22' },
      ),
    },
  }),
  menu('/interface/wifi/access-list', {
    kind: 'list',
    ordered: true,
    args: {
      action: t.enum(['accept', 'reject', 'query-radius']),
      'allow-signal-out-of-range': t.words(['always'], t.duration()),
      'client-isolation': t.bool(),
      days: t.flags(weekdays, { since: '7.22' }),
      interface: t.ref('/interface', { words: ['any', 'all', 'none'] }),
      'mac-address': t.mac(),
      'mac-address-mask': t.mac(),
      'multi-passphrase-group': t.ref('/interface/wifi/security/multi-passphrase', {
        since: '7.17',
      }),
      passphrase: t.string({ sensitive: true }),
      'radius-accounting': t.bool(),
      'signal-range': t.pattern(/^-?\d+\.\.-?\d+$/u),
      'ssid-regexp': t.string(),
      time: timeOfDay,
      'vlan-id': t.words(['none'], t.int([1, 4094])),
    },
    readOnly: {
      ...computed('last-logged-in last-logged-out match-count'),
    },
  }),
  menu('/interface/wifi/cap', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'caps-man-addresses': t.list(t.string()),
      'caps-man-certificate-common-names': t.list(t.string({ min: 1 })),
      'caps-man-names': t.list(t.string({ min: 1 })),
      certificate: t.enum(['request', 'none']),
      'discovery-interfaces': t.list(t.ref('/interface', { words: ['all', 'none'] })),
      enabled: t.bool({ default: 'false' }),
      'lock-to-caps-man': t.bool(),
      'mld-datapath': t.ref('/interface/wifi/datapath', { since: '7.22' }),
      'mld-static': t.bool({ since: '7.22' }),
      'slaves-datapath': t.ref('/interface/wifi/datapath'),
      'slaves-static': t.bool(),
    },
    readOnly: {
      ...computed(`
          requested-certificate locked-caps-man-common-name current-caps-man-address
          current-caps-man-identity
        `),
    },
  }),
  menu('/interface/wifi/capsman', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'ca-certificate': t.ref('/certificate', { words: ['auto', 'none'] }),
      certificate: t.ref('/certificate', { words: ['auto'] }),
      enabled: t.bool({ default: 'false' }),
      interfaces: t.list(t.ref('/interface', { words: ['all', 'none'] })),
      'package-path': t.string(),
      'require-peer-certificate': t.bool(),
      'upgrade-policy': t.enum(['none', 'suggest-same-version', 'require-same-version']),
    },
    readOnly: {
      ...computed('generated-ca-certificate generated-certificate'),
    },
  }),
];
