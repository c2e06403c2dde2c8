import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { computed, counters, states } from './properties.ts';
import { queuePair, pair, rate } from './values.ts';
import { wordsOf } from './word-lists.ts';

export const queueMenus = [
  menu('/queue/simple', {
    kind: 'list',
    ordered: true,
    autoName: 'queue',
    args: {
      name: t.string({ unset: false }),
      target: t.list(t.either([t.ref('/interface'), t.anyNetwork()]), {
        mandatory: true,
        unset: true,
      }),
      'bucket-size': { ...pair, default: '0.1/0.1' },
      ...each(
        { ...pair, default: '0/0' },
        wordsOf('burst-limit burst-threshold limit-at max-limit'),
      ),
      'burst-time': { ...pair, default: '0s/0s' },
      dst: t.either([t.ref('/interface'), t.anyNetwork()], { default: '', unset: true }),
      'packet-marks': t.list(t.soft(), { default: '' }),
      parent: t.ref('/queue/simple', { words: ['none'], default: 'none' }),
      priority: { ...pair, default: '8/8' },
      queue: { ...queuePair, default: 'default-small/default-small' },
      time: t.string(),
      ...each(
        t.int(undefined, { unset: false }),
        wordsOf(`
          total-bucket-size total-burst-limit total-burst-threshold total-limit-at total-max-limit
          total-priority
        `),
      ),
      'total-burst-time': t.duration(undefined, { unset: false }),
      'total-queue': t.ref('/queue/type', { unset: false }),
    },
    readOnly: {
      ...counters('bytes packets'),
      ...computed(`
          total-bytes total-packets dropped total-dropped rate total-rate packet-rate
          total-packet-rate queued-packets total-queued-packets queued-bytes total-queued-bytes
          pcq-queues total-pcq-queues
        `),
      ...states('invalid dynamic'),
    },
    unique: [sameName],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/queue/tree', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      parent: t.ref(['/interface', '/queue/tree'], { words: ['global'], mandatory: true }),
      'bucket-size': t.pattern(/^\d+(?:\.\d+)?$/u, { default: '0.1' }),
      ...each({ ...rate, default: '0' }, wordsOf('burst-limit burst-threshold limit-at max-limit')),
      'burst-time': t.duration(undefined, { default: '0s' }),
      'packet-mark': t.list(t.soft(), { default: '' }),
      priority: t.int([1, 8], { default: '8' }),
      queue: t.ref('/queue/type', { default: 'default-small' }),
    },
    readOnly: {
      ...counters('bytes packets'),
      ...computed('dropped rate packet-rate queued-packets queued-bytes pcq-queues'),
      ...states('invalid'),
    },
    unique: [sameName],
    actions: { 'reset-counters': { onRow: true, args: {} }, 'reset-counters-all': { args: {} } },
  }),
  menu('/queue/type', {
    kind: 'list',
    noComment: true,
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      kind: t.enum(wordsOf('bfifo pfifo red sfq pcq mq-pfifo none codel fq-codel cake'), {
        mandatory: true,
      }),
      ...each(
        t.int(),
        wordsOf(`
          bfifo-limit cake-bandwidth cake-memlimit cake-mpu cake-overhead codel-limit
          fq-codel-flows fq-codel-limit fq-codel-memlimit fq-codel-quantum mq-pfifo-limit
          pcq-burst-rate pcq-burst-threshold pcq-dst-address-mask pcq-dst-address6-mask pcq-limit
          pcq-rate pcq-src-address-mask pcq-src-address6-mask pcq-total-limit pfifo-limit
          red-avg-packet red-burst red-limit red-max-threshold red-min-threshold sfq-allot
          sfq-perturb
        `),
      ),
      'cake-ack-filter': t.enum(['none', 'filter', 'aggressive']),
      'cake-atm': t.enum(['none', 'atm', 'ptm']),
      ...each(t.bool(), wordsOf('cake-autorate-ingress cake-nat cake-wash codel-ecn fq-codel-ecn')),
      'cake-diffserv': t.enum(['diffserv3', 'diffserv4', 'diffserv8', 'besteffort', 'precedence']),
      'cake-flowmode': t.enum(
        wordsOf('flowblind srchost dsthost hosts flows dual-srchost dual-dsthost triple-isolate'),
      ),
      'cake-overhead-scheme': t.list(
        t.enum(
          wordsOf(`
          raw convervative ipoa-vcmux ipoa-llcsnap bridged-vcmux bridged-llcsnap pppoa-vcmux
          pppoa-llc pppoe-vcmux pppoe-llcsnap pppoe-ptm bridged-ptm via-ethernet ethernet
          ether-vlan docsis
        `),
        ),
      ),
      ...each(
        t.duration(),
        wordsOf(`
          cake-rtt codel-ce-threshold codel-interval codel-target fq-codel-ce-threshold
          fq-codel-interval fq-codel-target
        `),
      ),
      'cake-rtt-scheme': t.enum(
        wordsOf('none datacentre lan metro regional internet oceanic satellite interplanetary'),
      ),
      'pcq-burst-time': t.duration([1, 4_294_967_295]),
      'pcq-classifier': t.flags(['src-address', 'dst-address', 'src-port', 'dst-port']),
    },
    readOnly: {
      ...states('default'),
    },
    unique: [sameName],
    rows: [
      { name: 'default', kind: 'pfifo', 'pfifo-limit': '50', default: 'true' },
      { name: 'ethernet-default', kind: 'pfifo', 'pfifo-limit': '50', default: 'true' },
      {
        name: 'wireless-default',
        kind: 'sfq',
        'sfq-perturb': '5',
        'sfq-allot': '1514',
        default: 'true',
      },
      {
        name: 'synchronous-default',
        kind: 'red',
        'red-limit': '60',
        'red-min-threshold': '10',
        'red-max-threshold': '50',
        'red-burst': '20',
        'red-avg-packet': '1000',
        default: 'true',
      },
      {
        name: 'hotspot-default',
        kind: 'sfq',
        'sfq-perturb': '5',
        'sfq-allot': '1514',
        default: 'true',
      },
      {
        name: 'pcq-upload-default',
        kind: 'pcq',
        'pcq-rate': '0',
        'pcq-classifier': 'src-address',
        default: 'true',
      },
      {
        name: 'pcq-download-default',
        kind: 'pcq',
        'pcq-rate': '0',
        'pcq-classifier': 'dst-address',
        default: 'true',
      },
      { name: 'only-hardware-queue', kind: 'none', default: 'true' },
      {
        name: 'multi-queue-ethernet-default',
        kind: 'mq-pfifo',
        'mq-pfifo-limit': '50',
        default: 'true',
      },
      { name: 'default-small', kind: 'pfifo', 'pfifo-limit': '10', default: 'true' },
    ],
  }),
];
