import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { arp, loopProtect } from './argument-groups.ts';
import { each } from './arguments.ts';
import { computed, counters, states, statesWhenTrue } from './properties.ts';
import { wordsOf, speeds } from './word-lists.ts';

export const deviceMenus = [
  menu('/interface', {
    kind: 'fixed',
    lacks: { unset: {} },
    args: {
      name: t.string({ min: 1 }),
      l2mtu: t.int([32, 65_535]),
      mtu: t.words(['auto'], t.int([68, 65_536]), { default: '1500' }),
    },
    readOnly: {
      ...counters(
        'link-downs rx-byte tx-byte rx-packet tx-packet rx-drop tx-drop tx-queue-drop rx-error tx-error fp-rx-byte fp-tx-byte fp-rx-packet fp-tx-packet',
      ),
      ...computed(`
          default-name type actual-mtu max-l2mtu vrf mac-address last-link-down-time
          last-link-up-time fp-rps-drop
        `),
      ...states('dynamic inactive running slave'),
      ...statesWhenTrue('passthrough power-limited'),
    },
    actions: {
      'monitor-traffic': {
        args: {
          ...each(t.string(), wordsOf('.id .proplist interface proplist')),
          ...each(t.presence(), wordsOf('once as-value without-paging')),
          ...each(t.duration(), wordsOf('interval duration freeze-frame-interval')),
        },
      },
    },
    rows: [{ name: 'lo', type: 'loopback', 'mac-address': '00:00:00:00:00:00', mtu: '65536' }],
  }),
  menu('/interface/ethernet', {
    kind: 'fixed',
    space: '/interface',
    args: {
      name: t.string({ unset: false }),
      advertise: t.flags(speeds, { unset: false }),
      'auto-negotiation': t.bool({ default: 'true' }),
      'cable-settings': t.enum(['short', 'standard', 'default'], { unset: false }),
      'combo-mode': t.enum(['auto', 'copper', 'sfp'], { unset: false }),
      'disable-running-check': t.bool({ unset: false }),
      'fec-mode': t.enum(['off', 'auto', 'fec74', 'fec91'], { unset: false }),
      l2mtu: t.int([32, 65_535], { unset: false }),
      ...arp,
      ...loopProtect,
      'mac-address': t.mac({ unset: false }),
      'mdix-enable': t.bool({ unset: false }),
      mtu: t.int([68, 65_535], { default: '1500' }),
      'orig-mac-address': t.mac({ unset: false }),
      'rx-flow-control': t.enum(['off', 'on', 'auto'], { default: 'off' }),
      'sfp-ignore-rx-los': t.bool({ unset: false }),
      'sfp-rate-select': t.enum(['low', 'high'], { unset: false }),
      'sfp-shutdown-temperature': t.int([0, 200]),
      speed: t.enum(speeds, { unset: false }),
      'tx-flow-control': t.enum(['off', 'on', 'auto'], { default: 'off' }),
      bandwidth: t.pattern(/^(?:unlimited|\d+[kMG]?)\/(?:unlimited|\d+[kMG]?)$/u, {
        default: 'unlimited/unlimited',
        needs: 'switch',
      }),
    },
    readOnly: {
      ...computed('default-name switch loop-protect-status'),
      ...states('running slave'),
    },
    effects: ['ethernet'],
  }),
  menu('/system/identity', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: { name: t.string({ min: 1, max: 64, default: 'MikroTik' }) },
  }),
  menu('/system/resource', {
    kind: 'singleton',
    args: {},
    readOnly: {
      ...computed(`
          uptime version build-time factory-software free-memory total-memory cpu cpu-count
          cpu-frequency
        `),
      'cpu-load': t.computed('1'),
      ...computed(`
          free-hdd-space total-hdd-space write-sect-since-reboot write-sect-total bad-blocks
          architecture-name board-name
        `),
      platform: t.computed('MikroTik'),
    },
    effects: ['resource'],
  }),
  menu('/system/package', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    args: {},
    readOnly: {
      ...computed('name version build-time scheduled bundle size'),
      ...statesWhenTrue('available'),
    },
    rows: [{ name: 'routeros' }],
    effects: ['package'],
  }),
  menu('/system/routerboard', {
    kind: 'singleton',
    needs: 'arm64',
    args: {},
    readOnly: {
      ...computed(`
          routerboard board-name model revision serial-number firmware-type factory-firmware
          current-firmware upgrade-firmware
        `),
    },
    effects: ['routerboard'],
  }),
  menu('/system/license', {
    kind: 'singleton',
    lacks: { export: { until: '7.22' } },
    args: {},
    readOnly: {
      ...computed(`
          software-id old-software-id nlevel features expires-in system-id level limited-upgrades
          next-renewal-at deadline-at
        `),
    },
    effects: ['license'],
  }),
  menu('/log', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: {} },
    args: {},
    readOnly: {
      ...computed('buffer time topics message extra-info'),
    },
  }),
  menu('/file', {
    kind: 'list',
    noComment: true,
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ min: 1 }),
      contents: t.string({ max: 61_440, default: '' }),
      type: t.enum(['directory', 'file'], { default: 'file' }),
    },
    readOnly: {
      ...computed('size last-modified'),
    },
    actions: {
      read: {
        args: {
          file: t.string({ mandatory: true }),
          offset: t.int(),
          'chunk-size': t.int([1, 32_768]),
        },
      },
    },
    effects: ['file'],
  }),
  menu('/queue/interface', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { unset: {} },
    args: {
      queue: t.ref('/queue/type'),
    },
    readOnly: {
      ...computed('interface default-queue active-queue'),
    },
  }),
  menu('/console/settings', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'log-script-errors': t.bool({ since: '7.18' }),
      'sanitize-names': t.bool({ default: 'false' }),
      'tab-width': t.int(undefined, { since: '7.20' }),
    },
  }),
  menu('/interface/detect-internet', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      ...each(
        t.enum(['all', 'dynamic', 'none', 'static'], { default: 'none' }),
        wordsOf(`
          detect-interface-list internet-interface-list lan-interface-list wan-interface-list
        `),
      ),
      'request-interval': t.duration([60, 86_400], { since: '7.22' }),
    },
  }),
];
