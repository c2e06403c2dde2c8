import { Rejection } from '@ferrule/kernel';
import type { ProvisionNetworkRequest, ResolvedRequest } from '@ferrule/provisioning-contracts';

/** What can be asked for where. */
export interface Datacenter {
  readonly id: string;
  /** Its router, by its id. */
  readonly router: string;
  readonly bgp: boolean;
}

export const findDatacenter = (id: string, datacenters: readonly Datacenter[]): Datacenter => {
  const datacenter = datacenters.find((each) => each.id === id);
  if (datacenter !== undefined) return datacenter;
  throw new Rejection('DATACENTER_NOT_FOUND', `there is no datacenter ${id}`, {
    field: 'datacenter',
    suggestion: `ask for one of: ${datacenters.map((each) => each.id).join(', ')}`,
  });
};

/** A request that is well formed, held against what there is, with every default filled in. */
export const resolveRequest = (
  request: ProvisionNetworkRequest,
  datacenters: readonly Datacenter[],
): ResolvedRequest => {
  const datacenter = findDatacenter(request.datacenter, datacenters);
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
