import { describe, it } from '@jest/globals';
import type {
  AddressesInUse,
  AllocateNetworkData,
  NetworkAllocatedData,
  NetworkEvent,
} from '@ferrule/ipam-contracts';
import {
  NETWORK_CLOSED,
  type NetworkCommand,
  networkDecider,
  type Offer,
  type Shortage,
} from '@ferrule/ipam-domain';
import { deciderSpec } from '@ferrule/testing';

const given = deciderSpec(networkDecider);

const wish: AllocateNetworkData = {
  networkId: 'net-1',
  clientId: 'acme-corp',
  type: 'production',
  datacenter: 'DC1',
  size: '/24',
  enableDHCP: true,
};
const block = { poolId: 'DC1-production', prefix: '172.16.150.0/24' };
const offer: Offer = { vrfId: 'default', vlanId: 150, serviceVlan: null, blocks: [block] };
const full: Shortage = {
  code: 'PREFIX_EXHAUSTED',
  field: 'size',
  message: 'pool DC1-production has no free /24',
  suggestion: 'release a network',
  resource: 'addresses',
  current: 65_536,
  maximum: 65_536,
  rangeStart: '172.16.0.0/16',
  rangeEnd: '172.16.0.0/16',
};
const allocate = (offered: Offer | Shortage = offer, data = wish): NetworkCommand => ({
  type: 'AllocateNetwork',
  data,
  offer: offered,
  tenant: 'acme',
});
const release = (
  changed: Partial<{
    tenant: string;
    inUse: AddressesInUse;
    quarantineSeconds: number;
    force: boolean;
  }> = {},
): NetworkCommand => {
  const { force, ...rest } = changed;
  const data = { networkId: 'net-1', reason: 'undone', ...(force !== undefined && { force }) };
  const usual = { tenant: 'acme', quarantineSeconds: 60, inUse: { count: 0, first: [] } };
  return { type: 'ReleaseNetwork', data, ...usual, ...rest };
};
const allocatedData: NetworkAllocatedData = {
  ...wish,
  vrfId: 'default',
  vlanId: 150,
  serviceVlan: null,
  tenant: 'acme',
  poolId: 'DC1-production',
  subnet: '172.16.150.0/24',
  gateway: '172.16.150.1',
  dhcpRange: '172.16.150.100-172.16.150.200',
  prefixes: [{ ...block, gateway: '172.16.150.1' }],
};
const allocated: NetworkEvent = { type: 'NetworkAllocated', data: allocatedData };
const refused: NetworkEvent = { type: 'NetworkAllocationRefused', data: { ...wish, ...full } };
const ref = { networkId: 'net-1', reason: 'undone' };
const released: NetworkEvent = {
  type: 'NetworkReleased',
  data: { ...ref, subnet: '172.16.150.0/24', vlanId: 150, quarantineSeconds: 60 },
};
const closedEarly: NetworkEvent = {
  type: 'NetworkReleased',
  data: { ...ref, subnet: null, vlanId: null },
};

describe('a network', () => {
  it('is allocated with its gateway and the range that its hosts get addresses from', () => {
    given().when(allocate()).then(allocated);
  });

  it('has no range without DHCP', () => {
    const without = { ...wish, enableDHCP: false };
    given()
      .when(allocate(offer, without))
      .then({ type: 'NetworkAllocated', data: { ...allocatedData, ...without, dhcpRange: null } });
  });

  it('of both families has two prefixes, and the first is its subnet', () => {
    const second = { poolId: 'DC1-v6', prefix: '2001:db8:150::/64' };
    given()
      .when(allocate({ ...offer, serviceVlan: 1000, blocks: [block, second] }))
      .then({
        type: 'NetworkAllocated',
        data: {
          ...allocatedData,
          serviceVlan: 1000,
          prefixes: [
            { ...block, gateway: '172.16.150.1' },
            { ...second, gateway: '2001:db8:150::1' },
          ],
        },
      });
  });

  it('is allocated once, however often it is asked for and whatever is offered then', () => {
    given(allocated).when(allocate()).then();
    given(allocated)
      .when(allocate({ ...offer, vlanId: 151 }))
      .then();
    given(allocated).when(allocate(full)).then();
  });

  it('that finds its pool full is refused, as an event that whoever waits can read', () => {
    given().when(allocate(full)).then(refused);
    given(refused).when(allocate()).then();
  });

  it('is released with what it held, once', () => {
    given(allocated).when(release()).then(released);
    given(allocated, released).when(release()).then(closedEarly);
  });

  it('that has nothing to give back is said to be released to whoever asks', () => {
    given(refused).when(release()).then(closedEarly);
    given(refused, closedEarly).when(release()).then(closedEarly);
  });

  it('that was allocated before events said whose it is can be released', () => {
    const { tenant: _, vrfId: __, prefixes: ___, serviceVlan: ____, ...old } = allocatedData;
    given({ type: 'NetworkAllocated', data: old }).when(release()).then(released);
  });

  it('whose release overtakes its allocation is closed, and then refused', () => {
    given().when(release()).then(closedEarly);
    given(closedEarly)
      .when(allocate())
      .then({ type: 'NetworkAllocationRefused', data: { ...wish, ...NETWORK_CLOSED } });
  });

  it('is not released by a tenant that does not have it', () => {
    given(allocated)
      .when(release({ tenant: 'other' }))
      .then({
        type: 'NetworkReleaseRefused',
        data: {
          ...ref,
          code: 'NOT_THE_OWNER',
          message: 'network net-1 does not belong to tenant other',
          suggestion: 'have it released by the tenant that asked for it',
        },
      });
  });

  it('is not released while its addresses are in use, unless by force', () => {
    const first = [
      { addressId: 'vm-1', address: '172.16.150.2', hostName: 'web-1' },
      { addressId: 'vm-2', address: '172.16.150.3', hostName: null },
    ];
    const inUse = { count: 5, first };
    given(allocated)
      .when(release({ inUse }))
      .then({
        type: 'NetworkReleaseRefused',
        data: {
          ...ref,
          code: 'NETWORK_IN_USE',
          message:
            '5 addresses of network net-1 are in use: 172.16.150.2 (web-1), 172.16.150.3, and 3 more',
          suggestion: 'release the addresses first, or release the network by force',
          inUse,
        },
      });
    given(allocated)
      .when(release({ inUse, force: true }))
      .then(released);
  });
});
