import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { hexNumber } from './values.ts';
import { wordsOf } from './word-lists.ts';

export const ipMenus = [
  menu('/ip/address', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      address: t.prefix({ mandatory: true }),
      interface: t.ref('/interface', { mandatory: true }),
      broadcast: t.ip4(),
      netmask: t.ip4(),
      network: t.ip4(),
    },
    readOnly: {
      ...computed('actual-interface vrf'),
      ...states('invalid dynamic slave'),
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
  menu('/ip/arp', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      interface: t.ref('/interface', { mandatory: true }),
      address: t.ip4(),
      'mac-address': t.mac(),
      published: t.bool({ default: 'false' }),
    },
    readOnly: {
      ...computed('status vrf'),
      ...states('invalid dynamic'),
      ...statesWhenTrue('dhcp complete'),
    },
  }),
  menu('/ip/pool', {
    kind: 'list',
    autoName: 'pool',
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string(),
      ranges: t.list(t.ipRange(), { mandatory: true }),
      'next-pool': t.ref('/ip/pool', { words: ['none'] }),
    },
    readOnly: {
      ...computed('total used available'),
    },
    unique: [{ args: ['name'], error: 'failure: pool with such name exists' }],
  }),
  menu('/ip/pool/used', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { unset: {}, export: {} },
    args: {
      address: t.ip4(),
      info: t.string(),
      owner: t.string(),
      pool: t.ref('/ip/pool'),
    },
  }),
  menu('/ip/settings', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'accept-redirects': t.bool({ default: 'false' }),
      'accept-source-route': t.bool({ default: 'false' }),
      ...each(
        t.bool({ default: 'true' }),
        wordsOf('allow-fast-path ip-forward secure-redirects send-redirects'),
      ),
      'arp-timeout': t.duration(undefined, { default: '30s' }),
      'icmp-errors-use-inbound-interface-address': t.bool({ default: 'false', since: '7.17' }),
      'icmp-rate-limit': t.int(undefined, { default: '10' }),
      'icmp-rate-mask': hexNumber([0, 65_535], { default: '0x1818' }),
      'ipv4-fragment-time': t.int(undefined, { since: '7.24' }),
      'ipv4-high-fragment-thresh': t.int(undefined, { since: '7.24' }),
      'ipv4-multipath-hash-policy': t.enum(['l3', 'l4', 'l3-inner'], { default: 'l3' }),
      'max-neighbor-entries': t.int(undefined, { default: '16384' }),
      'rp-filter': t.enum(['no', 'strict', 'loose'], { default: 'no' }),
      'tcp-syncookies': t.bool({ default: 'false' }),
      'tcp-timestamps': t.enum(['disabled', 'random-offset', 'enabled'], {
        default: 'random-offset',
        since: '7.17',
      }),
    },
    readOnly: {
      ...computed(`
          ipv4-fast-path-active ipv4-fast-path-packets ipv4-fast-path-bytes ipv4-fasttrack-active
          ipv4-fasttrack-packets ipv4-fasttrack-bytes
        `),
    },
  }),
  menu('/ip/cloud', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'ddns-enabled': t.enum(['auto', 'yes'], { default: 'auto' }),
      'ddns-update-interval': t.words(['none'], t.duration(), { default: 'none' }),
      'update-time': t.bool({ default: 'true' }),
      'back-to-home-vpn': t.enum(['revoked-and-disabled', 'enabled'], { needs: 'arm64' }),
      'vpn-prefer-relay-code': t.string({ needs: 'arm64' }),
    },
    readOnly: {
      ...computed(`
          public-address public-address-ipv6 dns-name status vpn-dns-name vpn-port vpn-status
          vpn-relay-rtts vpn-relay-ipv4-status vpn-relay-ipv6-status vpn-relay-regions
          vpn-relay-addressess vpn-relay-addressess-ipv6 vpn-private-key vpn-public-key
          vpn-peer-private-key vpn-peer-public-key vpn-interface vpn-wireguard-client-config
          vpn-wireguard-client-config-qrcode warning
        `),
    },
    actions: { 'force-update': { args: {} } },
  }),
  menu('/ip/cloud/advanced', {
    kind: 'singleton',
    args: {
      'use-local-address': t.bool({ default: 'false' }),
    },
  }),
  menu('/ip/upnp', {
    kind: 'singleton',
    args: {
      'allow-disable-external-interface': t.bool({ default: 'false' }),
      enabled: t.bool({ default: 'false' }),
      'show-dummy-rule': t.bool({ default: 'true' }),
    },
  }),
  menu('/ip/upnp/interfaces', {
    kind: 'list',
    noComment: true,
    args: {
      interface: t.ref('/interface', { mandatory: true }),
      type: t.enum(['external', 'internal'], { mandatory: true }),
      'forced-ip': t.ip4(),
    },
    readOnly: {
      ...states('dynamic'),
    },
  }),
  menu('/ip/nat-pmp', {
    kind: 'singleton',
    args: {
      enabled: t.bool({ default: 'false' }),
    },
  }),
  menu('/ip/nat-pmp/interfaces', {
    kind: 'list',
    noComment: true,
    args: {
      interface: t.ref('/interface', { mandatory: true }),
      type: t.enum(['external', 'internal'], { mandatory: true }),
      'forced-ip': t.ip4(),
    },
    readOnly: {
      ...states('dynamic'),
    },
  }),
  menu('/ip/neighbor/discovery-settings', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'add-dns-entries': t.bool({ since: '7.24' }),
      'add-dns-entries-suffix': t.string({ min: 1, max: 64, since: '7.24' }),
      'discover-interface-list': t.not(t.ref('/interface/list'), { default: 'static' }),
      'discover-interval': t.duration([5, 32_767], { default: '30s' }),
      'dying-gasp': t.bool({ since: '7.24' }),
      'lldp-mac-phy-config': t.bool({ default: 'false' }),
      'lldp-max-frame-size': t.bool({ default: 'false' }),
      'lldp-med': t.bool({ since: '7.24' }),
      'lldp-med-net-policy-vlan': t.words(['disabled'], t.int([0, 4094]), { default: 'disabled' }),
      'lldp-vlan-info': t.bool({ default: 'false' }),
      mode: t.enum(['tx-and-rx', 'tx-only', 'rx-only'], { default: 'tx-and-rx' }),
      protocol: t.flags(['cdp', 'lldp', 'mndp'], { default: 'cdp,lldp,mndp' }),
    },
  }),
];
