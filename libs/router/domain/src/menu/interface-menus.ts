import { menu, named } from './menu-facts.ts';

const anInterface = '/interface';
const interfaceOrList = '/interface /interface/list';

export const interfaceMenus = [
  menu('/interface/vlan', {
    key: 'name',
    args: `name interface vlan-id mtu=1500 mvrp:flag=false use-service-tag:flag=false arp=enabled
      arp-timeout:duration=auto loop-protect=default loop-protect-disable-time:duration=5m
      loop-protect-send-interval:duration=5s disabled:flag=false comment`,
    refers: { interface: anInterface },
    provides: named(anInterface),
  }),
  menu('/interface/bridge', {
    key: 'name',
    args: `name mtu=auto protocol-mode=rstp vlan-filtering:flag=false ether-type=0x8100 pvid=1
      frame-types=admit-all ingress-filtering:flag=true admin-mac:filled auto-mac:flag=true
      ageing-time:duration=5m arp=enabled arp-timeout:duration=auto dhcp-snooping:flag=false
      add-dhcp-option82:flag dhcp-agent-circuit-id dhcp-agent-remote-id dhcpv6-snooping:flag
      dhcpv6-agent-circuit-id dhcpv6-agent-remote-id fast-forward:flag=true
      forward-delay:duration=15s forward-reserved-addresses:flag=false igmp-snooping:flag=false
      igmp-version:filled last-member-interval:duration:filled last-member-query-count:filled
      max-hops=20 max-learned-entries=auto max-message-age:duration=20s
      membership-interval:duration:filled mlag-heartbeat:duration:filled mlag-peer-port:filled
      mlag-priority:filled mld-version:filled multicast-querier:flag multicast-router:filled
      mvrp:flag=false port-cost-mode=long priority=0x8000 querier-interval:duration:filled
      querier-uses-bridge-address:flag query-interval:duration:filled
      query-response-interval:duration:filled ra-guard:flag=false region-name:filled
      region-revision:filled startup-query-count:filled startup-query-interval:duration:filled
      transmit-hold-count=6 disabled:flag=false comment`,
    provides: named(anInterface),
  }),
  menu('/interface/bridge/port', {
    ordered: true,
    key: 'interface',
    args: `bridge interface pvid=1 frame-types=admit-all ingress-filtering:flag=true
      tag-stacking:flag=false auto-isolate:flag=false bpdu-guard:flag=false
      broadcast-flood:flag=true edge=auto fast-leave:flag=false horizon=none hw:flag=true
      internal-path-cost:filled learn=auto multicast-router=temporary-query
      mvrp-applicant-state=normal-participant mvrp-registrar-state=normal path-cost:filled
      point-to-point=auto priority=0x80 restricted-role:flag=false restricted-tcn:flag=false
      trusted:flag=false trusted-dhcpv6:flag trusted-ra:flag=false
      unknown-multicast-flood:flag=true unknown-unicast-flood:flag=true disabled:flag=false comment`,
    refers: { bridge: anInterface, interface: interfaceOrList },
    unsets: true,
  }),
  menu('/interface/bridge/vlan', {
    key: 'bridge vlan-ids',
    args: `bridge vlan-ids tagged:set= untagged:set= mvrp-forbidden:set= disabled:flag=false comment`,
    refers: { bridge: anInterface, tagged: interfaceOrList, untagged: interfaceOrList },
  }),
  menu('/interface/list', {
    key: 'name',
    args: `name include:set= exclude:set= comment`,
    refers: { include: '/interface/list', exclude: '/interface/list' },
    provides: named('/interface/list'),
  }),
  menu('/interface/list/member', {
    key: 'list interface',
    args: `list interface disabled:flag=false comment`,
    refers: { list: '/interface/list', interface: anInterface },
  }),
  menu('/interface/wireguard', {
    key: 'name',
    args: `name mtu=1420 listen-port:filled private-key:secret:filled vrf=main disabled:flag=false
      comment`,
    refers: { vrf: '/ip/vrf' },
    provides: named(anInterface),
  }),
  menu('/interface/wireguard/peers', {
    ordered: true,
    key: 'interface public-key',
    args: `interface public-key:filled allowed-address:set endpoint-address= endpoint-port=0
      persistent-keepalive:duration=0s preshared-key:secret private-key:secret name:filled
      responder:flag is-responder:flag client-address:set client-allowed-address:set client-dns:set
      client-endpoint= client-keepalive:duration=0s client-listen-port disabled:flag=false comment`,
    refers: { interface: anInterface },
  }),
];
