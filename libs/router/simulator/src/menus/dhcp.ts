import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { each, sameName } from './arguments.ts';
import { computed, states } from './properties.ts';
import { wordsOf } from './word-lists.ts';

export const dhcpMenus = [
  menu('/ip/dhcp-server', {
    kind: 'list',
    autoName: 'dhcp',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      interface: t.ref('/interface', { mandatory: true }),
      'add-arp': t.bool({ default: 'false' }),
      'add-dns-entries': t.bool({ since: '7.24' }),
      'add-dns-entries-suffix': t.string({ min: 1, max: 64, since: '7.24' }),
      'address-lists': t.list(t.soft(), { default: '', since: '7.17' }),
      'address-pool': t.ref('/ip/pool', { words: ['static-only'], default: 'static-only' }),
      'allow-dual-stack-queue': t.bool(),
      'always-broadcast': t.bool({ default: 'false' }),
      authoritative: t.enum(['no', 'after-10sec-delay', 'after-2sec-delay', 'yes'], {
        default: 'yes',
      }),
      'bootp-lease-time': t.words(['lease-time', 'forever'], t.duration(), { default: 'forever' }),
      'bootp-support': t.enum(['none', 'static', 'dynamic'], { default: 'static' }),
      'client-mac-limit': t.words(['unlimited'], t.int()),
      'conflict-detection': t.bool({ default: 'true' }),
      'delay-threshold': t.words(['none'], t.duration(), { default: 'none' }),
      'dhcp-option-set': t.ref('/ip/dhcp-server/option/sets', { words: ['none'] }),
      'dynamic-lease-identifiers': t.flags(['client-mac', 'client-id', 'opt-82'], {
        since: '7.22',
      }),
      'insert-queue-before': t.enum(['first', 'bottom']),
      'lease-script': t.string({ default: '' }),
      'lease-time': t.duration([1, 4_294_967_295], { default: '30m' }),
      'parent-queue': t.ref('/queue/simple', { words: ['none'] }),
      relay: t.ip4(),
      'server-address': t.ip4(),
      'support-broadband-tr101': t.bool({ since: '7.22' }),
      'use-framed-as-classless': t.bool({ default: 'true' }),
      'use-radius': t.enum(['no', 'yes', 'accounting'], { default: 'no' }),
      'use-reconfigure': t.bool({ default: 'false', since: '7.19' }),
    },
    readOnly: {
      ...states('dynamic invalid'),
    },
    unique: [{ args: ['name'], error: 'failure: server with such name already exists' }],
    effects: ['dhcp-server'],
  }),
  menu('/ip/dhcp-server/network', {
    kind: 'list',
    noDisable: true,
    args: {
      address: t.network({ hostBits: 'refuse' }, { unset: false }),
      'boot-file-name': t.string({ default: '' }),
      ...each(
        t.list(t.ip4(), { default: '' }),
        wordsOf('caps-manager dns-server gateway ntp-server wins-server'),
      ),
      'dhcp-option': t.list(t.ref('/ip/dhcp-server/option'), { default: '' }),
      'dhcp-option-set': t.ref('/ip/dhcp-server/option/sets', { words: ['none'], unset: false }),
      'dns-none': t.bool({ unset: false }),
      domain: t.string({ default: '' }),
      netmask: t.int([0, 32], { unset: false }),
      'next-server': t.ip4({ default: '', unset: true }),
      'ntp-none': t.bool({ unset: false, since: '7.20' }),
    },
    readOnly: {
      ...states('dynamic'),
    },
    unique: [{ args: ['address'], error: 'failure: such network already exists' }],
  }),
  menu('/ip/dhcp-server/lease', {
    kind: 'list',
    args: {
      address: t.either([t.ip4(), t.ref('/ip/pool')], { unset: false }),
      'address-lists': t.list(t.soft(), { default: '' }),
      'agent-circuit-id': t.string({ unset: false, since: '7.22' }),
      'agent-remote-id': t.string({ unset: false, since: '7.22' }),
      'allow-dual-stack-queue': t.bool(),
      'always-broadcast': t.bool({ unset: false }),
      'block-access': t.bool({ unset: false }),
      'client-id': t.string({ unset: false }),
      'dhcp-option': t.list(t.ref('/ip/dhcp-server/option'), { default: '' }),
      'dhcp-option-set': t.ref('/ip/dhcp-server/option/sets', { words: ['none'], unset: false }),
      'insert-queue-before': t.enum(['bottom', 'first']),
      'lease-time': t.duration(undefined, { unset: false }),
      'mac-address': t.mac({ unset: false }),
      'parent-queue': t.ref('/queue/simple', { words: ['none'] }),
      'queue-type': t.ref('/queue/type'),
      'rate-limit': t.string({ unset: false }),
      routes: t.string({ unset: false }),
      server: t.ref('/ip/dhcp-server', { words: ['all'], unset: false }),
      'use-src-mac': t.bool({ unset: false }),
    },
    readOnly: {
      ...computed(`
          status expires-after last-seen age active-address active-mac-address active-client-id
          active-server active-agent-circuit-id active-agent-remote-id host-name class-id
          src-mac-address reconfigure-key reconfigure-last-sent reconfigure-status
        `),
      ...states('radius dynamic blocked'),
    },
    unique: [
      {
        args: ['mac-address', 'server'],
        error: 'failure: already have static lease for this client',
      },
      {
        args: ['address', 'server'],
        error: 'failure: already have static lease with this IP address',
      },
    ],
    effects: ['dhcp-lease'],
    actions: { 'make-static': { onRow: true, args: {} } },
  }),
  menu('/ip/dhcp-server/option', {
    kind: 'list',
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      code: t.words(['vendor-specific'], t.int([1, 254]), { mandatory: true }),
      force: t.bool(),
      value: t.string(),
    },
    readOnly: {
      ...computed('raw-value'),
    },
    unique: [sameName],
  }),
  menu('/ip/dhcp-server/option/sets', {
    kind: 'list',
    noComment: true,
    noDisable: true,
    args: {
      name: t.string({ mandatory: true }),
      options: t.list(t.ref('/ip/dhcp-server/option'), { mandatory: true }),
      comment: t.string({ since: '7.24' }),
    },
    unique: [sameName],
  }),
  menu('/ip/dhcp-server/config', {
    kind: 'singleton',
    args: {
      accounting: t.bool({ default: 'true' }),
      'interim-update': t.duration(undefined, { default: '0s' }),
      'radius-password': t.either([t.bool(), t.string()], { default: 'empty' }),
      'store-leases-disk': t.words(['immediately', 'never'], t.duration(), { default: '5m' }),
    },
  }),
  menu('/ip/dhcp-server/matcher', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      code: t.words(['vendor-specific'], t.int([1, 254]), { mandatory: true }),
      'matching-type': t.enum(['exact', 'substring'], { mandatory: true }),
      server: t.ref('/ip/dhcp-server', { words: ['all'], mandatory: true }),
      value: t.string({ min: 1, max: 510, mandatory: true }),
      'address-pool': t.ref('/ip/pool', { words: ['static-only'] }),
      'option-set': t.ref('/ip/dhcp-server/option/sets', { words: ['none'] }),
    },
  }),
  menu('/ip/dhcp-client', {
    kind: 'list',
    autoName: 'client',
    args: {
      name: t.string({ unset: false, since: '7.22' }),
      interface: t.ref('/interface', { mandatory: true }),
      'add-default-route': t.enum(['no', 'yes', 'special-classless'], { default: 'yes' }),
      'allow-reconfigure': t.bool({ default: 'false', since: '7.19' }),
      'check-gateway': t.enum(['none', 'arp', 'ping', 'bfd'], { default: 'none', since: '7.19' }),
      'default-route-distance': t.int([0, 255], { default: '1' }),
      'default-route-tables': t.string({ default: 'default', since: '7.18' }),
      'dhcp-options': t.list(t.ref('/ip/dhcp-client/option'), {
        default: 'hostname,clientid',
        unset: true,
      }),
      dscp: t.int([0, 63], { unset: false, since: '7.20' }),
      script: t.string({ unset: false }),
      'use-broadcast': t.enum(['always', 'never', 'both'], { unset: false, since: '7.20' }),
      'use-peer-dns': t.bool({ default: 'true' }),
      'use-peer-ntp': t.bool({ default: 'true' }),
      'vlan-priority': t.int([0, 7], { unset: false, since: '7.20' }),
    },
    readOnly: {
      ...computed(`
          custom-source-mac-address custom-hostname-suffix status address netmask gateway
          dhcp-server primary-dns secondary-dns primary-ntp secondary-ntp caps-managers
          reconfigure-key reconfigure-last-counter expires-after
        `),
      ...states('invalid dynamic'),
    },
    effects: ['dhcp-client'],
    actions: { release: { onRow: true, args: {} }, renew: { onRow: true, args: {} } },
  }),
  menu('/ip/dhcp-client/option', {
    kind: 'list',
    noDisable: true,
    lacks: { unset: {} },
    args: {
      name: t.string({ mandatory: true }),
      code: t.words(
        ['hostname', 'vendor-specific', 'vendor-class-id', 'client-id'],
        t.int([1, 254]),
        { mandatory: true },
      ),
      value: t.string(),
    },
    readOnly: {
      ...computed('raw-value'),
      ...states('default'),
    },
    rows: [
      { name: 'hostname', code: '12', value: '$(HOSTNAME)', default: 'true' },
      { name: 'clientid', code: '61', value: '0x01$(CLIENT_MAC)', default: 'true' },
      { name: 'clientid_duid', code: '61', value: '0xff$(CLIENT_DUID)', default: 'true' },
    ],
  }),
  menu('/ip/dhcp-relay', {
    kind: 'list',
    autoName: 'relay',
    noComment: true,
    args: {
      name: t.string({ unset: false }),
      'dhcp-server': t.list(t.ip4(), { mandatory: true }),
      interface: t.ref('/interface', { mandatory: true }),
      'add-relay-info': t.bool({ default: 'false' }),
      'delay-threshold': t.words(['none'], t.duration(), { default: 'none' }),
      'dhcp-server-vrf': t.ref('/ip/vrf', { unset: false }),
      'local-address': t.ip4({ unset: false }),
      'local-address-as-src-ip': t.bool({ unset: false, since: '7.17' }),
      'relay-info-remote-id': t.string({ default: '', unset: true }),
    },
    readOnly: {
      ...states('invalid'),
    },
  }),
];
