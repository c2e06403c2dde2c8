import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { sameName } from './arguments.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { policy } from './values.ts';

export const userMenus = [
  menu('/user', {
    kind: 'list',
    args: {
      name: t.string({ mandatory: true }),
      group: t.ref('/user/group', { mandatory: true }),
      password: t.string({ mandatory: true, secret: true }),
      address: t.list(t.anyNetwork(), { default: '' }),
      'inactivity-policy': t.enum(['none', 'logout', 'lockscreen'], { default: 'none' }),
      'inactivity-timeout': t.duration([60, 86_400], { default: '10m' }),
    },
    readOnly: {
      ...computed('last-logged-in'),
      ...states('expired'),
    },
    unique: [{ args: ['name'], error: 'failure: user with the same name already exists' }],
    effects: ['user'],
    rows: [{ name: 'admin', group: '*3', comment: 'system default user' }],
  }),
  menu('/user/group', {
    kind: 'list',
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string(),
      policy,
      skin: t.soft({ default: 'default' }),
    },
    unique: [sameName],
    inUse: [{ menu: '/user', arg: 'group', error: 'failure: group has some users' }],
    rows: [
      {
        name: 'read',
        policy:
          'local,telnet,ssh,reboot,read,test,winbox,password,web,sniff,sensitive,api,romon,rest-api,!ftp,!write,!policy',
      },
      {
        name: 'write',
        policy:
          'local,telnet,ssh,reboot,read,write,test,winbox,password,web,sniff,sensitive,api,romon,rest-api,!ftp,!policy',
      },
      {
        name: 'full',
        policy:
          'local,telnet,ssh,ftp,reboot,read,write,policy,test,winbox,password,web,sniff,sensitive,api,romon,rest-api',
      },
    ],
  }),
  menu('/user/aaa', {
    kind: 'singleton',
    args: {
      accounting: t.bool({ default: 'true' }),
      'default-group': t.ref('/user/group', { default: 'read' }),
      'exclude-groups': t.list(t.ref('/user/group'), { default: '' }),
      'interim-update': t.duration(undefined, { default: '0s' }),
      'use-radius': t.bool({ default: 'false' }),
    },
  }),
  menu('/user/active', {
    kind: 'list',
    noComment: true,
    noDisable: true,
    lacks: { add: { until: '7.20' }, remove: { until: '7.20' }, export: {} },
    args: {},
    readOnly: {
      ...computed('when name address via group'),
      ...states('radius'),
      ...statesWhenTrue('by-romon'),
    },
  }),
  menu('/user/settings', {
    kind: 'singleton',
    args: {
      'minimum-categories': t.int(undefined, { default: '0' }),
      'minimum-password-length': t.int(undefined, { default: '0' }),
    },
  }),
  menu('/user/ssh-keys', {
    kind: 'list',
    noDisable: true,
    lacks: { set: {}, comment: {}, unset: {}, export: {} },
    args: {
      key: t.string(),
      user: t.ref('/user'),
    },
    readOnly: {
      ...computed('key-type bits info fingerprint'),
    },
  }),
];
