import type { AllocationPreview, NetworkAllocatedData } from '@ferrule/ipam-contracts';
import type { AllocationResult, Reason } from '@ferrule/provisioning-contracts';

/** A VLAN carries a /64: the first of what the network has of IPv6. */
const onTheVlan = (prefix: string): string => prefix.replace(/\/\d+$/, '/64');

const ipv6Of = (prefix: string | undefined, gateway: string | undefined) =>
  prefix === undefined || gateway === undefined
    ? { ipv6Prefix: null, ipv6Subnet: null, ipv6Gateway: null }
    : { ipv6Prefix: prefix, ipv6Subnet: onTheVlan(prefix), ipv6Gateway: gateway };

/** What ipam gave, in the words of a job. */
export const allocationOf = ({
  vlanId,
  serviceVlan = null,
  subnet,
  gateway,
  dhcpRange,
  prefixes,
}: NetworkAllocatedData): AllocationResult => {
  const second = prefixes?.[1];
  const ipv6 = ipv6Of(second?.prefix, second?.gateway);
  return { vlanId, serviceVlan, subnet, gateway, dhcpRange, ...ipv6 };
};

/** What ipam would give. */
export const previewOf = ({
  vlanId,
  serviceVlan,
  subnet,
  gateway,
  dhcpRange,
  ipv6,
  ipv6Gateway,
}: AllocationPreview): AllocationResult => ({
  ...{ vlanId, serviceVlan, subnet, gateway, dhcpRange },
  ...ipv6Of(ipv6 ?? undefined, ipv6Gateway ?? undefined),
});

const FIELDS: Readonly<Record<string, string>> = {
  ipv6Size: 'ipv6',
  subnet: 'prefix',
  vrfId: 'vrf',
  zone: 'dnsZone',
};

/** What ipam found wanting, in the words of whoever asked for the network. */
export const ofRequest = <Said extends Pick<Reason, 'code' | 'field'>>(said: Said): Said => ({
  ...said,
  code: said.code === 'PREFIX_EXHAUSTED' ? 'POOL_EXHAUSTED' : said.code,
  field: said.field === null ? null : (FIELDS[said.field] ?? said.field),
});
