import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const zerotierMenus = [
  menu('/zerotier', {
    kind: 'list',
    needs: 'arm64',
    autoName: 'zt',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      'backup-priorities': t.string(),
      identity: t.string(),
      interfaces: t.list(t.ref('/interface')),
      port: t.int([0, 65_535], { default: '9993' }),
      'route-distance': t.int([1, 255], { default: '1' }),
    },
    readOnly: {
      ...computed('identity.public state moons'),
      ...statesWhenTrue('online tcp-fallback'),
    },
    unique: [sameName],
  }),
  menu('/zerotier/interface', {
    kind: 'list',
    needs: 'arm64',
    space: '/interface',
    autoName: 'zerotier',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      instance: t.ref('/zerotier', { mandatory: true }),
      network: t.string({ mandatory: true }),
      'allow-default': t.bool({ default: 'false' }),
      'allow-global': t.bool({ default: 'false' }),
      'allow-managed': t.bool({ default: 'true' }),
      'arp-timeout': t.words(['auto'], t.duration()),
      'disable-running-check': t.bool({ default: 'false' }),
    },
    readOnly: {
      ...computed('mac-address mtu bridge dhcp network-name status type'),
      ...states('dynamic running'),
    },
  }),
  menu('/zerotier/peer', {
    kind: 'fixed',
    needs: 'arm64',
    noComment: true,
    noDisable: true,
    lacks: { export: {} },
    args: {},
    readOnly: {
      ...computed('instance zt-address latency role path'),
      ...statesWhenTrue('bonded'),
    },
  }),
  menu('/zerotier/controller', {
    kind: 'list',
    needs: 'arm64',
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      instance: t.ref('/zerotier', { mandatory: true }),
      ...each(t.bool(), wordsOf('broadcast ip6-6plane ip6-rfc4193 private')),
      'ip-range': t.ipRange(),
      'ip6-range': t.ip6Range(),
      mtu: t.int([68, 65_535]),
      'multicast-limit': t.int(),
      network: t.string(),
      routes: t.string(),
    },
    readOnly: {
      ...states('inactive'),
    },
  }),
];
