import { describe, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';
import { CatalogView } from '../space/catalog.view.ts';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));

const create = (numberPoolId: string, more: object = {}) =>
  ipam.run({
    type: 'CreateNumberPool',
    data: { numberPoolId, kind: 'asn', first: 65_100, last: 65_104, ...more },
  });
const allocate = (numberId: string, more: object = {}, message?: string) =>
  ipam.run(
    { type: 'AllocateNumber', data: { numberId, numberPoolId: 'clusters', ...more } },
    message === undefined ? {} : { message },
  );
const release = (numberId: string) =>
  ipam.run({ type: 'ReleaseNumber', data: { numberId, numberPoolId: 'clusters' } });

describe('a pool of AS numbers', () => {
  it('hands out the lowest that is free, or the one that is asked for, each once', async () => {
    await create('clusters');
    expect(await allocate('k-1')).toMatchObject([{ data: { number: 65_100 } }]);
    expect(await allocate('k-3', { number: 65_103 })).toMatchObject([{ data: { number: 65_103 } }]);
    expect(await allocate('k-1')).toHaveLength(1);
    const rest = await Promise.all(['k-2', 'k-4', 'k-5'].map((id) => allocate(id)));
    const numbers = rest.flat().map(({ data }) => ('number' in data ? data.number : 0));
    expect(numbers.sort()).toEqual([65_101, 65_102, 65_104]);
    await expect(allocate('k-6')).rejects.toMatchObject({
      code: 'NUMBERS_EXHAUSTED',
      detail: { rangeStart: '65100', rangeEnd: '65104' },
    });
  });

  it('takes back what is released, as one interval again', async () => {
    for (const n of [1, 2, 3, 4, 5]) await release(`k-${n}`);
    expect(await ipam.query('select first::integer, last::integer from number_free')).toEqual([
      { first: 65_100, last: 65_104 },
    ]);
    await ipam.run({ type: 'RetireNumberPool', data: { numberPoolId: 'clusters' } });
    await expect(allocate('late')).rejects.toMatchObject({ code: 'NUMBER_POOL_NOT_FOUND' });
  });

  it('handles a message once, however often it comes', async () => {
    await create('clusters2', { first: 64_512, last: 64_520 });
    const asked = { numberPoolId: 'clusters2' };
    for (let n = 0; n < 3; n += 1) await allocate('once', asked, 'the-same');
    expect(await ipam.instance().app.get(CatalogView).numberPools()).toMatchObject({
      numberPools: [{ numberPoolId: 'clusters2', held: 1, free: 8 }],
    });
  });

  it.each<[string, object, string, string]>([
    ['AS 0', { first: 0 }, 'NUMBER_INVALID', 'first'],
    ['AS 23456', { first: 23_456 }, 'NUMBER_INVALID', 'first'],
    ['more than 32 bits', { last: 4_294_967_296 }, 'NUMBER_INVALID', 'last'],
    ['numbers of another', { first: 64_520, last: 64_530 }, 'NUMBERS_OVERLAP', 'first'],
    [
      'service VLANs of nowhere',
      { kind: 'service-vlan', first: 2, last: 9 },
      'DATACENTER_MISSING',
      'datacenter',
    ],
  ])('is not created with %s', async (_, wrong, code, field) => {
    await expect(create('wrong', wrong)).rejects.toMatchObject({ code, detail: { field } });
  });
});
