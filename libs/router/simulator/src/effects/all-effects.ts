import type { EffectName } from '../menu/menu.ts';
import { certificateEffect } from './certificate.ts';
import './counters.ts';
import { addressListEffect } from './address-list.ts';
import { bridgeEffect, bridgePortEffect } from './bridge.ts';
import { builtInEffect } from './built-in.ts';
import { bridgeVlanEffect } from './bridge-vlan.ts';
import { clockEffect } from './clock.ts';
import { connectedRouteEffect } from './connected-route.ts';
import { defaultRowEffect } from './default-row.ts';
import { dhcpServerEffect } from './dhcp-server.ts';
import type { Effect } from './effect.ts';
import { dhcpClientEffect } from '../dhcp/client.ts';
import { dhcpLeaseEffect } from '../dhcp/lease.ts';
import { netwatchEffect } from '../traffic/netwatch.ts';
import { interfaceEffect, vlanEffect } from './network-interface.ts';
import {
  ethernetEffect,
  licenseEffect,
  packageEffect,
  resourceEffect,
  routerboardEffect,
} from './hardware.ts';
import { routeEffect } from './routes.ts';
import { fileEffect } from '../script/files.ts';
import { schedulerEffect } from '../script/schedule.ts';
import { historyEffect } from '../system/history-text.ts';
import { serviceEffect } from '../server/service-row.ts';
import { vrfEffect } from './vrf.ts';
import { userEffect } from './user.ts';
import { wireguardPeerEffect } from './wireguard-peer.ts';
import { wireguardEffect } from './wireguard.ts';

type Effects = Readonly<Partial<Record<EffectName, Effect>>>;

const collect = (): Effects => ({
  'built-in': builtInEffect,
  certificate: certificateEffect,
  'default-row': defaultRowEffect,
  history: historyEffect,
  user: userEffect,
  ethernet: ethernetEffect,
  resource: resourceEffect,
  routerboard: routerboardEffect,
  license: licenseEffect,
  package: packageEffect,
  clock: clockEffect,
  interface: interfaceEffect,
  vlan: vlanEffect,
  bridge: bridgeEffect,
  'bridge-port': bridgePortEffect,
  wireguard: wireguardEffect,
  'wireguard-peer': wireguardPeerEffect,
  'dhcp-server': dhcpServerEffect,
  'dhcp-lease': dhcpLeaseEffect,
  'dhcp-client': dhcpClientEffect,
  netwatch: netwatchEffect,
  service: serviceEffect,
  'connected-route': connectedRouteEffect,
  route: routeEffect,
  vrf: vrfEffect,
  file: fileEffect,
  scheduler: schedulerEffect,
  'address-list': addressListEffect,
  'bridge-vlan': bridgeVlanEffect,
});

let effects: Effects | undefined;

/** Collected when first asked for, because effects act on the router that asks for them. */
export const effectNamed = (name: EffectName): Effect | undefined => {
  effects ??= collect();
  return effects[name];
};
