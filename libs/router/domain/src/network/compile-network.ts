import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { NetworkWish } from '@ferrule/router-contracts';
import { attachmentOf, customerInterface } from '../datacenter/attachment.ts';
import { bridgeVlan } from '../datacenter/base.ts';
import { INTERFACES, profileList } from '../datacenter/lists.ts';
import type { Dialect } from '../dialect.ts';
import type { Resource } from '../resource.ts';
import { addressListsOf } from './address-lists.ts';
import { faultsOfNetwork } from './check-network.ts';
import { enabledRow, row } from './compiled.ts';
import type { Compiled, TagFor } from './compiled.ts';
import { ipv6Of } from './ipv6.ts';
import { networkPreconditions } from './network-preconditions.ts';
import { dhcpOf, recordsOf } from './services.ts';
import { gatewayOf, routesOf } from './routes.ts';

/** Made disabled, and enabled when everything else is there: no packet passes before. */
const interfaceOf = (
  wish: NetworkWish,
  datacenter: DatacenterProfile,
  comment: string,
): Resource => ({
  ...row('/interface/vlan', {
    name: customerInterface(wish.vlanId),
    interface: attachmentOf(datacenter).parent,
    'vlan-id': String(wish.vlanId),
    'use-service-tag': 'false',
    mtu: String(wish.mtu),
    comment,
  }),
  gate: true,
});

const switchedOf = (
  { vlanId }: NetworkWish,
  { bridge, uplink, encapsulation }: DatacenterProfile,
  comment: string,
): readonly Resource[] =>
  bridge !== null && encapsulation.kind === 'vlan'
    ? [bridgeVlan(bridge, uplink, vlanId, comment)]
    : [];

/** Firewall rules see what comes out of a VRF under the name of the VRF, and what goes in under its own. */
const membershipsOf = (
  { vlanId, vrf, firewallProfile }: NetworkWish,
  comment: string,
): readonly Resource[] =>
  [customerInterface(vlanId), ...(vrf === null ? [] : [vrf])].flatMap((name) =>
    [INTERFACES.clients, profileList({ name: firewallProfile })].map((list) =>
      enabledRow('/interface/list/member', { list, interface: name, comment }),
    ),
  );

const warningsOf = (
  { firewallProfile }: NetworkWish,
  { firewallProfiles }: DatacenterProfile,
): readonly string[] => {
  const profile = firewallProfiles.find(({ name }) => name === firewallProfile);
  return profile?.accepts === 'everything'
    ? [`Profile ${firewallProfile} lets everybody open connections to this network.`]
    : [];
};

/**
 * Rows of its own alone, none of them in the order of a firewall: a network joins lists, so that
 * neither the rules nor what a packet costs grow with the number of networks.
 */
export const compileNetwork = (
  wish: NetworkWish,
  datacenter: DatacenterProfile,
  _dialect: Dialect,
  tagFor: TagFor,
): Compiled => {
  const [failure] = faultsOfNetwork(wish, datacenter);
  if (failure !== undefined) return { failure };
  const comment = tagFor(wish.networkId);
  return {
    resources: [
      interfaceOf(wish, datacenter, comment),
      ...switchedOf(wish, datacenter, comment),
      ...gatewayOf(wish, comment),
      ...membershipsOf(wish, comment),
      ...dhcpOf(wish, comment),
      ...routesOf(wish, comment),
      ...addressListsOf(wish, comment),
      ...ipv6Of(wish, comment),
      ...recordsOf(wish, comment),
    ],
    preconditions: networkPreconditions(wish, datacenter, tagFor),
    warnings: warningsOf(wish, datacenter),
  };
};
