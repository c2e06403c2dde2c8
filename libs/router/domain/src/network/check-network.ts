import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { NetworkWish, RouterFailure } from '@ferrule/router-contracts';
import { isVlanId } from '../datacenter/check-datacenter.ts';
import { contains, firstOf, isNetwork, isWithin, lastOf, overlaps } from './address.ts';
import { readAddress, readPrefix } from './address.ts';
import type { Address, Prefix } from './address.ts';
import { faultsOfServices } from './check-services.ts';
import { faultsOfRoutes } from './check-routes.ts';
import { isId, refused } from './compiled.ts';

const isSame = (one: Address, other: Address) => one.bits === other.bits;

/** The prefix of a family that clients of this datacenter may have. */
function* faultsOfPlace(
  field: string,
  subnet: Prefix,
  { management, supernets, id }: DatacenterProfile,
): Generator<RouterFailure> {
  const prefixes = (texts: readonly string[]) =>
    texts
      .flatMap((text) => readPrefix(text) ?? [])
      .filter(({ family }) => family === subnet.family);
  if (prefixes(management).some((prefix) => overlaps(prefix, subnet)))
    yield refused(field, 'it overlaps a management network, which would become unreachable');
  const all = prefixes(supernets);
  if (all.length > 0 && !all.some((supernet) => isWithin(subnet, supernet)))
    yield refused(field, `it is not part of what datacenter ${id} has`);
}

/** A host of the network: not its own address, nor that of all its hosts. */
const isHost = (subnet: Prefix, address: Address): boolean =>
  contains(subnet, address) &&
  !isSame(address, firstOf(subnet)) &&
  (subnet.family === 6 || !isSame(address, lastOf(subnet)));

function* faultsOfRange(range: string, subnet: Prefix, gateway: Address): Generator<RouterFailure> {
  const [first, last, ...more] = range.split('-').map(readAddress);
  if (first === undefined || last === undefined || more.length > 0) {
    yield refused('dhcpRange', `${range} is no range: 172.16.150.100-172.16.150.200`);
    return;
  }
  if (!isHost(subnet, first) || !isHost(subnet, last) || first.bits > last.bits) {
    yield refused('dhcpRange', `${range} is no range of hosts of the network`);
    return;
  }
  if (first.bits <= gateway.bits && gateway.bits <= last.bits)
    yield refused('dhcpRange', `${range} would hand out the gateway's own address`);
}

function* faultsOfIpv4(wish: NetworkWish, datacenter: DatacenterProfile): Generator<RouterFailure> {
  const subnet = readPrefix(wish.subnet);
  if (subnet?.family !== 4 || !isNetwork(subnet) || subnet.length > 30 || subnet.length < 8) {
    yield refused('subnet', `${wish.subnet} is no network of /8 to /30`);
    return;
  }
  yield* faultsOfPlace('subnet', subnet, datacenter);
  const gateway = readAddress(wish.gateway);
  if (gateway === undefined || !isHost(subnet, gateway)) {
    yield refused('gateway', `${wish.gateway} is no host of ${wish.subnet}`);
    return;
  }
  if (wish.dhcpRange !== null) yield* faultsOfRange(wish.dhcpRange, subnet, gateway);
}

function* faultsOfIpv6(
  ipv6: NonNullable<NetworkWish['ipv6']>,
  datacenter: DatacenterProfile,
): Generator<RouterFailure> {
  const subnet = readPrefix(ipv6.subnet);
  if (subnet?.family !== 6 || !isNetwork(subnet) || subnet.length !== 64) {
    yield refused(
      'ipv6.subnet',
      `${ipv6.subnet} is no network of /64`,
      'clients find their own addresses, and need 64 bits for that',
    );
    return;
  }
  yield* faultsOfPlace('ipv6.subnet', subnet, datacenter);
  const gateway = readAddress(ipv6.gateway);
  if (gateway === undefined || !isHost(subnet, gateway))
    yield refused('ipv6.gateway', `${ipv6.gateway} is no host of ${ipv6.subnet}`);
}

/** The table of its own has neither the Internet nor anybody to announce it to. */
function* faultsOfVrf(vrf: string, wish: NetworkWish): Generator<RouterFailure> {
  if (!isId(vrf) || vrf === 'main') yield refused('vrf', `${vrf} is no name of a routing table`);
  if (wish.nat) yield refused('nat', 'a routing table of its own does not lead to the Internet');
  if (wish.bgpEnabled) yield refused('bgpEnabled', 'nothing of another routing table is announced');
}

/** What is wrong with the wish, without a look at the router; nothing: it can be compiled. */
export function* faultsOfNetwork(
  wish: NetworkWish,
  datacenter: DatacenterProfile,
): Generator<RouterFailure> {
  const { networkId, vlanId, firewallProfile, mtu } = wish;
  const { id, bridge, encapsulation, firewallProfiles, internet, bgp } = datacenter;
  if (!isId(networkId) || networkId.startsWith('dc-'))
    yield refused('networkId', `${networkId} is no id of a network`);
  if (!isVlanId(vlanId)) yield refused('vlanId', `${vlanId} is no VLAN: they go from 1 to 4094`);
  if (vlanId === 1 && bridge !== null && encapsulation.kind === 'vlan')
    yield refused('vlanId', 'VLAN 1 of a bridge is where all untagged frames are');
  if (!firewallProfiles.some(({ name }) => name === firewallProfile))
    yield refused(
      'firewallProfile',
      `datacenter ${id} has no firewall profile ${firewallProfile}`,
      `take one of ${firewallProfiles.map(({ name }) => name).join(', ')}`,
    );
  const least = wish.ipv6 === null ? 576 : 1280;
  if (!Number.isInteger(mtu) || mtu < least || mtu > 65_535)
    yield refused('mtu', `${mtu} is no MTU: it takes ${least} or more`);
  yield* faultsOfIpv4(wish, datacenter);
  if (wish.ipv6 !== null) yield* faultsOfIpv6(wish.ipv6, datacenter);
  if (wish.nat && internet === null)
    yield refused('nat', `datacenter ${id} has no interface towards the Internet`);
  if (wish.bgpEnabled && bgp === null)
    yield refused('bgpEnabled', `datacenter ${id} has nobody to announce it to`);
  if (wish.vrf !== null) yield* faultsOfVrf(wish.vrf, wish);
  yield* faultsOfRoutes(wish, datacenter);
  yield* faultsOfServices(wish);
}
