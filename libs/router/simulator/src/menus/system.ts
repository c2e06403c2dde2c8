import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { computed, counters, states, statesWhenTrue } from './properties.ts';
import { wordsOf, policies, scriptPolicies, weekdays, topics } from './word-lists.ts';

export const systemMenus = [
  menu('/system/ntp/client', {
    kind: 'singleton',
    args: {
      enabled: t.bool({ default: 'false' }),
      mode: t.enum(['unicast', 'broadcast', 'multicast', 'manycast'], { default: 'unicast' }),
      servers: t.list(t.string(), { default: '' }),
      vrf: t.ref('/ip/vrf', { default: 'main' }),
    },
    readOnly: {
      ...computed('freq-drift status synced-server synced-stratum system-offset'),
    },
  }),
  menu('/system/ntp/client/servers', {
    kind: 'list',
    args: {
      address: t.string({ mandatory: true }),
      'auth-key': t.words(['none'], t.int(), { default: 'none' }),
      iburst: t.bool({ default: 'true' }),
      'max-poll': t.int([4, 17], { default: '10' }),
      'min-poll': t.int([4, 17], { default: '6' }),
    },
    readOnly: {
      ...computed('resolved-address'),
      ...states('dynamic'),
    },
  }),
  menu('/system/ntp/server', {
    kind: 'singleton',
    args: {
      'auth-key': t.words(['none'], t.int(), { default: 'none' }),
      ...each(
        t.bool({ default: 'false' }),
        wordsOf('broadcast enabled manycast multicast use-local-clock'),
      ),
      'broadcast-addresses': t.list(t.ip4(), { default: '' }),
      'local-clock-stratum': t.int([1, 15], { default: '5' }),
      vrf: t.ref('/ip/vrf', { default: 'main' }),
    },
  }),
  menu('/system/scheduler', {
    kind: 'list',
    lacks: { unset: { until: '7.24' } },
    args: {
      name: t.string({ mandatory: true }),
      days: t.flags(weekdays, { since: '7.24' }),
      interval: t.duration(undefined, { default: '0s' }),
      'on-event': t.string({ default: '' }),
      policy: t.flags(policies, {
        default: 'ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon',
      }),
      'start-date': t.date(),
      'start-time': t.words(['startup'], t.time(), { default: '00:00:00' }),
    },
    readOnly: {
      ...counters('run-count'),
      ...computed('owner next-run'),
    },
    unique: [sameName],
    effects: ['scheduler'],
  }),
  menu('/system/script', {
    kind: 'list',
    autoName: 'script',
    noDisable: true,
    lacks: { unset: { until: '7.24' } },
    args: {
      name: t.string(),
      'dont-require-permissions': t.bool({ default: 'false' }),
      owner: t.string(),
      policy: t.flags(scriptPolicies, {
        default: 'ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon',
      }),
      source: t.string({ default: '' }),
    },
    readOnly: {
      ...counters('run-count'),
      ...computed('last-started'),
      ...states('invalid'),
    },
    unique: [sameName],
    actions: { run: { onRow: true, args: { 'use-script-permissions': t.bool() } } },
    effects: ['script'],
  }),
  menu('/system/logging', {
    kind: 'list',
    noComment: true,
    args: {
      action: t.ref('/system/logging/action', { default: 'memory' }),
      prefix: t.string({ default: '' }),
      regex: t.string({ default: '', since: '7.17' }),
      topics: t.list(t.not(t.enum(topics)), { default: 'info' }),
      comment: t.string({ since: '7.22' }),
    },
    readOnly: {
      ...states('invalid default'),
      ...statesWhenTrue('managed'),
    },
    rows: [
      { topics: 'info', action: '*1', default: 'true' },
      { topics: 'error', action: '*1', default: 'true' },
      { topics: 'warning', action: '*1', default: 'true' },
      { topics: 'critical', action: '*3', default: 'true' },
    ],
  }),
  menu('/system/logging/action', {
    kind: 'list',
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      target: t.enum(wordsOf('memory disk echo remote email script cmr'), { mandatory: true }),
      'add-topics-string': t.bool({ since: '7.22' }),
      'cef-event-delimiter': t.string({ since: '7.18' }),
      'check-certificate': t.bool({ since: '7.24' }),
      'disk-file-count': t.int(),
      'disk-file-name': t.string(),
      'disk-lines-per-file': t.int(),
      ...each(t.bool(), wordsOf('disk-stop-on-full email-start-tls memory-stop-on-full remember')),
      'email-cc': t.list(t.string(), { since: '7.24' }),
      'email-to': t.string(),
      'memory-lines': t.int(),
      remote: t.either([t.ip6(), t.ip4(), t.string()]),
      'remote-log-format': t.enum(['default', 'syslog', 'cef'], { since: '7.18' }),
      'remote-port': t.int([0, 65_535]),
      'remote-protocol': t.enum(['udp', 'tcp', 'tls'], { since: '7.18' }),
      script: t.ref('/system/script', { since: '7.22' }),
      'src-address': t.ip(),
      'syslog-facility': t.enum(
        wordsOf(`
          kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp local0 local1
          local2 local3 local4 local5 local6 local7
        `),
      ),
      'syslog-severity': t.enum(
        wordsOf('auto emergency alert critical error warning notice info debug'),
      ),
      'syslog-time-format': t.enum(['bsd-syslog', 'iso8601']),
      vrf: t.ref('/ip/vrf', { since: '7.19' }),
      'bsd-syslog': t.bool({ until: '7.18' }),
    },
    readOnly: {
      ...states('default'),
      ...statesWhenTrue('managed'),
    },
    unique: [sameName],
    rows: [
      {
        name: 'memory',
        target: 'memory',
        'memory-lines': '1000',
        'memory-stop-on-full': 'false',
        default: 'true',
      },
      {
        name: 'disk',
        target: 'disk',
        'disk-file-name': 'log',
        'disk-lines-per-file': '1000',
        'disk-file-count': '2',
        'disk-stop-on-full': 'false',
        default: 'true',
      },
      { name: 'echo', target: 'echo', remember: 'true', default: 'true' },
      {
        name: 'remote',
        target: 'remote',
        remote: '0.0.0.0',
        'remote-port': '514',
        default: 'true',
      },
    ],
  }),
  menu('/system/clock', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      date: t.day(),
      time: t.time(),
      'time-zone-autodetect': t.bool({ default: 'true' }),
      'time-zone-name': t.string({ default: 'manual' }),
    },
    readOnly: {
      ...computed('gmt-offset dst-active'),
    },
    effects: ['clock'],
  }),
  menu('/system/note', {
    kind: 'singleton',
    args: {
      note: t.string({ default: '' }),
      'show-at-cli-login': t.bool({ default: 'false' }),
      'show-at-login': t.bool({ default: 'true' }),
    },
  }),
  menu('/system/watchdog', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'auto-send-supout': t.bool(),
      'automatic-supout': t.bool({ default: 'true' }),
      'ping-start-after-boot': t.duration(undefined, { default: '5m' }),
      'ping-timeout': t.duration([10, 600], { default: '1m' }),
      'send-email-from': t.string(),
      'send-email-to': t.string(),
      'send-smtp-server': t.either([t.ip4(), t.string()]),
      'watch-address': t.words(['none'], t.ip(), { default: 'none' }),
      'watchdog-timer': t.bool({ default: 'true' }),
    },
  }),
  menu('/system/package/update', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      channel: t.enum(['development', 'long-term', 'stable', 'testing'], { default: 'stable' }),
      'check-certificate': t.bool({ since: '7.24' }),
      'ip-version': t.enum(['auto', 'ipv4', 'ipv6'], { since: '7.24' }),
      mode: t.enum(['http', 'https'], { since: '7.24' }),
    },
    readOnly: {
      ...computed('installed-version latest-version status'),
    },
  }),
];
