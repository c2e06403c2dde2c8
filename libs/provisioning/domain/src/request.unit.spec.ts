import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@ferrule/kernel';
import type { ProvisionNetworkRequest } from '@ferrule/provisioning-contracts';
import { resolveRemoval, resolveRequest } from '@ferrule/provisioning-domain';

const datacenters = [
  { id: 'DC1', router: 'dc1-r1', bgp: false },
  { id: 'DC2', router: 'dc2-r1', bgp: true },
];
/** What nobody asked for. */
const NONE = {
  ...{ ipv6: null, prefix: null, vrf: null, dnsZone: null },
  ...{ dryRun: false, tags: [], ticket: null },
};
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
      ...NONE,
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
    ).toEqual({ ...least, type: 'storage', datacenter: 'DC2', ...options, ...NONE });
    const more = {
      ...{ prefix: '172.16.150.0/24', vrf: 'acme', dnsZone: 'acme.example' },
      ...{ dryRun: true, tags: ['web'], ticket: 'CHG-4711' },
    };
    expect(resolveRequest({ ...least, ...more }, datacenters)).toMatchObject(more);
  });

  it('for IPv6 means a /64, unless it says how much more', () => {
    const sizes = [true, false, '/56'].map(
      (ipv6) => resolveRequest({ ...least, ipv6 }, datacenters).ipv6,
    );
    expect(sizes).toEqual(['/64', null, '/56']);
  });

  it.each([
    [{ prefix: '172.16.150.9/24' }, 'PREFIX_INVALID', 'prefix'],
    [{ prefix: '172.16.256.0/24' }, 'PREFIX_INVALID', 'prefix'],
    [{ prefix: '172.16.150.0/25' }, 'PREFIX_SIZE_MISMATCH', 'prefix'],
    [{ vrf: 'main' }, 'VRF_INVALID', 'vrf'],
    [{ vrf: 'default' }, 'VRF_INVALID', 'vrf'],
    [
      { datacenter: 'DC2', vrf: 'acme', options: { bgpEnabled: true } },
      'BGP_NOT_AVAILABLE',
      'options.bgpEnabled',
    ],
  ])('that cannot be as %j is refused, by its field and with a way out', (more, code, field) => {
    expect(refusal({ ...least, ...more })).toMatchObject({ code, detail: { field } });
  });

  it('says what the prefix would be of which a host was asked for', () => {
    expect(refusal({ ...least, prefix: '172.16.150.9/24' })).toMatchObject({
      detail: { suggestion: 'ask for 172.16.150.0/24' },
    });
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

describe('a removal', () => {
  it('is not forced unless it says so', () => {
    expect(resolveRemoval({ networkId: 'net-1' })).toEqual({
      ...{ networkId: 'net-1', force: false, reason: null, ticket: null },
    });
    const more = { force: true, reason: 'gone', ticket: 'CHG-1' };
    expect(resolveRemoval({ networkId: 'net-1', ...more })).toMatchObject(more);
  });
});
