import { Rejection } from '@ferrule/kernel';
import type {
  DeprovisionNetworkRequest,
  ProvisionNetworkRequest,
  ResolvedRemoval,
  ResolvedRequest,
} from '@ferrule/provisioning-contracts';
import { checkPrefix } from './chosen-prefix.ts';

/** What can be asked for where. */
export interface Datacenter {
  readonly id: string;
  /** Its router, by its id. */
  readonly router: string;
  readonly bgp: boolean;
}

/** What is routed everywhere: the router's own table. */
export const MAIN_VRF = 'default';

export const findDatacenter = (id: string, datacenters: readonly Datacenter[]): Datacenter => {
  const datacenter = datacenters.find((each) => each.id === id);
  if (datacenter !== undefined) return datacenter;
  throw new Rejection('DATACENTER_NOT_FOUND', `there is no datacenter ${id}`, {
    field: 'datacenter',
    suggestion: `ask for one of: ${datacenters.map((each) => each.id).join(', ')}`,
  });
};

/** What leads nowhere cannot be announced, and the main table is no table of its own. */
const checkVrf = (vrf: string, bgpEnabled: boolean): void => {
  if (vrf === 'main' || vrf === MAIN_VRF)
    throw new Rejection('VRF_INVALID', `${vrf} is where networks are that ask for no VRF`, {
      field: 'vrf',
      suggestion: 'leave vrf out',
    });
  if (bgpEnabled)
    throw new Rejection('BGP_NOT_AVAILABLE', 'nothing of a VRF is announced', {
      field: 'options.bgpEnabled',
      suggestion: 'leave options.bgpEnabled out, or vrf',
    });
};

const ipv6Of = (ipv6: boolean | string | undefined): string | null => {
  if (ipv6 === true) return '/64';
  return typeof ipv6 === 'string' ? ipv6 : null;
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
  if (request.vrf !== undefined) checkVrf(request.vrf, bgpEnabled);
  if (request.prefix !== undefined) checkPrefix(request.prefix, request.size);
  return {
    clientId: request.clientId,
    type: request.type ?? 'production',
    datacenter: request.datacenter,
    size: request.size,
    enableDHCP: request.options?.enableDHCP ?? true,
    firewallProfile: request.options?.firewallProfile ?? 'standard',
    bgpEnabled,
    description: request.options?.description ?? null,
    ipv6: ipv6Of(request.ipv6),
    prefix: request.prefix ?? null,
    vrf: request.vrf ?? null,
    dnsZone: request.dnsZone ?? null,
    dryRun: request.dryRun ?? false,
    tags: request.tags ?? [],
    ticket: request.ticket ?? null,
  };
};

export const resolveRemoval = ({
  networkId,
  force,
  reason,
  ticket,
}: DeprovisionNetworkRequest): ResolvedRemoval => ({
  networkId,
  force: force ?? false,
  reason: reason ?? null,
  ticket: ticket ?? null,
});

/** What is allowed and should still be known to whoever asked for it. */
export const warningsOf = (request: ResolvedRequest): readonly string[] =>
  request.firewallProfile === 'open'
    ? ['firewallProfile open allows all traffic from and to the network; it is not recommended']
    : [];
