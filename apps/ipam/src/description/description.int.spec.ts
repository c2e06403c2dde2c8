import { beforeAll, describe, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';
import { HoldingView } from '../holding/holding.view.ts';
import { NetworkView } from '../network/network.view.ts';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { SpaceView } from '../space/space.view.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));
const app = () => ipam.instance().app;

const poolId = 'DC1-production';

beforeAll(async () => {
  await ipam.run({
    type: 'AllocateNetwork',
    data: {
      ...{ networkId: 'net', clientId: 'acme', type: 'production', datacenter: 'DC1' },
      ...{ size: '/24', enableDHCP: true, description: 'old', tags: ['old'] },
    },
  });
  await ipam.run({
    type: 'AllocatePrefix',
    data: { prefixId: 'p', spaceId: poolId, kind: 'prefix', size: '/28', tags: ['old'] },
  });
});

describe('a description', () => {
  it('of a network is what is said last, and what is left out stays', async () => {
    const fields = { rack: 'b12' };
    await ipam.run({ type: 'DescribeNetwork', data: { networkId: 'net', tags: ['new'], fields } });
    const network = () => app().get(NetworkView).get({ networkId: 'net' });
    expect(await network()).toMatchObject({ description: 'old', tags: ['new'], fields });
    await ipam.run({ type: 'DescribeNetwork', data: { networkId: 'net', description: null } });
    expect(await network()).toMatchObject({ description: null, tags: ['new'], fields });
    const { holdings } = await app().get(HoldingView).search({ tag: 'new' });
    expect(holdings).toMatchObject([{ id: 'net', label: null, fields }]);
    expect((await app().get(HoldingView).search({ tag: 'old' })).holdings).toMatchObject([
      { id: 'p' },
    ]);
  });

  it('of a prefix goes on to its parts when it is split, and it is released as before', async () => {
    const data = { prefixId: 'p', description: 'links', tags: ['link'] };
    await ipam.run({ type: 'DescribePrefix', data });
    await ipam.run({ type: 'SplitPrefix', data: { prefixId: 'p', size: '/29' } });
    const { holdings } = await app().get(HoldingView).search({ tag: 'link' });
    expect(holdings).toMatchObject([
      { id: 'p-1', label: 'links' },
      { id: 'p-2', label: 'links' },
    ]);
    await ipam.run({ type: 'DescribePrefix', data: { prefixId: 'p-1', tags: [] } });
    await ipam.run({ type: 'ReleasePrefix', data: { prefixId: 'p-1', reason: 'x' } });
    expect((await app().get(HoldingView).get({ id: 'p-1' })).holdings).toEqual([]);
  });

  it('of a pool leaves its rules as they are', async () => {
    const pool = () => app().get(SpaceView).pool({ poolId });
    const before = await pool();
    await ipam.run({ type: 'DescribePool', data: { poolId, tags: ['core'], description: 'x' } });
    expect(await pool()).toEqual({ ...before, tags: ['core'], description: 'x' });
    await ipam.run({ type: 'AdjustPool', data: { poolId, quarantineSeconds: 60 } });
    expect(await pool()).toMatchObject({ tags: ['core'], quarantineSeconds: 60 });
  });

  it('is refused of what is not there, not one’s own, or when nothing is said', async () => {
    for (const [command, code] of [
      [{ type: 'DescribeNetwork', data: { networkId: 'nope', tags: [] } }, 'NETWORK_NOT_FOUND'],
      [{ type: 'DescribeNetwork', data: { networkId: 'net' } }, 'NOTHING_SAID'],
      [{ type: 'DescribePrefix', data: { prefixId: 'p', tags: [] } }, 'PREFIX_NOT_FOUND'],
      [{ type: 'DescribePool', data: { poolId: 'nope', tags: [] } }, 'POOL_NOT_FOUND'],
    ] as const)
      await expect(ipam.run(command)).rejects.toMatchObject({ code });
    const foreign = { type: 'DescribeNetwork', data: { networkId: 'net', tags: [] } } as const;
    await expect(ipam.run(foreign, { tenant: 'globex' })).rejects.toMatchObject({
      code: 'NOT_THE_OWNER',
    });
  });
});

describe('who had an address', () => {
  it('is told in the words of that day', async () => {
    const then = async () => {
      const [row] = await ipam.query<{ at: string }>(
        `select to_char(max(at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from event`,
      );
      return row?.at ?? '';
    };
    await ipam.run({ type: 'DescribeNetwork', data: { networkId: 'net', tags: ['monday'] } });
    const monday = await then();
    await ipam.query('select pg_sleep(0.01)');
    await ipam.run({ type: 'DescribeNetwork', data: { networkId: 'net', tags: ['tuesday'] } });
    const { subnet } = await app().get(NetworkView).get({ networkId: 'net' });
    const tagsAt = async (at: string) =>
      (await app().get(HoldingView).whoHas({ address: subnet, at })).holdings[0]?.tags;
    expect(await tagsAt(monday)).toEqual(['monday']);
    expect(await tagsAt(await then())).toEqual(['tuesday']);
  });
});
