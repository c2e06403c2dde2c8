import { describe, it } from '@jest/globals';
import type { PoolData } from '@ferrule/ipam-contracts';
import {
  numberDecider,
  numberPoolDecider,
  poolDecider,
  quotaDecider,
  supernetDecider,
  vlanGroupDecider,
  vrfDecider,
} from '@ferrule/ipam-domain';
import { deciderSpec } from '@ferrule/testing';

const givenVrf = deciderSpec(vrfDecider);
const givenSupernet = deciderSpec(supernetDecider);
const givenGroup = deciderSpec(vlanGroupDecider);
const givenQuota = deciderSpec(quotaDecider);
const givenNumbers = deciderSpec(numberPoolDecider);
const givenNumber = deciderSpec(numberDecider);

const pool: PoolData = {
  poolId: 'DC1-lab',
  vrfId: 'default',
  prefix: '10.0.0.0/16',
  datacenter: 'DC1',
  policy: 'lowest',
  types: ['lab'],
  quarantineSeconds: 60,
};

describe('a pool', () => {
  const given = deciderSpec(poolDecider);
  const create = (data = pool) => ({ type: 'CreatePool' as const, data });
  const created = { type: 'PoolCreated' as const, data: pool };
  const ref = { poolId: 'DC1-lab' };
  const rules = { policy: 'lowest' as const, types: ['lab'], quarantineSeconds: 60 };

  it('is created once; asked for again with something else it is refused', () => {
    given().when(create()).then(created);
    given(created).when(create()).then();
    given(created)
      .when(create({ ...pool, prefix: '10.1.0.0/16' }))
      .thenRejects('POOL_EXISTS');
  });

  it('has a prefix without host bits, and in IPv6 none larger than a /32', () => {
    given()
      .when(create({ ...pool, prefix: '10.0.0.1/16' }))
      .thenRejects('PREFIX_INVALID');
    given()
      .when(create({ ...pool, prefix: '2001::/16' }))
      .thenRejects('PREFIX_TOO_LARGE');
  });

  it('is adjusted to other rules, and only where they differ', () => {
    const adjust = (data: object) => ({ type: 'AdjustPool' as const, data: { ...ref, ...data } });
    given(created)
      .when(adjust({ quarantineSeconds: 5 }))
      .then({ type: 'PoolAdjusted', data: { ...ref, ...rules, quarantineSeconds: 5 } });
    given(created)
      .when(adjust({ quarantineSeconds: 60 }))
      .then();
    given(created)
      .when(adjust({ policy: 'aligned' }))
      .thenRejects('VLAN_GROUP_MISSING');
    given().when(adjust({})).thenRejects('POOL_NOT_FOUND');
  });

  it('is retired once, and its id is never used again', () => {
    const retire = { type: 'RetirePool' as const, data: ref };
    const retired = { type: 'PoolRetired' as const, data: ref };
    given(created).when(retire).then(retired);
    given(created, retired).when(retire).then();
    given(created, retired).when(create()).thenRejects('POOL_RETIRED');
    given().when(retire).thenRejects('POOL_NOT_FOUND');
  });
});

describe('what pools are part of', () => {
  it('is created and retired once', () => {
    const vrf = { vrfId: 'blue' };
    givenVrf().when({ type: 'CreateVrf', data: vrf }).then({ type: 'VrfCreated', data: vrf });
    givenVrf({ type: 'VrfCreated', data: vrf }).when({ type: 'CreateVrf', data: vrf }).then();
    givenVrf().when({ type: 'RetireVrf', data: vrf }).thenRejects('VRF_NOT_FOUND');
  });

  it('is a supernet with a prefix', () => {
    const data = { supernetId: 's', vrfId: 'default', prefix: '10.0.0.0/8', role: 'production' };
    givenSupernet().when({ type: 'AddSupernet', data }).then({ type: 'SupernetAdded', data });
    givenSupernet()
      .when({ type: 'AddSupernet', data: { ...data, prefix: '10.0.0.0/33' } })
      .thenRejects('PREFIX_INVALID');
  });

  it('is a group of VLANs from 2 to 4094', () => {
    const data = { vlanGroupId: 'g', datacenter: 'DC2', serviceVlan: 1000, first: 2, last: 4094 };
    const create = (more: object) => ({
      type: 'CreateVlanGroup' as const,
      data: { ...data, ...more },
    });
    givenGroup().when(create({})).then({ type: 'VlanGroupCreated', data });
    for (const wrong of [{ first: 0 }, { first: 1 }, { last: 4095 }, { serviceVlan: -1 }])
      givenGroup().when(create(wrong)).thenRejects('VLAN_INVALID');
    givenGroup()
      .when(create({ first: 9, last: 8 }))
      .thenRejects('RANGE_INVALID');
  });

  it('is a quota, which says so only when it changes', () => {
    const data = { tenant: 'acme', maxNetworks: 3, maxAddresses: null };
    const set = { type: 'TenantQuotaSet' as const, data };
    givenQuota().when({ type: 'SetTenantQuota', data }).then(set);
    givenQuota(set).when({ type: 'SetTenantQuota', data }).then();
  });
});

describe('a number', () => {
  const data = { numberPoolId: 'asn', kind: 'asn' as const, first: 65_100, last: 65_299 };

  it('comes from a pool of numbers that exist', () => {
    givenNumbers()
      .when({ type: 'CreateNumberPool', data })
      .then({ type: 'NumberPoolCreated', data });
    givenNumbers()
      .when({ type: 'CreateNumberPool', data: { ...data, last: 65_535 } })
      .thenRejects('NUMBER_INVALID');
    givenNumbers()
      .when({ type: 'CreateNumberPool', data: { ...data, kind: 'service-vlan', last: 65_200 } })
      .thenRejects('NUMBER_INVALID');
  });

  it('is handed out once under an id, and a release that comes first closes the id', () => {
    const ref = { numberId: 'k8s-1', numberPoolId: 'asn' };
    const ask = { type: 'AllocateNumber' as const, data: ref, found: 65_100 };
    const got = { type: 'NumberAllocated' as const, data: { ...ref, number: 65_100 } };
    const release = { type: 'ReleaseNumber' as const, data: ref };
    givenNumber().when(ask).then(got);
    givenNumber(got)
      .when({ ...ask, found: 65_101 })
      .then();
    givenNumber(got)
      .when(release)
      .then({ type: 'NumberReleased', data: { ...ref, number: 65_100 } });
    const closed = { type: 'NumberReleased' as const, data: { ...ref, number: null } };
    givenNumber().when(release).then(closed);
    givenNumber(closed).when(ask).thenRejects('NUMBER_CLOSED');
  });
});
