import type { DatacenterView } from '@ferrule/inventory-contracts';
import type { Session } from '../session.ts';
import { printFacts, time } from '../table.ts';

export const pathOf = (id: string, ...more: readonly string[]): string =>
  ['/api/v1/datacenters', encodeURIComponent(id), ...more].join('/');

export const encapsulationOf = ({ encapsulation }: DatacenterView): string =>
  encapsulation.kind === 'vlan' ? 'vlan' : `qinq in ${encapsulation.serviceVlan}`;

export const showDatacenter = (
  { json, printJson, terminal }: Session,
  view: DatacenterView,
): void => {
  if (json) {
    printJson(view);
    return;
  }
  const { maintenanceReason: why, resolver, bgp } = view;
  terminal.print(
    `${terminal.paint('bold', view.datacenterId)} is ${why === null ? 'active' : `in maintenance: ${why}`}`,
  );
  printFacts(terminal, [
    ['name', view.name],
    ['uplink', view.uplink],
    ['bridge', view.bridge],
    ['carries', encapsulationOf(view)],
    ['management', view.management.join(', ')],
    ['supernets', view.supernets.join(', ')],
    ['internet', view.internet?.interface],
    ['resolver', resolver?.servers.join(', ')],
    ['BGP', bgp && `AS ${bgp.as}, peers ${bgp.peers.map(({ name }) => name).join(', ')}`],
    ['DNS zones', view.dnsZones.length === 0 ? null : view.dnsZones.join(', ')],
    ['profiles', view.firewallProfiles.map(({ name }) => name).join(', ')],
    ['time zone', view.timeZone],
    ['registered', time(view.registeredAt)],
  ]);
};
