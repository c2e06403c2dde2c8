import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { Dialect } from '../dialect.ts';
import type { Compiled, TagFor } from '../network/compiled.ts';
import { datacenterSubject, refused } from '../network/compiled.ts';
import type { Precondition } from '../network/precondition.ts';
import { attachmentOf, l2mtuFor } from './attachment.ts';
import { interfaceListsOf, managementOf, resolverOf, serviceVlanOf } from './base.ts';
import { bgpOf } from './bgp.ts';
import { faultsOfDatacenter } from './check-datacenter.ts';
import { firewallOf } from './firewall.ts';

const is = (name: string): string => `?name=${name}`;

const exists = (name: string, field: string): Precondition => ({
  path: '/interface',
  query: [is(name)],
  expects: { kind: 'rows', atLeast: 1 },
  failure: refused(field, `the router has no interface ${name}`),
});

const filters = (bridge: string, etherType: string | null): Precondition => ({
  path: '/interface/bridge',
  query: [
    is(bridge),
    '?vlan-filtering=true',
    ...(etherType === null ? [] : [`?ether-type=${etherType}`]),
  ],
  expects: { kind: 'rows', atLeast: 1 },
  failure: refused(
    'bridge',
    `${bridge} is no bridge that filters VLANs${etherType === null ? '' : ` by tags of ${etherType}`}`,
    `set vlan-filtering=yes on it${etherType === null ? '' : `, and ether-type=${etherType}`}`,
  ),
});

function* preconditionsOf(datacenter: DatacenterProfile, comment: string): Generator<Precondition> {
  const { uplink, bridge, encapsulation, internet } = datacenter;
  yield exists(uplink, 'uplink');
  if (internet !== null) yield exists(internet.interface, 'internet.interface');
  const isService = encapsulation.kind === 'qinq';
  if (bridge !== null) yield filters(bridge, isService ? encapsulation.etherType : null);
  if (!isService) return;
  const { carrier } = attachmentOf(datacenter);
  const { serviceVlan } = encapsulation;
  yield {
    path: '/interface/vlan',
    query: [`?interface=${carrier}`, `?vlan-id=${serviceVlan}`, `?comment=${comment}`, '?#!'],
    expects: { kind: 'no-rows' },
    failure: refused(
      'encapsulation.serviceVlan',
      `VLAN ${serviceVlan} of ${carrier} is somebody else's`,
    ),
  };
  const least = l2mtuFor(1500, attachmentOf(datacenter));
  yield {
    path: '/interface',
    query: [is(carrier)],
    expects: { kind: 'number', attribute: 'l2mtu', atLeast: least },
    failure: refused(
      'encapsulation',
      `${carrier} has no room for two tags: it needs an l2mtu of ${least}`,
      `set l2mtu=${least} or more on it; every link of the router flaps`,
    ),
  };
}

/** The base configuration of a datacenter: what all networks share, and none of them changes. */
export const compileDatacenter = (
  datacenter: DatacenterProfile,
  dialect: Dialect,
  tagFor: TagFor,
): Compiled => {
  const [failure] = faultsOfDatacenter(datacenter);
  if (failure !== undefined) return { failure };
  const comment = tagFor(datacenterSubject(datacenter.id));
  return {
    resources: [
      ...serviceVlanOf(datacenter, comment),
      ...interfaceListsOf(datacenter, comment),
      ...managementOf(datacenter, comment),
      ...firewallOf(datacenter, comment),
      ...resolverOf(datacenter),
      ...(datacenter.bgp === null ? [] : bgpOf(datacenter.bgp, dialect, comment)),
    ],
    preconditions: [...preconditionsOf(datacenter, comment)],
    warnings: [],
  };
};
