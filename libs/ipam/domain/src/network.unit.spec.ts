import { describe, it } from '@jest/globals';
import type { AllocateNetworkData, IpamEvent } from '@ferrule/ipam-contracts';
import {
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
const block = { poolId: 'DC1-production', subnet: '172.16.150.0/24', vlanId: 150 };
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
const allocate = (offer: Offer = block, data = wish): NetworkCommand => ({
  type: 'AllocateNetwork',
  data,
  offer,
});
const release: NetworkCommand = {
  type: 'ReleaseNetwork',
  data: { networkId: 'net-1', reason: 'undone' },
};
const allocated: IpamEvent = {
  type: 'NetworkAllocated',
  data: {
    ...wish,
    ...block,
    gateway: '172.16.150.1',
    dhcpRange: '172.16.150.100-172.16.150.200',
  },
};
const refused: IpamEvent = { type: 'NetworkAllocationRefused', data: { ...wish, ...full } };
const released: IpamEvent = {
  type: 'NetworkReleased',
  data: { ...release.data, subnet: block.subnet, vlanId: block.vlanId },
};
const closedEarly: IpamEvent = {
  type: 'NetworkReleased',
  data: { ...release.data, subnet: null, vlanId: null },
};

describe('a network', () => {
  it('is allocated with its gateway and the range that its hosts get addresses from', () => {
    given().when(allocate()).then(allocated);
  });

  it('has no range without DHCP', () => {
    const without = { ...wish, enableDHCP: false };
    given()
      .when(allocate(block, without))
      .then({ type: 'NetworkAllocated', data: { ...allocated.data, ...without, dhcpRange: null } });
  });

  it('is allocated once, however often it is asked for and whatever is offered then', () => {
    given(allocated).when(allocate()).then();
    given(allocated)
      .when(allocate({ ...block, vlanId: 151 }))
      .then();
    given(allocated).when(allocate(full)).then();
  });

  it('that finds its pool full is refused, as an event that whoever waits can read', () => {
    given().when(allocate(full)).then(refused);
    given(refused).when(allocate()).then();
  });

  it('is released with what it held, once', () => {
    given(allocated).when(release).then(released);
    given(allocated, released).when(release).then();
    given(refused).when(release).then();
  });

  it('whose release overtakes its allocation is closed, and then refused', () => {
    given().when(release).then(closedEarly);
    given(closedEarly)
      .when(allocate())
      .then({
        type: 'NetworkAllocationRefused',
        data: {
          ...wish,
          code: 'NETWORK_CLOSED',
          field: 'networkId',
          message: 'this network was released before it was allocated',
          suggestion: 'ask again with a new id',
          resource: null,
          current: null,
          maximum: null,
          rangeStart: null,
          rangeEnd: null,
        },
      });
  });
});
