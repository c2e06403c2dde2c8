import { Rejection } from '@ferrule/kernel';
import type { ProvisionNetworkRequest, ResolvedRequest } from '@ferrule/provisioning-contracts';

/** What can be asked for where. */
export interface Datacenter {
  readonly id: string;
  readonly bgp: boolean;
}

/** A request that is well formed, held against what there is, with every default filled in. */
export const resolveRequest = (
  request: ProvisionNetworkRequest,
  datacenters: readonly Datacenter[],
): ResolvedRequest => {
  const datacenter = datacenters.find(({ id }) => id === request.datacenter);
  if (datacenter === undefined)
    throw new Rejection('DATACENTER_NOT_FOUND', `there is no datacenter ${request.datacenter}`, {
      field: 'datacenter',
      suggestion: `ask for one of: ${datacenters.map(({ id }) => id).join(', ')}`,
    });
  const bgpEnabled = request.options?.bgpEnabled ?? false;
  if (bgpEnabled && !datacenter.bgp)
    throw new Rejection('BGP_NOT_AVAILABLE', `datacenter ${datacenter.id} announces no prefixes`, {
      field: 'options.bgpEnabled',
      suggestion: 'leave options.bgpEnabled out',
    });
  return {
    clientId: request.clientId,
    type: request.type ?? 'production',
    datacenter: request.datacenter,
    size: request.size,
    enableDHCP: request.options?.enableDHCP ?? true,
    firewallProfile: request.options?.firewallProfile ?? 'standard',
    bgpEnabled,
    description: request.options?.description ?? null,
  };
};

/** What is allowed and should still be known to whoever asked for it. */
export const warningsOf = (request: ResolvedRequest): readonly string[] =>
  request.firewallProfile === 'open'
    ? ['firewallProfile open allows all traffic from and to the network; it is not recommended']
    : [];
