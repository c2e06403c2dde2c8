import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { arp, loopProtect } from './argument-groups.ts';
import type { Arguments } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { keepalive } from './values.ts';

const tunnelEnds: Arguments = {
  'allow-fast-path': t.bool({ default: 'true' }),
  'clamp-tcp-mss': t.bool({ default: 'true' }),
  'dont-fragment': t.enum(['no', 'inherit'], { default: 'no' }),
  dscp: t.words(['inherit'], t.int([0, 63]), { default: 'inherit' }),
  'ipsec-secret': t.string({ sensitive: true }),
  keepalive,
  'local-address': t.ip4({ default: '0.0.0.0' }),
  mtu: t.words(['auto'], t.int([68, 65_535]), { default: 'auto' }),
  'remote-address': t.string({ mandatory: true }),
};

const tunnelEnds6: Arguments = {
  'clamp-tcp-mss': t.bool({ default: 'true' }),
  'dont-fragment': t.enum(['no', 'inherit'], { unset: false, since: '7.22' }),
  dscp: t.words(['inherit'], t.int([0, 63]), { default: 'inherit' }),
  'ipsec-secret': t.string({ sensitive: true }),
  keepalive,
  'local-address': t.ip6({ default: '::' }),
  mtu: t.words(['auto'], t.int([68, 65_535]), { default: 'auto' }),
  'remote-address': t.string({ mandatory: true }),
};

export const tunnelMenus = [
  menu('/interface/gre', {
    kind: 'list',
    space: '/interface',
    autoName: 'gre-tunnel',
    args: {
      name: t.string({ unset: false }),
      ...tunnelEnds,
    },
    readOnly: {
      ...computed('actual-mtu current-remote-address'),
      ...states('running'),
    },
  }),
  menu('/interface/gre6', {
    kind: 'list',
    space: '/interface',
    autoName: 'gre6-tunnel',
    args: {
      name: t.string({ unset: false }),
      ...tunnelEnds6,
    },
    readOnly: {
      ...computed('actual-mtu current-remote-address'),
      ...states('running'),
    },
  }),
  menu('/interface/ipip', {
    kind: 'list',
    space: '/interface',
    autoName: 'ipip-tunnel',
    args: {
      name: t.string({ unset: false }),
      ...tunnelEnds,
    },
    readOnly: {
      ...computed('actual-mtu current-remote-address'),
      ...states('running dynamic'),
    },
  }),
  menu('/interface/ipipv6', {
    kind: 'list',
    space: '/interface',
    autoName: 'ipipv6-tunnel',
    args: {
      name: t.string({ unset: false }),
      ...tunnelEnds6,
    },
    readOnly: {
      ...computed('actual-mtu current-remote-address'),
      ...states('running'),
    },
  }),
  menu('/interface/eoip', {
    kind: 'list',
    space: '/interface',
    autoName: 'eoip-tunnel',
    args: {
      name: t.string({ unset: false }),
      'tunnel-id': t.int([0, 65_535], { mandatory: true }),
      'mac-address': t.mac({ unset: false }),
      ...arp,
      ...loopProtect,
      ...tunnelEnds,
    },
    readOnly: {
      ...computed('actual-mtu l2mtu current-remote-address loop-protect-status'),
      ...states('running'),
    },
  }),
  menu('/interface/eoipv6', {
    kind: 'list',
    space: '/interface',
    autoName: 'eoipv6-tunnel',
    args: {
      name: t.string({ unset: false }),
      'tunnel-id': t.int([0, 65_535], { mandatory: true }),
      'mac-address': t.mac({ unset: false }),
      ...arp,
      ...loopProtect,
      ...tunnelEnds6,
    },
    readOnly: {
      ...computed('actual-mtu l2mtu current-remote-address loop-protect-status'),
      ...states('running'),
    },
  }),
  menu('/interface/vxlan', {
    kind: 'list',
    space: '/interface',
    autoName: 'vxlan',
    args: {
      name: t.string({ unset: false }),
      vni: t.int([1, 16_777_215], { mandatory: true }),
      'allow-fast-path': t.bool({ default: 'true' }),
      bridge: t.ref('/interface/bridge', { words: ['none'], since: '7.18' }),
      'bridge-pvid': t.int([1, 4094], { unset: false, since: '7.18' }),
      checksum: t.bool({ default: 'false', since: '7.20' }),
      'dont-fragment': t.enum(['disabled', 'enabled', 'auto', 'inherit'], { default: 'auto' }),
      group: t.ip(),
      hw: t.bool({ default: 'true', since: '7.18' }),
      interface: t.ref('/interface'),
      learning: t.bool({ default: 'true', since: '7.20' }),
      'local-address': t.ip(),
      'mac-address': t.mac({ unset: false }),
      'max-fdb-size': t.int(undefined, { default: '4096' }),
      mtu: t.int([68, 65_535], { default: '1500' }),
      port: t.int([0, 65_535], { default: '8472' }),
      'rem-csum': t.enum(['none', 'rx', 'tx', 'both'], { unset: false, since: '7.20' }),
      ttl: t.words(['auto'], t.int([1, 255]), { unset: false, since: '7.18' }),
      'vtep-vrf': t.ref('/ip/vrf', { unset: false, since: '7.20' }),
      'vteps-ip-version': t.enum(['ipv4', 'ipv6'], { default: 'ipv4' }),
      vrf: t.ref('/ip/vrf', { unset: false, until: '7.20' }),
      ...arp,
      ...loopProtect,
    },
    readOnly: {
      ...computed('l2mtu loop-protect-status'),
      ...states('running'),
      ...statesWhenTrue('hw-offloaded'),
    },
  }),
  menu('/interface/vxlan/vteps', {
    kind: 'list',
    noDisable: true,
    lacks: { unset: {} },
    args: {
      interface: t.ref('/interface/vxlan', { mandatory: true }),
      'remote-ip': t.ip({ mandatory: true }),
      port: t.int([1, 65_535], { until: '7.18' }),
      disabled: t.bool({ default: 'false', since: '7.18' }),
    },
    readOnly: {
      ...states('dynamic'),
      ...statesWhenTrue('hw-offloaded'),
    },
  }),
];
