import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { computed } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const radiusMenus = [
  menu('/radius', {
    kind: 'list',
    ordered: true,
    lacks: { unset: {} },
    args: {
      address: t.ip({ mandatory: true }),
      'accounting-backup': t.bool({ default: 'false' }),
      'accounting-port': t.int([1, 65_535], { default: '1813' }),
      'authentication-port': t.int([1, 65_535], { default: '1812' }),
      'called-id': t.string({ default: '' }),
      certificate: t.ref('/certificate', { words: ['none'], default: 'none' }),
      domain: t.string({ default: '' }),
      protocol: t.enum(['udp', 'radsec'], { default: 'udp' }),
      'radsec-timeout': t.duration([0, 60], { since: '7.19' }),
      realm: t.string({ default: '' }),
      'require-message-auth': t.enum(['no', 'yes-for-request-resp'], {
        default: 'yes-for-request-resp',
      }),
      secret: t.string({ default: '', sensitive: true }),
      service: t.flags(wordsOf('ppp login hotspot wireless dhcp ipsec dot1x'), { default: '' }),
      'src-address': t.ip({ default: '0.0.0.0' }),
      timeout: t.duration([0, 60], { default: '300ms' }),
    },
    readOnly: {
      ...computed('status'),
    },
    actions: { 'reset-counters': { onRow: true, args: {} } },
  }),
  menu('/radius/incoming', {
    kind: 'singleton',
    args: {
      accept: t.bool({ default: 'false' }),
      port: t.int([0, 65_535], { default: '3799' }),
      vrf: t.ref('/ip/vrf', { default: 'main' }),
    },
  }),
];
