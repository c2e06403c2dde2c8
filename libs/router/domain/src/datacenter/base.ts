import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import { readPrefix, writeEntry } from '../network/address.ts';
import { enabledRow, row } from '../network/compiled.ts';
import type { Resource } from '../resource.ts';
import { attachmentOf, serviceInterface } from './attachment.ts';
import { ADDRESSES, INTERFACES, profileList } from './lists.ts';

/** Where a filtering bridge lets a VLAN through: to the switches, and to the router itself. */
export const bridgeVlan = (
  bridge: string,
  uplink: string,
  vlanId: number,
  comment: string,
): Resource =>
  row('/interface/bridge/vlan', {
    bridge,
    'vlan-ids': String(vlanId),
    tagged: `${bridge},${uplink}`,
    comment,
  });

export const serviceVlanOf = (
  datacenter: DatacenterProfile,
  comment: string,
): readonly Resource[] => {
  const { bridge, uplink, encapsulation } = datacenter;
  if (encapsulation.kind === 'vlan') return [];
  const { serviceVlan, etherType } = encapsulation;
  const vlan = row('/interface/vlan', {
    name: serviceInterface(serviceVlan),
    interface: attachmentOf(datacenter).carrier,
    'vlan-id': String(serviceVlan),
    'use-service-tag': String(etherType === '0x88a8'),
    comment,
  });
  return bridge === null ? [vlan] : [vlan, bridgeVlan(bridge, uplink, serviceVlan, comment)];
};

const member = (list: string, name: string, comment: string): Resource =>
  enabledRow('/interface/list/member', { list, interface: name, comment });

export const interfaceListsOf = (
  { firewallProfiles, internet, encapsulation }: DatacenterProfile,
  comment: string,
): readonly Resource[] => [
  row('/interface/list', { name: INTERFACES.clients, comment }),
  row('/interface/list', { name: INTERFACES.untrusted, include: INTERFACES.clients, comment }),
  ...firewallProfiles.map((profile) =>
    row('/interface/list', { name: profileList(profile), comment }),
  ),
  ...(internet === null ? [] : [member(INTERFACES.untrusted, internet.interface, comment)]),
  // A customer's frame without the customer's tag comes out here, and has no profile.
  ...(encapsulation.kind === 'vlan'
    ? []
    : [member(INTERFACES.clients, serviceInterface(encapsulation.serviceVlan), comment)]),
];

export const managementOf = (
  { management }: DatacenterProfile,
  comment: string,
): readonly Resource[] =>
  management.flatMap((text) => {
    const prefix = readPrefix(text);
    if (prefix === undefined) return [];
    const base = prefix.family === 4 ? '/ip' : '/ipv6';
    const entry = { list: ADDRESSES.management, address: writeEntry(prefix), comment };
    return [enabledRow(`${base}/firewall/address-list`, entry)];
  });

export const resolverOf = ({ resolver }: DatacenterProfile): readonly Resource[] =>
  resolver === null
    ? []
    : [
        row('/ip/dns', {
          servers: resolver.servers.join(','),
          'cache-size': String(resolver.cacheKiB),
          'allow-remote-requests': 'true',
        }),
      ];
