import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { computed, counters, states } from './properties.ts';
import { key } from './values.ts';

export const wireguardMenus = [
  menu('/interface/wireguard', {
    kind: 'list',
    space: '/interface',
    autoName: 'wireguard',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      'listen-port': t.int([0, 65_535], { default: '13231' }),
      mtu: t.words(['auto'], t.int([68, 65_535]), { default: '1420' }),
      'private-key': { ...key, sensitive: true },
      vrf: t.ref('/ip/vrf', { since: '7.21' }),
    },
    readOnly: {
      ...computed('public-key'),
      ...states('running'),
    },
    effects: ['wireguard'],
  }),
  menu('/interface/wireguard/peers', {
    kind: 'list',
    ordered: true,
    autoName: 'peer',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      'allowed-address': t.list(t.anyNetwork({ bare: true }), { mandatory: true }),
      interface: t.ref('/interface/wireguard', { mandatory: true }),
      'client-address': t.list(t.anyNetwork({ bare: true })),
      'client-allowed-address': t.list(t.anyNetwork({ bare: true }), { since: '7.22' }),
      'client-dns': t.list(t.ip()),
      'client-endpoint': t.string({ default: '' }),
      'client-keepalive': t.duration([0, 65_535]),
      'client-listen-port': t.int([0, 65_535]),
      'endpoint-address': t.string({ default: '' }),
      'endpoint-port': t.int([0, 65_535], { default: '0' }),
      'persistent-keepalive': t.duration([0, 65_535]),
      'preshared-key': t.words(['auto', 'none'], key, { sensitive: true }),
      'private-key': t.words(['auto', 'none'], key, { sensitive: true }),
      'public-key': key,
      responder: t.bool({ default: 'false', since: '7.17' }),
      'is-responder': t.bool({ until: '7.17' }),
    },
    readOnly: {
      ...counters('rx tx'),
      ...computed('current-endpoint-address current-endpoint-port last-handshake'),
      ...states('dynamic'),
    },
    effects: ['wireguard-peer'],
  }),
];
