import type { AllocationResult, ResolvedRequest } from '@ferrule/provisioning-contracts';
import type { NetworkWish } from '@ferrule/router-contracts';

/** Long enough that a client is not asked twice an hour, short enough that a range of a hundred refills. */
const LEASE_SECONDS = 3_600;

/** What a network wishes of its router, from what was asked for and what was allocated. */
export const networkWish = (
  networkId: string,
  request: ResolvedRequest,
  { vlanId, subnet, gateway, dhcpRange }: AllocationResult,
): NetworkWish => ({
  networkId,
  vlanId,
  subnet,
  gateway,
  dhcpRange,
  // None: the gateway itself resolves, and the datacenter says what it asks.
  dnsServers: [],
  dnsDomain: null,
  leaseSeconds: LEASE_SECONDS,
  dhcpOptions: [],
  firewallProfile: request.firewallProfile,
  // Pools hold private addresses: whoever may reach the Internet gets no answer without it. A
  // network of the profile isolated opens no connection, and what management opens needs none.
  nat: request.firewallProfile !== 'isolated',
  vrf: null,
  routes: [],
  bgpEnabled: request.bgpEnabled,
  dnsRecords: [],
  ipv6: null,
  mtu: 1_500,
});
