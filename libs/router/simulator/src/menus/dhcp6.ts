import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { computed, states } from './properties.ts';

export const dhcp6Menus = [
  menu('/ipv6/dhcp-server', {
    kind: 'list',
    autoName: 'server',
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      interface: t.ref('/interface', { mandatory: true }),
      'address-lists': t.list(t.soft(), { since: '7.17' }),
      'address-pool': t.ref('/ipv6/pool', { words: ['static-only'], default: 'static-only' }),
      'allow-dual-stack-queue': t.bool(),
      'binding-script': t.string(),
      'dhcp-option': t.list(t.ref('/ipv6/dhcp-server/option')),
      'ignore-ia-na-bindings': t.bool({ since: '7.20' }),
      'insert-queue-before': t.enum(['first', 'bottom']),
      'lease-time': t.duration(undefined, { default: '3d' }),
      'parent-queue': t.ref('/queue/simple', { words: ['none'] }),
      preference: t.int([0, 255], { default: '255' }),
      'prefix-pool': t.ref('/ipv6/pool', { words: ['static-only'], since: '7.17' }),
      'rapid-commit': t.bool({ default: 'true' }),
      'route-distance': t.int([1, 255], { default: '1' }),
      'use-radius': t.enum(['no', 'yes', 'accounting'], { default: 'no' }),
      'use-reconfigure': t.bool({ since: '7.17' }),
    },
    readOnly: {
      ...computed('duid'),
      ...states('dynamic invalid'),
    },
    unique: [{ args: ['name'], error: 'failure: server with such name already exists' }],
    effects: ['dhcp-server'],
  }),
  menu('/ipv6/dhcp-server/binding', {
    kind: 'list',
    args: {
      duid: t.string({ mandatory: true }),
      iaid: t.int(undefined, { mandatory: true }),
      address: t.network6({}, { unset: false }),
      'address-lists': t.list(t.soft(), { unset: false }),
      'allow-dual-stack-queue': t.bool(),
      'dhcp-option': t.list(t.ref('/ipv6/dhcp-server/option'), { unset: false }),
      'ia-type': t.enum(['na', 'pd'], { unset: false, since: '7.17' }),
      'insert-queue-before': t.enum(['first', 'bottom']),
      'life-time': t.duration(undefined, { unset: false }),
      'parent-queue': t.ref('/queue/simple', { words: ['none'] }),
      'prefix-pool': t.ref('/ipv6/pool', { unset: false }),
      'queue-type': t.ref('/queue/type'),
      'rate-limit': t.string({ unset: false }),
      server: t.ref('/ipv6/dhcp-server', { words: ['all'], unset: false }),
    },
    readOnly: {
      ...computed(`
          active-server status expires-after last-seen client-address reconfigure-key
          reconfigure-last-sent reconfigure-status
        `),
      ...states('invalid radius dynamic'),
    },
    actions: { 'make-static': { onRow: true, args: {} } },
  }),
  menu('/ipv6/dhcp-server/option', {
    kind: 'list',
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      code: t.int([1, 254], { mandatory: true }),
      value: t.string(),
    },
    readOnly: {
      ...computed('raw-value'),
    },
  }),
  menu('/ipv6/dhcp-server/option/sets', {
    kind: 'list',
    noComment: true,
    noDisable: true,
    args: {
      name: t.string({ mandatory: true }),
      options: t.list(t.ref('/ipv6/dhcp-server/option'), { mandatory: true }),
      comment: t.string({ since: '7.24' }),
    },
  }),
  menu('/ipv6/dhcp-client', {
    kind: 'list',
    lacks: { unset: { until: '7.20' } },
    args: {
      interface: t.ref('/interface', { mandatory: true }),
      request: t.flags(['info', 'address', 'prefix'], { mandatory: true }),
      'accept-prefix-without-address': t.bool({ unset: false, since: '7.20' }),
      'add-default-route': t.bool({ default: 'false' }),
      'allow-reconfigure': t.bool({ unset: false, since: '7.17' }),
      'check-gateway': t.enum(['none', 'arp', 'ping', 'bfd'], { unset: false, since: '7.19' }),
      'custom-duid': t.string({ unset: false, since: '7.18' }),
      'custom-iana-id': t.int([0, 4_294_967_295], { since: '7.20' }),
      'custom-iapd-id': t.int(undefined, { since: '7.20' }),
      'default-route-distance': t.int([0, 255], { default: '1' }),
      'default-route-tables': t.string({ unset: false, since: '7.19' }),
      'dhcp-options': t.list(t.soft(), { unset: false }),
      'pool-name': t.string({ unset: false }),
      'pool-prefix-length': t.int([0, 128]),
      'prefix-address-lists': t.list(t.soft(), { unset: false, since: '7.17' }),
      'prefix-hint': t.network6({}, { unset: false }),
      'rapid-commit': t.bool({ default: 'true' }),
      script: t.string({ unset: false }),
      'use-interface-duid': t.bool({ default: 'false' }),
      'use-peer-dns': t.bool({ default: 'true' }),
      'validate-server-duid': t.bool({ unset: false, since: '7.18' }),
    },
    readOnly: {
      ...computed(`
          status duid dhcp-server-v6 prefix address reconfigure-key reconfigure-last-counter
        `),
      ...states('dynamic invalid'),
    },
    actions: { release: { onRow: true, args: {} }, renew: { onRow: true, args: {} } },
  }),
  menu('/ipv6/dhcp-relay', {
    kind: 'list',
    autoName: 'relay',
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      'dhcp-server': t.list(t.ip6(), { mandatory: true }),
      interface: t.ref('/interface', { mandatory: true }),
      'delay-threshold': t.words(['none'], t.duration()),
      'dhcp-options': t.list(t.soft(), { since: '7.22' }),
      'link-address': t.ip6(),
      'store-relayed-bindings': t.bool({ since: '7.18' }),
    },
    readOnly: {
      ...states('invalid'),
    },
  }),
];
