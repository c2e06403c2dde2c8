import type { Row } from '../state/row.ts';

/** Where it is not the name of the menu. */
const types: Readonly<Record<string, string>> = {
  '/interface/ethernet': 'ether',
  '/interface/wireguard': 'wg',
  '/interface/bonding': 'bond',
  '/interface/lte': 'lte',
  '/interface/gre': 'gre-tunnel',
  '/interface/ipip': 'ipip-tunnel',
  '/interface/eoip': 'eoip-tunnel',
  '/interface/gre6': 'gre6-tunnel',
  '/interface/ipipv6': 'ipipv6-tunnel',
  '/interface/eoipv6': 'eoipv6-tunnel',
  '/zerotier/interface': 'zerotier',
  '/interface/pppoe-client': 'pppoe-out',
  '/interface/l2tp-client': 'l2tp-out',
  '/interface/sstp-client': 'sstp-out',
  '/interface/pptp-client': 'pptp-out',
  '/interface/ovpn-client': 'ovpn-out',
  '/interface/pppoe-server': 'pppoe-in',
  '/interface/l2tp-server': 'l2tp-in',
  '/interface/sstp-server': 'sstp-in',
  '/interface/pptp-server': 'pptp-in',
  '/interface/ovpn-server': 'ovpn-in',
};

export const typeOf = ({ table: { menu } }: Row) =>
  types[menu.path] ?? menu.path.slice(menu.path.lastIndexOf('/') + 1);
