import { describe, expect, it } from '@jest/globals';
import type { AllocatePrefixData } from '@ferrule/ipam-contracts';
import { useDatabase } from '@ferrule/testing';
import { SpaceView } from '../space/space.view.ts';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));

const allocate = (prefixId: string, more: Partial<AllocatePrefixData>) =>
  ipam.run({
    type: 'AllocatePrefix',
    data: { prefixId, spaceId: 'DC1-production', kind: 'prefix', ...more },
  });
const release = (prefixId: string) =>
  ipam.run({ type: 'ReleasePrefix', data: { prefixId, reason: 'done' } });
const free = async (spaceId: string) => {
  const { blocks } = await ipam.instance().app.get(SpaceView).freeBlocks({ spaceId });
  return blocks.map(({ prefix }) => prefix);
};

describe('a prefix', () => {
  it('is the next free one of a size, or the one that is asked for', async () => {
    expect(await allocate('next', { size: '/20' })).toMatchObject([
      { data: { prefix: '172.16.0.0/20', vrfId: 'default', tenant: 'acme' } },
    ]);
    expect(await allocate('this', { prefix: '172.16.240.0/20' })).toMatchObject([
      { data: { prefix: '172.16.240.0/20' } },
    ]);
    expect(await allocate('this', { prefix: '172.16.240.0/20' })).toHaveLength(1);
  });

  it('of a reservation is never handed out', async () => {
    await allocate('kept', { prefix: '172.16.16.0/20', kind: 'reservation' });
    expect(await allocate('after', { size: '/20' })).toMatchObject([
      { data: { prefix: '172.16.32.0/20' } },
    ]);
  });

  it('that is a container is allocated in, and goes when it is empty', async () => {
    await allocate('box', { prefix: '172.16.128.0/20', kind: 'container' });
    await allocate('inside', { spaceId: 'box', size: '/22' });
    await allocate('inner', { spaceId: 'box', size: '/22', kind: 'container' });
    expect(await allocate('deep', { spaceId: 'inner', size: '/28' })).toMatchObject([
      { data: { prefix: '172.16.132.0/28' } },
    ]);
    expect(await free('box')).toEqual(['172.16.136.0/21']);
    await expect(release('box')).rejects.toMatchObject({ code: 'CONTAINER_IN_USE' });
    for (const id of ['deep', 'inner', 'inside', 'box']) await release(id);
    expect(await free('box')).toEqual([]);
    expect(await free('DC1-production')).toContain('172.16.128.0/18');
  });

  it('is split into equal parts that are released each alone', async () => {
    await allocate('whole', { prefix: '172.16.64.0/24' });
    const split = { type: 'SplitPrefix', data: { prefixId: 'whole', size: '/26' } } as const;
    expect((await ipam.run(split)).at(-1)).toMatchObject({
      data: { parts: [1, 2, 3, 4].map((n) => ({ prefixId: `whole-${n}` })) },
    });
    expect(await ipam.run(split)).toHaveLength(2);
    for (const n of [1, 2, 3, 4]) await release(`whole-${n}`);
    expect(await free('DC1-production')).toContain('172.16.64.0/18');
  });

  it('whose release overtakes its allocation is closed', async () => {
    await release('early');
    await expect(allocate('early', { size: '/24' })).rejects.toMatchObject({
      code: 'PREFIX_CLOSED',
      detail: { field: 'prefixId' },
    });
  });

  it('is not released or split by another tenant', async () => {
    const by = { tenant: 'other' };
    const data = { prefixId: 'next', reason: 'mine' };
    await expect(ipam.run({ type: 'ReleasePrefix', data }, by)).rejects.toMatchObject({
      code: 'NOT_THE_OWNER',
    });
  });

  it.each<[string, Partial<AllocatePrefixData>, string, string]>([
    ['host bits', { prefix: '172.16.50.1/24' }, 'PREFIX_INVALID', 'prefix'],
    ['a /33', { prefix: '172.16.50.0/33' }, 'PREFIX_INVALID', 'prefix'],
    ['a size of IPv6', { size: '/64' }, 'SIZE_INVALID', 'size'],
    ['the size of the whole pool', { size: '/16' }, 'SIZE_INVALID', 'size'],
    ['what lies outside', { prefix: '10.0.0.0/24' }, 'PREFIX_OUTSIDE_SPACE', 'prefix'],
    ['what is held', { prefix: '172.16.0.0/24' }, 'PREFIX_NOT_FREE', 'prefix'],
    ['neither size nor prefix', {}, 'SIZE_OR_PREFIX', 'size'],
    ['an unknown space', { spaceId: 'x', size: '/24' }, 'SPACE_NOT_FOUND', 'spaceId'],
    ['more than there is', { size: '/17' }, 'PREFIX_EXHAUSTED', 'size'],
  ])('is refused for %s, with the field, and nothing changes', async (_, wrong, code, field) => {
    const before = await ipam.query('select * from free_block order by space, block');
    await expect(allocate('wrong', wrong)).rejects.toMatchObject({ code, detail: { field } });
    expect(await ipam.query('select * from free_block order by space, block')).toEqual(before);
  });
});
