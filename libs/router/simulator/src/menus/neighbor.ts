import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { computed, counters, states, statesWhenTrue } from './properties.ts';

export const neighborMenus = [
  menu('/ip/neighbor', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    args: {},
    readOnly: {
      ...computed(`
          interface address address4 address6 mac-address identity platform version unpack age
          uptime software-id board ipv6 interface-name system-description system-caps
          system-caps-enabled discovered-by running
        `),
    },
  }),
  menu('/ipv6/neighbor', {
    kind: 'list',
    noComment: true,
    noDisable: true,
    lacks: {
      add: { until: '7.18' },
      set: { until: '7.18' },
      remove: { until: '7.18' },
      unset: {},
      export: { until: '7.18' },
    },
    args: {
      address: t.ip6({ since: '7.18' }),
      interface: t.ref('/interface', { since: '7.18' }),
      'mac-address': t.mac({ since: '7.18' }),
      comment: t.string({ since: '7.18' }),
      disabled: t.bool({ default: 'false', since: '7.18' }),
    },
    readOnly: {
      ...computed('status vrf'),
      ...states('dynamic'),
      ...statesWhenTrue('router'),
    },
  }),
  menu('/ip/firewall/connection', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    removable: true,
    args: {},
    readOnly: {
      ...computed(`
          protocol src-address src-port dst-address dst-port reply-src-address reply-src-port
          reply-dst-address reply-dst-port tcp-state icmp-type icmp-code icmp-id gre-protocol
          gre-version gre-key connection-type timeout connection-mark orig-packets orig-bytes
          orig-fasttrack-packets orig-fasttrack-bytes repl-packets repl-bytes
          repl-fasttrack-packets repl-fasttrack-bytes orig-rate repl-rate
        `),
      ...statesWhenTrue(
        'expected seen-reply assured confirmed dying fasttrack hw-offload srcnat dstnat uses-helper',
      ),
    },
  }),
  menu('/ip/ipsec/installed-sa', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: {} },
    args: {},
    readOnly: {
      ...computed('src-address dst-address'),
      ...statesWhenTrue('seen-traffic hw-aead AH ESP'),
    },
    actions: { flush: { args: {} } },
  }),
  menu('/ip/hotspot/host', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: {} },
    removable: true,
    args: {},
    readOnly: {
      ...computed(`
          mac-address address to-address server uptime idle-time idle-timeout keepalive-timeout
          host-dead-time bridge-port vlan-id http-proxy bytes-in bytes-out packets-in packets-out
          found-by
        `),
      ...states('dynamic'),
      ...statesWhenTrue('static DHCP authorized bypassed'),
    },
  }),
  menu('/ip/hotspot/cookie', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: {} },
    removable: true,
    args: {},
    readOnly: {
      ...computed('user domain mac-address expires-in'),
      ...statesWhenTrue('mac-cookie'),
    },
  }),
  menu('/interface/wifi/radio', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: { until: '7.17' } },
    args: {},
    readOnly: {
      ...computed(`
          cap radio-mac tx-chains rx-chains bands ciphers min-antenna-gain countries 2g-channels
          5g-channels 6g-channels 60g-channels s1g-channels max-vlans max-interfaces
          max-station-interfaces max-peers hw-type hw-caps ml-group interface current-country
          current-halow-regdom current-channels current-gopclasses current-max-reg-power
          afc-deployment
        `),
      ...statesWhenTrue('local'),
    },
  }),
  menu('/interface/wifi/registration-table', {
    kind: 'fixed',
    noComment: true,
    noDisable: true,
    lacks: { export: {} },
    removable: true,
    args: {},
    readOnly: {
      ...counters('packets bytes'),
      ...computed(`
          interface ssid mac-address uptime last-activity signal signal-per-link auth-type band
          mld-interfaces mld-link-addresses tx-rate rx-rate tx-rate-per-link rx-rate-per-link
          tx-packets-per-link rx-packets-per-link tx-bytes-per-link rx-bytes-per-link
          tx-bits-per-second rx-bits-per-second tx-bits-per-second-per-link
          rx-bits-per-second-per-link vlan-id eap-identity
        `),
      ...statesWhenTrue('authorized'),
    },
  }),
  menu('/ip/dhcp-server/alert', {
    kind: 'list',
    args: {
      interface: t.ref('/interface', { mandatory: true }),
      'alert-timeout': t.words(['none'], t.duration(), { default: 'none' }),
      'on-alert': t.string({ default: '' }),
      'valid-server': t.list(t.mac(), { default: '' }),
    },
    readOnly: {
      ...computed('unknown-server'),
      ...states('invalid'),
    },
  }),
  menu('/tool/traffic-monitor', {
    kind: 'list',
    lacks: { unset: {} },
    args: {
      name: t.string(),
      interface: t.ref('/interface', { mandatory: true }),
      'on-event': t.string(),
      threshold: t.int(),
      traffic: t.enum(['transmitted', 'received']),
      trigger: t.enum(['above', 'below', 'always']),
    },
    readOnly: {
      ...states('invalid'),
    },
  }),
];
