import { gatewayName } from '@ferrule/ipam-contracts';
import type { AllocationResult, ResolvedRequest } from '@ferrule/provisioning-contracts';
import type { NetworkWish } from '@ferrule/router-contracts';

/** Long enough that a client is not asked twice an hour, short enough that a range of a hundred refills. */
const LEASE_SECONDS = 3_600;

const ipv6Of = ({ ipv6Subnet, ipv6Gateway }: AllocationResult): NetworkWish['ipv6'] =>
  typeof ipv6Subnet === 'string' && typeof ipv6Gateway === 'string'
    ? { subnet: ipv6Subnet, gateway: ipv6Gateway }
    : null;

/**
 * The router itself knows its gateways by the names that name servers have for them. A table of its
 * own does not ask it.
 */
const dnsRecordsOf = (
  { datacenter, dnsZone = null, vrf = null }: ResolvedRequest,
  { vlanId, serviceVlan = null, gateway, ipv6Gateway = null }: AllocationResult,
): NetworkWish['dnsRecords'] => {
  if (dnsZone === null || vrf !== null) return [];
  const name = gatewayName({ datacenter, vlanId, serviceVlan }, dnsZone);
  const addresses = ipv6Gateway === null ? [gateway] : [gateway, ipv6Gateway];
  return addresses.map((address) => ({ name, address }));
};

/** What a network wishes of its router, from what was asked for and what was allocated. */
export const networkWish = (
  networkId: string,
  request: ResolvedRequest,
  allocation: AllocationResult,
): NetworkWish => {
  const { firewallProfile, bgpEnabled, vrf = null, dnsZone = null } = request;
  return {
    networkId,
    vlanId: allocation.vlanId,
    subnet: allocation.subnet,
    gateway: allocation.gateway,
    dhcpRange: allocation.dhcpRange,
    // None: the gateway itself resolves, and the datacenter says what it asks.
    dnsServers: [],
    dnsDomain: dnsZone,
    leaseSeconds: LEASE_SECONDS,
    dhcpOptions: [],
    firewallProfile,
    // Pools hold private addresses: whoever may reach the Internet gets no answer without it. A
    // network of the profile isolated opens no connection, and what management opens needs none; a
    // table of its own does not lead there.
    nat: vrf === null && firewallProfile !== 'isolated',
    vrf,
    routes: [],
    bgpEnabled,
    dnsRecords: dnsRecordsOf(request, allocation),
    ipv6: ipv6Of(allocation),
    mtu: 1_500,
  };
};
