import { describe, expect, it } from '@jest/globals';
import type { NetworkAllocatedData } from '@ferrule/ipam-contracts';
import { allocationOf, ofRequest } from './ipam-answers.ts';

const allocated: NetworkAllocatedData = {
  ...{ networkId: 'net-1', clientId: 'acme-corp', type: 'production', datacenter: 'DC2' },
  ...{ size: '/24', enableDHCP: true, poolId: 'DC2-production', vlanId: 150, serviceVlan: 1000 },
  ...{ subnet: '172.20.150.0/24', gateway: '172.20.150.1', dhcpRange: null },
  prefixes: [
    { poolId: 'DC2-production', prefix: '172.20.150.0/24', gateway: '172.20.150.1' },
    { poolId: 'DC2-six', prefix: '2001:db8:2::/56', gateway: '2001:db8:2::1' },
  ],
};

describe('what ipam gave', () => {
  it('is told with both tags and both families, and the /64 that the VLAN carries', () => {
    expect(allocationOf(allocated)).toEqual({
      ...{ vlanId: 150, serviceVlan: 1000, subnet: '172.20.150.0/24' },
      ...{ gateway: '172.20.150.1', dhcpRange: null },
      ...{ ipv6Prefix: '2001:db8:2::/56', ipv6Subnet: '2001:db8:2::/64' },
      ipv6Gateway: '2001:db8:2::1',
    });
  });

  it('is one family where nothing else is said', () => {
    const { prefixes: _, serviceVlan: __, ...old } = allocated;
    expect(allocationOf(old)).toMatchObject({ serviceVlan: null, ipv6Subnet: null });
  });
});

describe('what ipam found wanting', () => {
  it.each([
    [
      { code: 'PREFIX_EXHAUSTED', field: 'size' },
      { code: 'POOL_EXHAUSTED', field: 'size' },
    ],
    [
      { code: 'PREFIX_NOT_FREE', field: 'subnet' },
      { code: 'PREFIX_NOT_FREE', field: 'prefix' },
    ],
    [
      { code: 'POOL_NOT_FOUND', field: 'ipv6Size' },
      { code: 'POOL_NOT_FOUND', field: 'ipv6' },
    ],
    [
      { code: 'POOL_NOT_FOUND', field: 'vrfId' },
      { code: 'POOL_NOT_FOUND', field: 'vrf' },
    ],
    [
      { code: 'NETWORK_CLOSED', field: null },
      { code: 'NETWORK_CLOSED', field: null },
    ],
  ])('is told in the words of the request: %j', (said, told) => {
    expect(ofRequest(said)).toEqual(told);
  });
});
