import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { nameOrRegexp, mxNeedsExchange } from './checks.ts';
import { computed, states, statesWhenTrue } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const dnsMenus = [
  menu('/ip/dns', {
    kind: 'singleton',
    args: {
      'address-list-extra-time': t.duration(undefined, { default: '0s' }),
      'allow-remote-requests': t.bool({ default: 'false' }),
      'cache-max-ttl': t.duration(undefined, { default: '1w' }),
      'cache-size': t.int(undefined, { default: '2048' }),
      'doh-max-concurrent-queries': t.int(undefined, { default: '50' }),
      'doh-max-server-connections': t.int(undefined, { default: '5' }),
      'doh-timeout': t.duration(undefined, { default: '5s' }),
      'max-concurrent-queries': t.int(undefined, { default: '100' }),
      'max-concurrent-tcp-sessions': t.int(undefined, { default: '20' }),
      'max-udp-packet-size': t.int([50, 65_507], { default: '4096' }),
      'mdns-repeat-ifaces': t.list(t.ref('/interface'), { default: '' }),
      'query-server-timeout': t.duration(undefined, { default: '2s' }),
      'query-total-timeout': t.duration(undefined, { default: '10s' }),
      servers: t.list(t.either([t.ip(), t.pattern(/^[\da-fA-F.:]+@[^\s,@]+$/u)]), { default: '' }),
      'use-doh-server': t.string({ default: '' }),
      'verify-doh-cert': t.bool({ default: 'false' }),
      vrf: t.ref('/ip/vrf', { default: 'main' }),
    },
    readOnly: {
      ...computed('dynamic-servers cache-used'),
    },
  }),
  menu('/ip/dns/static', {
    kind: 'list',
    ordered: true,
    lacks: { unset: {} },
    args: {
      ...each(t.string(), wordsOf('name cname mx-exchange ns regexp srv-target text')),
      address: t.ip(),
      'address-list': t.soft(),
      'forward-to': t.soft(),
      'match-subdomain': t.bool(),
      ...each(t.int([0, 65_535]), wordsOf('mx-preference srv-port srv-priority srv-weight')),
      ttl: t.duration(undefined, { default: '1d' }),
      type: t.enum(wordsOf('A AAAA CNAME FWD MX NS NXDOMAIN SRV TXT'), { default: 'A' }),
    },
    readOnly: {
      ...states('dynamic'),
    },
    unique: [
      {
        args: [
          'name',
          'regexp',
          'type',
          'address',
          'cname',
          'text',
          'mx-exchange',
          'srv-target',
          'ns',
          'forward-to',
        ],
        error: 'failure: entry already exists',
      },
    ],
    checks: [nameOrRegexp, mxNeedsExchange],
  }),
  menu('/ip/dns/forwarders', {
    kind: 'list',
    since: '7.17',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      'dns-servers': t.list(t.string(), { default: '' }),
      'doh-servers': t.list(t.string(), { default: '' }),
      'verify-doh-cert': t.bool({ default: 'true' }),
    },
    unique: [sameName],
  }),
  menu('/ip/dns/cache', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: {} },
    args: {},
    readOnly: {
      ...computed('type data name ttl'),
      ...statesWhenTrue('static'),
    },
    actions: { flush: { args: {} } },
  }),
  menu('/ip/dns/adlist', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      file: t.string(),
      'ssl-verify': t.bool(),
      url: t.string(),
    },
    readOnly: {
      ...computed('match-count name-count'),
    },
  }),
];
