import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@ferrule/kernel';
import type { ProvisionNetworkRequest } from '@ferrule/provisioning-contracts';
import { resolveRequest } from '@ferrule/provisioning-domain';

const datacenters = [
  { id: 'DC1', router: 'dc1-r1', bgp: false },
  { id: 'DC2', router: 'dc2-r1', bgp: true },
];
const least = { clientId: 'acme-corp', datacenter: 'DC1', size: '/24' };
const refusal = (request: ProvisionNetworkRequest): unknown => {
  try {
    return resolveRequest(request, datacenters);
  } catch (error) {
    return error;
  }
};

describe('a request', () => {
  it('gets its defaults', () => {
    expect(resolveRequest(least, datacenters)).toEqual({
      ...least,
      type: 'production',
      enableDHCP: true,
      firewallProfile: 'standard',
      bgpEnabled: false,
      description: null,
    });
  });

  it('keeps what it says', () => {
    const options = {
      enableDHCP: false,
      firewallProfile: 'isolated',
      bgpEnabled: true,
      description: 'cameras',
    } as const;
    expect(
      resolveRequest({ ...least, type: 'storage', datacenter: 'DC2', options }, datacenters),
    ).toEqual({ ...least, type: 'storage', datacenter: 'DC2', ...options });
  });

  it('for a datacenter that is not there is refused by that field, with those that are', () => {
    const error = refusal({ ...least, datacenter: 'DC9' });
    expect(error).toBeInstanceOf(Rejection);
    expect(error).toMatchObject({
      code: 'DATACENTER_NOT_FOUND',
      detail: { field: 'datacenter', suggestion: 'ask for one of: DC1, DC2' },
    });
  });

  it('for BGP where nothing is announced is refused, never ignored', () => {
    expect(refusal({ ...least, options: { bgpEnabled: true } })).toMatchObject({
      code: 'BGP_NOT_AVAILABLE',
      detail: { field: 'options.bgpEnabled' },
    });
  });
});
