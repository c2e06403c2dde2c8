import { describe, expect, it } from '@jest/globals';
import {
  JOB_EXAMPLE,
  PROVISION_NETWORK_EXAMPLE,
  type ProvisionNetworkRequest,
  type ResolvedRequest,
} from '@ferrule/provisioning-contracts';
import 'reflect-metadata';
import { isSameRequest } from './same-request.ts';

const seen: ResolvedRequest = JOB_EXAMPLE.request;
const asked = PROVISION_NETWORK_EXAMPLE;

describe('a request that is repeated', () => {
  it('is the same when it says the same, or leaves to the default what was the default', () => {
    expect(isSameRequest(seen, asked)).toBe(true);
    const { description } = PROVISION_NETWORK_EXAMPLE.options;
    const { clientId, datacenter, size } = asked;
    expect(isSameRequest(seen, { clientId, datacenter, size, options: { description } })).toBe(
      true,
    );
    expect(isSameRequest(seen, { ...asked, ipv6: false, dryRun: false, tags: [] })).toBe(true);
    expect(isSameRequest({ ...seen, ipv6: '/64' }, { ...asked, ipv6: true })).toBe(true);
  });

  it.each<Partial<ProvisionNetworkRequest>>([
    { clientId: 'other' },
    { type: 'staging' },
    { datacenter: 'DC2' },
    { size: '/25' },
    { ipv6: true },
    { prefix: '172.16.150.0/24' },
    { vrf: 'acme' },
    { dnsZone: 'dc1.example' },
    { dryRun: true },
    { tags: ['web'] },
    { ticket: 'CHG-1' },
    { options: { enableDHCP: false } },
    { options: { ...PROVISION_NETWORK_EXAMPLE.options, firewallProfile: 'open' } },
    { options: { ...PROVISION_NETWORK_EXAMPLE.options, bgpEnabled: true } },
    { options: { ...PROVISION_NETWORK_EXAMPLE.options, description: 'another' } },
  ])('is another one with %j', (more) => {
    expect(isSameRequest(seen, { ...asked, ...more })).toBe(false);
    expect(isSameRequest(null, asked)).toBe(false);
  });
});
