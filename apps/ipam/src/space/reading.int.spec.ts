import { beforeAll, describe, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { CatalogView } from './catalog.view.ts';
import { SpaceView } from './space.view.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));
const catalog = () => ipam.instance().app.get(CatalogView);

const container = (prefixId: string, spaceId: string, size: string) =>
  ipam.run({
    type: 'AllocatePrefix',
    data: { prefixId, spaceId, kind: 'container', size },
  });

beforeAll(async () => {
  await container('a', 'DC1-production', '/20');
  await container('a-1', 'a', '/22');
  await container('a-1-x', 'a-1', '/24');
  await container('a-2', 'a', '/22');
  await container('b', 'DC1-production', '/20');
});

describe('the utilisation tree', () => {
  const ids = async (question: Parameters<SpaceView['tree']>[0]) => {
    const { spaces } = await ipam.instance().app.get(SpaceView).tree(question);
    return spaces.map(({ spaceId }) => spaceId);
  };

  it('is cut at a depth, below everything or below one space', async () => {
    expect(await ids({ depth: 0 })).toEqual(['DC1-production', 'DC2-production']);
    expect(await ids({ depth: 1, datacenter: 'DC1' })).toEqual(['DC1-production', 'a', 'b']);
    expect(await ids({ spaceId: 'a', depth: 1 })).toEqual(['a', 'a-1', 'a-2']);
    expect(await ids({ spaceId: 'a', depth: 0 })).toEqual(['a']);
    expect(await ids({ spaceId: 'a' })).toEqual(['a', 'a-1', 'a-1-x', 'a-2']);
  });

  it('is read page by page, nothing twice and nothing left out', async () => {
    const view = ipam.instance().app.get(SpaceView);
    for (const depth of [undefined, 9]) {
      const seen: string[] = [];
      const cut = depth === undefined ? {} : { depth };
      let page = await view.tree({ limit: 2, ...cut });
      for (;;) {
        seen.push(...page.spaces.map(({ spaceId }) => spaceId));
        if (page.next === null) break;
        page = await view.tree({ limit: 2, after: page.next, ...cut });
      }
      const whole = ['DC1-production', 'a', 'a-1', 'a-1-x', 'a-2', 'b', 'DC2-production'];
      expect(seen).toEqual(whole);
    }
  });
});

describe('what pools are part of, and what is handed out beside addresses', () => {
  it('is listed as long as it is there', async () => {
    const supernet = {
      supernetId: 'labs',
      vrfId: 'blue',
      prefix: '10.64.0.0/10',
      role: 'lab',
    } as const;
    await ipam.run({ type: 'CreateVrf', data: { vrfId: 'blue', description: 'of a customer' } });
    await ipam.run({ type: 'AddSupernet', data: supernet });
    expect((await catalog().vrfs()).vrfs).toEqual([
      { vrfId: 'blue', description: 'of a customer', supernets: 1, pools: 0 },
      expect.objectContaining({ vrfId: 'default', supernets: 2, pools: 2 }),
    ]);
    const { supernets } = await catalog().supernets();
    expect(supernets[0]).toEqual({ ...supernet, datacenter: null, pools: 0 });
    expect(supernets[1]).toMatchObject({ vrfId: 'default', datacenter: 'DC1', pools: 1 });
    await ipam.run({ type: 'RemoveSupernet', data: { supernetId: 'labs' } });
    await ipam.run({ type: 'RetireVrf', data: { vrfId: 'blue' } });
    expect((await catalog().supernets()).supernets).toHaveLength(2);
    expect((await catalog().vrfs()).vrfs).toHaveLength(1);
  });

  it('is how much a tenant may have, and has', async () => {
    await ipam.run({
      type: 'SetTenantQuota',
      data: { tenant: 'acme', maxNetworks: 5, maxAddresses: null },
    });
    expect((await catalog().quotas()).quotas).toEqual([
      { tenant: 'acme', maxNetworks: 5, maxAddresses: null, networks: 0, addresses: 0 },
    ]);
  });

  it('is numbers, each with who has it, page by page', async () => {
    const numberPoolId = 'asn';
    await ipam.run({
      type: 'CreateNumberPool',
      data: { numberPoolId, kind: 'asn', first: 65_100, last: 65_299 },
    });
    for (const numberId of ['k8s-1', 'k8s-2', 'k8s-3'])
      await ipam.run({
        type: 'AllocateNumber',
        data: { numberPoolId, numberId, holder: `cluster ${numberId}` },
      });
    const first = await catalog().numbers({ numberPoolId, limit: 2 });
    expect(first.numbers).toMatchObject([
      { numberId: 'k8s-1', number: 65_100, tenant: 'acme', holder: 'cluster k8s-1' },
      { numberId: 'k8s-2', number: 65_101 },
    ]);
    const rest = await catalog().numbers({ numberPoolId, limit: 2, after: first.next ?? '' });
    expect([rest.next, rest.numbers]).toMatchObject([null, [{ numberId: 'k8s-3' }]]);
    const { numbers } = await catalog().numbers({ numberPoolId, number: 65_101 });
    expect(numbers).toMatchObject([{ numberId: 'k8s-2' }]);
  });
});
