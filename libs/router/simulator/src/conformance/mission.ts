import { wordsOf } from '../menus/word-lists.ts';

const under = (prefix: string, names: string) =>
  wordsOf(names).map((name) => (name === '.' ? prefix : `${prefix}/${name}`));

/** The menus that provisioning a network touches, in the order in which it does. */
export const missionMenus: readonly string[] = [
  '/interface',
  ...under(
    '/interface',
    `ethernet bridge bridge/port bridge/vlan vlan macvlan vrrp bonding list list/member
    wireguard wireguard/peers pppoe-client l2tp-client sstp-client pptp-client ovpn-client
    ipip gre eoip vxlan vxlan/vteps lte lte/apn
    pptp-server pptp-server/server l2tp-server l2tp-server/server sstp-server sstp-server/server
    ovpn-server ovpn-server/server pppoe-server pppoe-server/server`,
  ),
  ...under(
    '/interface/wifi',
    `. security configuration channel datapath aaa steering interworking provisioning access-list
    cap capsman`,
  ),
  ...under('/ip/ipsec', 'profile peer proposal mode-config identity policy policy/group'),
  ...under('/ppp', 'profile secret aaa'),
  ...under(
    '/ip',
    `pool address route vrf upnp upnp/interfaces nat-pmp nat-pmp/interfaces cloud service ssh
    socks socks/users proxy proxy/access neighbor/discovery-settings
    dhcp-server dhcp-server/network dhcp-server/lease dhcp-server/option dhcp-server/option/sets
    dhcp-client dhcp-relay dns dns/static dns/forwarders
    firewall/filter firewall/nat firewall/mangle firewall/raw firewall/address-list
    hotspot hotspot/profile hotspot/user hotspot/user/profile hotspot/walled-garden
    hotspot/walled-garden/ip`,
  ),
  ...under(
    '/ipv6',
    `address pool nd nd/prefix dhcp-server dhcp-client route firewall/filter firewall/nat
    firewall/mangle firewall/raw firewall/address-list`,
  ),
  ...under(
    '/routing',
    'table rule filter/rule bgp/instance bgp/template bgp/connection bgp/session',
  ),
  ...under(
    '/system',
    `identity resource ntp/client ntp/client/servers scheduler script logging logging/action clock
    note`,
  ),
  ...under('/user', '. group'),
  ...under('/radius', '. incoming'),
  ...under(
    '/tool',
    'netwatch romon romon/port graphing graphing/interface graphing/queue graphing/resource',
  ),
  ...under('/zerotier', '. interface'),
  '/certificate',
];
