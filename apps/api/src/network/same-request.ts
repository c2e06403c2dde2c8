import type { ProvisionNetworkRequest, ResolvedRequest } from '@ferrule/provisioning-contracts';
import canonicalize from 'canonicalize';

const ipv6Of = (ipv6: boolean | string | undefined): string | null => {
  if (ipv6 === true) return '/64';
  return typeof ipv6 === 'string' ? ipv6 : null;
};

/** The request as a job shows it, with every default filled in. */
const filledIn = ({
  options = {},
  ipv6,
  ...asked
}: ProvisionNetworkRequest): Required<ResolvedRequest> => ({
  clientId: asked.clientId,
  type: asked.type ?? 'production',
  datacenter: asked.datacenter,
  size: asked.size,
  enableDHCP: options.enableDHCP ?? true,
  firewallProfile: options.firewallProfile ?? 'standard',
  bgpEnabled: options.bgpEnabled ?? false,
  description: options.description ?? null,
  ipv6: ipv6Of(ipv6),
  prefix: asked.prefix ?? null,
  vrf: asked.vrf ?? null,
  dnsZone: asked.dnsZone ?? null,
  dryRun: asked.dryRun ?? false,
  tags: asked.tags ?? [],
  ticket: asked.ticket ?? null,
});

/** What jobs do not say that are older than it. */
const UNSAID: Partial<ResolvedRequest> = {
  ...{ ipv6: null, prefix: null, vrf: null, dnsZone: null },
  ...{ dryRun: false, tags: [], ticket: null },
};

/** Whether a job carries out what is asked for. */
export const isSameRequest = (
  seen: ResolvedRequest | null,
  asked: ProvisionNetworkRequest,
): boolean =>
  seen !== null && canonicalize({ ...UNSAID, ...seen }) === canonicalize(filledIn(asked));
