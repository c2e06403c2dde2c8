import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { computed, states } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const firewallListsMenus = [
  menu('/ip/firewall/address-list', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      list: t.string({ min: 1, mandatory: true }),
      address: t.either([t.ipRange(), t.string()]),
      dynamic: t.bool(),
      timeout: t.duration([0, 21_474_836]),
    },
    readOnly: {
      ...computed('creation-time'),
    },
    unique: [
      { args: ['list', 'address'], error: 'failure: already have such entry', enabledOnly: true },
    ],
    effects: ['address-list'],
  }),
  menu('/ipv6/firewall/address-list', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      list: t.string({ min: 1, mandatory: true }),
      address: t.either([t.network6(), t.string()]),
      dynamic: t.bool(),
      timeout: t.duration(),
    },
    readOnly: {
      ...computed('creation-time'),
    },
    unique: [
      { args: ['list', 'address'], error: 'failure: already have such entry', enabledOnly: true },
    ],
    effects: ['address-list'],
  }),
  menu('/ip/firewall/layer7-protocol', {
    kind: 'list',
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string(),
      regexp: t.string(),
    },
    unique: [sameName],
  }),
  menu('/ip/firewall/service-port', {
    kind: 'fixed',
    noComment: true,
    lacks: { unset: {} },
    args: {
      ports: t.list(t.int([0, 65_535])),
      'sip-direct-media': t.bool(),
      'sip-timeout': t.duration(),
    },
    readOnly: {
      ...computed('name'),
      ...states('invalid'),
    },
    rows: [
      { name: 'ftp', ports: '21' },
      { name: 'tftp', ports: '69' },
      { name: 'irc', ports: '6667' },
      { name: 'h323' },
      { name: 'sip', ports: '5060,5061' },
      { name: 'pptp' },
      { name: 'rtsp', ports: '554' },
      { name: 'udplite' },
      { name: 'dccp' },
      { name: 'sctp' },
    ],
  }),
  menu('/ip/firewall/connection/tracking', {
    kind: 'singleton',
    args: {
      enabled: t.enum(['auto', 'yes', 'no'], { default: 'auto' }),
      'generic-timeout': t.duration(undefined, { default: '10m' }),
      ...each(
        t.duration(undefined, { default: '10s' }),
        wordsOf(`
          icmp-timeout tcp-close-timeout tcp-close-wait-timeout tcp-fin-wait-timeout
          tcp-last-ack-timeout tcp-time-wait-timeout
        `),
      ),
      'liberal-tcp-tracking': t.bool({ default: 'false', since: '7.20' }),
      'loose-tcp-tracking': t.bool({ default: 'true' }),
      'tcp-established-timeout': t.duration(undefined, { default: '1d' }),
      'tcp-max-retrans-timeout': t.duration(undefined, { default: '5m' }),
      'tcp-syn-received-timeout': t.duration(undefined, { default: '5s' }),
      'tcp-syn-sent-timeout': t.duration(undefined, { default: '5s' }),
      'tcp-unacked-timeout': t.duration(undefined, { default: '5m' }),
      'udp-stream-timeout': t.duration(undefined, { default: '3m' }),
      'udp-timeout': t.duration(undefined, { default: '30s' }),
    },
    readOnly: {
      ...computed(`
          active-ipv4 active-ipv6 max-entries total-entries total-ip4-entries total-ip6-entries
        `),
    },
  }),
];
