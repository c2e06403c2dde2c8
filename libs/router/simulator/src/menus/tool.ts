import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each } from './arguments.ts';
import { computed, states } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const toolMenus = [
  menu('/tool/netwatch', {
    kind: 'list',
    disabledReads: 'once-written',
    args: {
      name: t.string({ unset: false }),
      host: t.string({ min: 1, mandatory: true }),
      'accept-icmp-time-exceeded': t.bool(),
      certificate: t.ref('/certificate', { words: ['none'] }),
      'check-certificate': t.bool(),
      'dns-server': t.ip(),
      'down-script': t.string(),
      'early-failure-detection': t.bool({ since: '7.20' }),
      'early-success-detection': t.bool({ since: '7.20' }),
      'http-codes': t.intRanges([100, 599]),
      'ignore-initial-down': t.bool({ since: '7.17' }),
      'ignore-initial-up': t.bool({ since: '7.17' }),
      interval: t.duration([1, 42_949_672], { default: '10s', unset: true }),
      ...each(t.int(), wordsOf('packet-count packet-size thr-loss-count thr-loss-percent')),
      'packet-interval': t.duration([0, 42_949_672]),
      port: t.int([0, 65_535]),
      'record-type': t.enum(['A', 'AAAA', 'MX', 'NS']),
      'src-address': t.ip(),
      'start-delay': t.duration([0, 3600], { default: '3s', reads: 'once-written' }),
      'startup-delay': t.duration([0, 3600], { default: '5m', reads: 'once-written' }),
      'test-script': t.string(),
      ...each(t.duration(), wordsOf('thr-avg thr-http-time thr-jitter thr-max thr-stdev')),
      'thr-tcp-conn-time': t.duration([0, 30]),
      timeout: t.duration([0, 2_419_200], { default: '3s', unset: true }),
      ttl: t.int([1, 255]),
      type: t.enum(['simple', 'icmp', 'tcp-conn', 'http-get', 'https-get', 'dns'], {
        default: 'simple',
      }),
      'up-script': t.string(),
    },
    readOnly: {
      ...computed(`
          status since done-tests failed-tests sent-count response-count loss-count loss-percent
          rtt-avg rtt-min rtt-max rtt-jitter rtt-stdev tcp-connect-time http-status-code
          http-resp-time ip ip6 name-servers mail-servers
        `),
    },
    effects: ['netwatch'],
  }),
  menu('/tool/romon', {
    kind: 'singleton',
    args: {
      enabled: t.bool({ default: 'false' }),
      id: t.mac({ default: '00:00:00:00:00:00' }),
      secrets: t.list(t.string(), { default: '' }),
    },
    readOnly: {
      ...computed('current-id'),
    },
  }),
  menu('/tool/romon/port', {
    kind: 'list',
    args: {
      interface: t.ref(['/interface', '/interface/list'], { words: ['all'], mandatory: true }),
      cost: t.int([0, 65_535], { default: '100' }),
      forbid: t.bool({ default: 'false' }),
      secrets: t.list(t.string(), { default: '' }),
    },
    readOnly: {
      ...states('default dynamic'),
    },
    rows: [{ interface: 'all', default: 'true' }],
  }),
  menu('/tool/graphing', {
    kind: 'singleton',
    args: {
      'page-refresh': t.words(['never'], t.int(), { default: '300' }),
      'store-every': t.enum(['5min', 'hour', '24hours'], { default: '5min' }),
    },
  }),
  menu('/tool/graphing/interface', {
    kind: 'list',
    args: {
      'allow-address': t.anyNetwork({ bare: true }, { default: '0.0.0.0/0' }),
      interface: t.ref('/interface', { words: ['all'], default: 'all' }),
      'store-on-disk': t.bool({ default: 'true' }),
    },
  }),
  menu('/tool/graphing/queue', {
    kind: 'list',
    args: {
      'allow-address': t.anyNetwork({ bare: true }, { default: '0.0.0.0/0' }),
      'allow-target': t.bool({ default: 'true' }),
      'simple-queue': t.ref('/queue/simple', { words: ['all'], default: 'all' }),
      'store-on-disk': t.bool({ default: 'true' }),
    },
  }),
  menu('/tool/graphing/resource', {
    kind: 'list',
    args: {
      'allow-address': t.anyNetwork({}, { default: '0.0.0.0/0' }),
      'store-on-disk': t.bool({ default: 'true' }),
    },
  }),
  menu('/tool/mac-server', {
    kind: 'singleton',
    args: {
      'allowed-interface-list': t.ref('/interface/list', { default: 'all' }),
    },
  }),
  menu('/tool/mac-server/mac-winbox', {
    kind: 'singleton',
    args: {
      'allowed-interface-list': t.ref('/interface/list', { default: 'all' }),
    },
  }),
  menu('/tool/mac-server/ping', {
    kind: 'singleton',
    args: {
      enabled: t.bool({ default: 'true' }),
    },
  }),
  menu('/tool/bandwidth-server', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'allocate-udp-ports-from': t.int([1000, 64_000], { default: '2000' }),
      'allowed-addresses4': t.list(t.network(), { since: '7.18' }),
      'allowed-addresses6': t.list(t.network6(), { since: '7.18' }),
      authenticate: t.bool({ default: 'true' }),
      enabled: t.bool({ default: 'true' }),
      'max-sessions': t.int(undefined, { default: '100' }),
    },
  }),
  menu('/tool/e-mail', {
    kind: 'singleton',
    lacks: { unset: {} },
    args: {
      'certificate-verification': t.enum(['no', 'yes', 'yes-without-crl'], { since: '7.22' }),
      from: t.string({ default: '<>' }),
      password: t.string({ max: 255, default: '', sensitive: true }),
      port: t.int([0, 65_535], { default: '25' }),
      server: t.either([t.ip6(), t.ip4(), t.string()], { default: '0.0.0.0' }),
      tls: t.enum(['no', 'yes', 'starttls'], { default: 'no' }),
      user: t.string({ max: 255, default: '' }),
      vrf: t.ref('/ip/vrf', { default: 'main' }),
    },
    readOnly: {
      ...computed('last-status last-address'),
    },
  }),
];
