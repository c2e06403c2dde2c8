import type { Menu } from '../menu/menu.ts';
import { bgpMenus } from './bgp.ts';
import { bridgeMenus } from './bridge.ts';
import { certificateMenus } from './certificate.ts';
import { commandMenus } from './commands.ts';
import { deviceMenus } from './device.ts';
import { dhcpMenus } from './dhcp.ts';
import { dhcp6Menus } from './dhcp6.ts';
import { dnsMenus } from './dns.ts';
import { firewallMenus } from './firewall.ts';
import { firewallListsMenus } from './firewall-lists.ts';
import { hotspotMenus } from './hotspot.ts';
import { interfaceMenus } from './interface.ts';
import { ipMenus } from './ip.ts';
import { ipsecMenus } from './ipsec.ts';
import { ipv6Menus } from './ipv6.ts';
import { neighborMenus } from './neighbor.ts';
import { ospfMenus } from './ospf.ts';
import { pppMenus } from './ppp.ts';
import { pppInterfaceMenus } from './ppp-interface.ts';
import { pppServerMenus } from './ppp-server.ts';
import { queueMenus } from './queue.ts';
import { radiusMenus } from './radius.ts';
import { routingMenus } from './routing.ts';
import { routingFilterMenus } from './routing-filter.ts';
import { serviceMenus } from './service.ts';
import { systemMenus } from './system.ts';
import { toolMenus } from './tool.ts';
import { tunnelMenus } from './tunnel.ts';
import { userMenus } from './user.ts';
import { wifiMenus } from './wifi.ts';
import { wifiNetworkMenus } from './wifi-network.ts';
import { wireguardMenus } from './wireguard.ts';
import { zerotierMenus } from './zerotier.ts';

/** Everything that a router of any version has. */
export const allMenus: readonly Menu[] = [
  ...bgpMenus,
  ...bridgeMenus,
  ...certificateMenus,
  ...commandMenus,
  ...deviceMenus,
  ...dhcpMenus,
  ...dhcp6Menus,
  ...dnsMenus,
  ...firewallMenus,
  ...firewallListsMenus,
  ...hotspotMenus,
  ...interfaceMenus,
  ...ipMenus,
  ...ipsecMenus,
  ...ipv6Menus,
  ...neighborMenus,
  ...ospfMenus,
  ...pppMenus,
  ...pppInterfaceMenus,
  ...pppServerMenus,
  ...queueMenus,
  ...radiusMenus,
  ...routingMenus,
  ...routingFilterMenus,
  ...serviceMenus,
  ...systemMenus,
  ...toolMenus,
  ...tunnelMenus,
  ...userMenus,
  ...wifiMenus,
  ...wifiNetworkMenus,
  ...wireguardMenus,
  ...zerotierMenus,
];
