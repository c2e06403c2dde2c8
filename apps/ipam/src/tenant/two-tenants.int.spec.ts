import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IpamCommand } from '@ferrule/ipam-contracts';
import { EVERYTHING, type Scope } from '@ferrule/kernel';
import { until, useDatabase } from '@ferrule/testing';
import { AddressView } from '../address/address.view.ts';
import { CommandConsumer } from '../command/command.consumer.ts';
import { NamesView } from '../dns/names.view.ts';
import { ExportView } from '../holding/export.view.ts';
import { HoldingView } from '../holding/holding.view.ts';
import { SearchSweeper } from '../holding/search-sweeper.ts';
import { NetworkView } from '../network/network.view.ts';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));
const view = <View>(type: new (...args: never[]) => View): View =>
  ipam.instance().app.get<View>(type);

const acme: Scope = { tenants: ['acme'], datacenters: null };
const globex: Scope = { tenants: ['globex'], datacenters: null };
const both: Scope = { tenants: ['acme', 'globex'], datacenters: null };
const acmeInDC1: Scope = { tenants: ['acme'], datacenters: ['DC1'] };
const nobody: Scope = { tenants: [], datacenters: null };

const network = (tenant: string, networkId: string, datacenter = 'DC1') =>
  ipam.run(
    {
      type: 'AllocateNetwork',
      data: {
        ...{ networkId, clientId: 'shared-name', type: 'production', datacenter },
        ...{ size: '/24', enableDHCP: true, tags: ['blue'], description: `of ${tenant}` },
      },
    },
    { tenant },
  );
const prefix = (tenant: string, prefixId: string, kind: 'prefix' | 'container' = 'prefix') =>
  ipam.run(
    { type: 'AllocatePrefix', data: { prefixId, kind, spaceId: 'DC1-production', size: '/26' } },
    { tenant },
  );
let orders = 0;
/** As the edge asks for it: within the scope of its caller. */
const order = (command: IpamCommand, scope: Scope, tenant = scope.tenants?.[0] ?? 'acme') =>
  view(CommandConsumer).execute({
    id: `order-${(orders += 1)}`,
    ...(JSON.parse(JSON.stringify(command)) as object),
    meta: { actor: 'key:spec', tenant },
    scope,
  });
/** What somebody is told, without the id that it asked for. */
const told = async (id: string, work: Promise<unknown>): Promise<unknown> => {
  const [settled] = await Promise.allSettled([work]);
  if (settled.status === 'fulfilled') return settled.value;
  const { code, message, detail } = settled.reason as Record<string, unknown>;
  return { code, detail, message: String(message).replaceAll(id, '…') };
};

beforeAll(async () => {
  for (const tenant of ['acme', 'globex']) {
    await network(tenant, `${tenant}-1`);
    await network(tenant, `${tenant}-2`, 'DC2');
    await prefix(tenant, `${tenant}-p`);
    await prefix(tenant, `${tenant}-c`, 'container');
    await ipam.run(
      {
        type: 'AttachAddress',
        data: { networkId: `${tenant}-1`, addressId: 'vm-1', type: 'vm', hostName: 'web-1' },
      },
      { tenant },
    );
  }
});

describe('networks', () => {
  const list = async (scope: Scope | undefined, more: object = {}) => {
    const question = { ...more, ...(scope && { scope }) };
    const { networks, next } = await view(NetworkView).list(question);
    return [networks.map(({ networkId }) => networkId).join(' '), next];
  };

  it('are listed within the scope, and pages of it tell nothing of the rest', async () => {
    expect(await list(acme)).toEqual(['acme-1 acme-2', null]);
    expect(await list(acmeInDC1)).toEqual(['acme-1', null]);
    expect(await list(both)).toEqual(['acme-1 acme-2 globex-1 globex-2', null]);
    expect(await list(nobody)).toEqual(['', null]);
    expect(await list(acme, { limit: 1 })).toEqual(['acme-1', 'acme-1']);
    expect(await list(acme, { limit: 1, after: 'acme-1' })).toEqual(['acme-2', null]);
    expect(await list(acme, { limit: 2 })).toEqual(['acme-1 acme-2', null]);
    expect(await list(globex, { clientId: 'shared-name', tag: 'blue', limit: 1 })).toEqual([
      ...['globex-1', 'globex-1'],
    ]);
    expect(await list(acme, { datacenter: 'DC2', status: 'allocated' })).toEqual(['acme-2', null]);
  });

  it('are all there for another service, and for who is limited to nothing', async () => {
    const all = 'acme-1 acme-2 globex-1 globex-2';
    expect(await list(undefined)).toEqual([all, null]);
    expect(await list(EVERYTHING)).toEqual([all, null]);
  });

  it('by id, with their names and addresses, are as if they were not there', async () => {
    const asked = (networkId: string, scope: Scope) => [
      () => view(NetworkView).get({ networkId, scope }),
      () => view(NamesView).get({ networkId, scope }),
      () => view(AddressView).list({ networkId, scope }),
      () => view(AddressView).list({ networkId, scope, addressId: 'vm-1' }),
      () => view(AddressView).list({ networkId, scope, address: '172.16.0.2' }),
    ];
    for (const [id, scope] of [
      ['globex-1', acme],
      ['globex-2', acmeInDC1],
      ['acme-2', acmeInDC1],
      ['acme-1', nobody],
    ] as const)
      for (const [n, ask] of asked(id, scope).entries())
        expect([id, await told(id, ask())]).toEqual([
          id,
          await told('none', asked('none', scope)[n]!()),
        ]);
    expect(await view(NetworkView).get({ networkId: 'acme-1', scope: acmeInDC1 })).toMatchObject({
      tenant: 'acme',
    });
    const { addresses } = await view(AddressView).list({ networkId: 'acme-1', scope: acmeInDC1 });
    expect(addresses.map(({ addressId }) => addressId)).toContain('vm-1');
  });
});

describe('what is held', () => {
  const ids = (holdings: readonly { id: string }[]) =>
    [...new Set(holdings.map(({ id }) => id))].sort().join(' ');
  const search = async (scope: Scope, question: object) => {
    const { holdings, next } = await view(HoldingView).search({ ...question, scope });
    return [ids(holdings), next];
  };

  it('is searched within the scope, before and after it is sorted in', async () => {
    const finds = async () => {
      expect(await search(acme, { text: 'shared-name' })).toEqual(['acme-1 acme-2', null]);
      expect(await search(acmeInDC1, { text: 'shared-name' })).toEqual(['acme-1', null]);
      expect(await search(acme, { text: 'globex' })).toEqual(['', null]);
      expect(await search(acme, { tenant: 'globex' })).toEqual(['', null]);
      expect(await search(both, { text: 'web-1' })).toEqual(['acme-1/vm-1 globex-1/vm-1', null]);
      expect(await search(nobody, { text: 'web-1' })).toEqual(['', null]);
      expect(await search(globex, { tag: 'blue', limit: 2 })).toEqual([
        ...['globex-1 globex-2', expect.stringContaining('globex-2 ')],
      ]);
      const [, next] = await search(globex, { text: 'shared', limit: 1 });
      expect(next).toMatch(/^globex-1 /);
      expect(await search(globex, { text: 'shared', limit: 2, after: next })).toEqual([
        ...['globex-2', null],
      ]);
    };
    await finds();
    await until(async () => (await view(SearchSweeper).sweep()) === 0);
    await until(async () => (await ipam.query('select from search_due')).length === 0);
    await finds();
  });

  it('by id, in a pool and by address is the scope’s alone', async () => {
    const get = async (id: string, scope: Scope) =>
      ids((await view(HoldingView).get({ id, scope })).holdings);
    expect(await get('acme-p', acme)).toBe('acme-p');
    expect(await get('globex-p', acme)).toBe('');
    expect(await get('acme-2', acmeInDC1)).toBe('');
    const inPool = async (spaceId: string, scope: Scope) =>
      ids((await view(HoldingView).list({ spaceId, scope })).holdings);
    expect(await inPool('DC1-production', acme)).toBe('acme-1 acme-c acme-p');
    expect(await inPool('DC1-production', both)).toBe(
      'acme-1 acme-c acme-p globex-1 globex-c globex-p',
    );
    const { holdings, next } = await view(HoldingView).list({
      ...{ spaceId: 'DC1-production', scope: globex, limit: 3 },
    });
    expect([ids(holdings), next]).toEqual(['globex-1 globex-c globex-p', expect.any(String)]);
    expect(
      await view(HoldingView).list({ spaceId: 'DC1-production', scope: globex, after: next! }),
    ).toEqual({ holdings: [], next: null });
  });

  it('is exported within the scope', async () => {
    const lines = async (scope: Scope) => {
      const page = await view(ExportView).export({ scope });
      return [...new Set(page.lines.map(({ id = '' }) => id))].sort().join(' ');
    };
    expect(await lines(acme)).toBe('acme-1 acme-2 acme-c acme-p');
    expect(await lines({ tenants: null, datacenters: ['DC2'] })).toBe('acme-2 globex-2');
  });

  it('lies in pools and containers that the scope knows, or in none', async () => {
    const inside = (spaceId: string, scope: Scope) =>
      told(spaceId, view(HoldingView).list({ spaceId, scope }));
    expect(await inside('acme-c', acme)).toEqual({ holdings: [], next: null });
    const none = await inside('none', acme);
    expect(none).toMatchObject({ code: 'SPACE_NOT_FOUND' });
    expect(await inside('globex-c', acme)).toEqual(none);
    expect(await inside('DC2-production', acmeInDC1)).toEqual(none);
    expect(await inside('DC2-production', acme)).toMatchObject({ holdings: [{ id: 'acme-2' }] });
  });

  it('and was held at some moment is told of the scope alone', async () => {
    const at = new Date(Date.now() + 60_000).toISOString();
    for (const [tenant, other] of [
      ['acme', globex],
      ['globex', acme],
    ] as const) {
      const { subnet } = await view(NetworkView).get({ networkId: `${tenant}-1` });
      for (const when of [{}, { at }]) {
        const asked = { address: subnet, ...when };
        const own = await view(HoldingView).whoHas({ ...asked, scope: both });
        expect(ids(own.holdings)).toBe(`${tenant}-1`);
        expect(await view(HoldingView).whoHas({ ...asked, scope: other })).toEqual({
          holdings: [],
        });
      }
    }
  });

  it('and is given back is remembered for its tenant alone', async () => {
    await network('acme', 'acme-gone', 'DC2');
    const { subnet } = await view(NetworkView).get({ networkId: 'acme-gone' });
    const at = new Date().toISOString();
    await ipam.run({
      type: 'ReleaseNetwork',
      data: { networkId: 'acme-gone', reason: 'no longer needed' },
    });
    const had = async (scope: Scope) =>
      ids((await view(HoldingView).whoHas({ address: subnet, at, scope })).holdings);
    expect(await had(acme)).toContain('acme-gone');
    expect(await had(globex)).toBe('');
    expect(await had(acmeInDC1)).toBe('');
  });
});

describe('an order', () => {
  const about = (networkId: string, prefixId: string): readonly [string, IpamCommand][] => [
    [networkId, { type: 'DescribeNetwork', data: { networkId, description: 'mine' } }],
    [networkId, { type: 'ReleaseNetwork', data: { networkId, reason: 'mine', force: true } }],
    [networkId, { type: 'AttachAddress', data: { networkId, addressId: 'x', type: 'vm' } }],
    [networkId, { type: 'ReleaseAddress', data: { networkId, addressId: 'vm-1' } }],
    [
      networkId,
      {
        type: 'ReserveRange',
        data: { networkId, addressId: 'r', first: '172.16.0.20', last: '172.16.0.22' },
      },
    ],
    [prefixId, { type: 'DescribePrefix', data: { prefixId, description: 'mine' } }],
    [prefixId, { type: 'SplitPrefix', data: { prefixId, size: '/27' } }],
    [prefixId, { type: 'ReleasePrefix', data: { prefixId, reason: 'mine' } }],
  ];

  it('about what lies outside is told what is told of nothing, and changes nothing', async () => {
    const before = await ipam.query<{ events: string }>('select count(*) as events from event');
    for (const [id, scope] of [
      ['globex', acme],
      ['acme', { ...acme, datacenters: ['DC2'] }],
    ] as const) {
      const foreign = about(`${id}-1`, `${id}-p`);
      const unknown = about('none', 'none');
      for (const [n, [thing, command]] of foreign.entries()) {
        const answer = await told(thing, order(command, scope));
        expect([command.type, answer]).toEqual([
          command.type,
          await told('none', order(unknown[n]![1], scope)),
        ]);
        expect(answer).toMatchObject({ code: expect.stringMatching(/_NOT_FOUND$/) });
      }
    }
    expect(await ipam.query('select count(*) as events from event')).toEqual(before);
  });

  it('for a prefix is not let into what others hold, and does not say whose an id is', async () => {
    const allocate = (prefixId: string, spaceId: string, scope = acme) =>
      order(
        { type: 'AllocatePrefix', data: { prefixId, kind: 'prefix', spaceId, size: '/28' } },
        scope,
      );
    const none = await told('none', allocate('new', 'none'));
    expect(none).toMatchObject({ code: 'SPACE_NOT_FOUND' });
    expect(await told('globex-c', allocate('new', 'globex-c'))).toEqual(none);
    expect(await told('DC2-production', allocate('new', 'DC2-production', acmeInDC1))).toEqual(
      none,
    );
    await expect(allocate('globex-p', 'DC1-production')).rejects.toMatchObject({
      code: 'PREFIX_CLOSED',
      message: 'the id globex-p is taken',
    });
    expect(await allocate('acme-n', 'acme-c', acmeInDC1)).toMatchObject({
      events: [{ type: 'PrefixAllocated' }],
    });
  });

  it('of a datacenter’s pools, groups and numbers is for who may use that datacenter', async () => {
    const inDC1: Scope = { tenants: null, datacenters: ['DC1'] };
    const pool = (poolId: string, datacenter: string): IpamCommand => ({
      type: 'CreatePool',
      data: {
        ...{ poolId, datacenter, vrfId: 'default', prefix: '10.77.0.0/24', policy: 'lowest' },
        ...{ types: ['none'], quarantineSeconds: 0 },
      },
    });
    const asns = (numberPoolId: string, datacenter?: string): IpamCommand => ({
      type: 'CreateNumberPool',
      data: {
        ...{ numberPoolId, kind: datacenter === undefined ? 'asn' : 'service-vlan' },
        ...{ first: 100, last: 110, ...(datacenter !== undefined && { datacenter }) },
      },
    });
    for (const command of [
      pool('p-there', 'DC2'),
      { type: 'DescribePool', data: { poolId: 'DC2-production', description: 'x' } },
      { type: 'RetirePool', data: { poolId: 'DC2-production' } },
      { type: 'RetireVlanGroup', data: { vlanGroupId: 'DC2' } },
      { type: 'RemoveSupernet', data: { supernetId: 'DC2' } },
      {
        type: 'AddSupernet',
        data: { supernetId: 's', vrfId: 'default', prefix: '10.88.0.0/16', role: 'x' },
      },
      asns('n-there', 'DC2'),
      asns('n-nowhere'),
      { type: 'CreateVrf', data: { vrfId: 'v' } },
      { type: 'SetTenantQuota', data: { tenant: 'acme', maxNetworks: 1, maxAddresses: null } },
      { type: 'CommitImport', data: { importId: 'i' } },
    ] as const satisfies readonly IpamCommand[])
      expect([command.type, await told('', order(command, inDC1))]).toMatchObject([
        ...[command.type, { code: 'FORBIDDEN', detail: { field: 'datacenter' } }],
      ]);
    for (const command of [
      pool('p-here', 'DC1'),
      { type: 'DescribePool', data: { poolId: 'p-here', description: 'x' } },
      asns('n-here', 'DC1'),
      {
        type: 'AllocateNumber',
        data: { numberPoolId: 'n-here', numberId: 'one' },
      },
      { type: 'RetirePool', data: { poolId: 'p-here' } },
    ] as const satisfies readonly IpamCommand[])
      expect([command.type, await order(command, inDC1)]).toMatchObject([
        ...[command.type, { events: expect.any(Array) }],
      ]);
    await expect(
      order({ type: 'RetirePool', data: { poolId: 'none' } }, inDC1),
    ).rejects.toMatchObject({ code: 'POOL_NOT_FOUND' });
  });

  it('of the whole house is nothing for who is limited to tenants', async () => {
    const command = { type: 'RetirePool', data: { poolId: 'DC1-production' } } as const;
    await expect(order(command, acme)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(order({ type: 'ReconcileNames', data: {} }, acme)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('with a scope that cannot be read is refused', async () => {
    const question = {
      ...{ id: 'o', type: 'DescribeNetwork', data: { networkId: 'acme-1', description: 'x' } },
      meta: { actor: 'key:spec', tenant: 'acme' },
    };
    for (const scope of [null, { tenants: ['acme'] }, { tenants: 'acme', datacenters: null }])
      await expect(view(CommandConsumer).execute({ ...question, scope })).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
  });
});

describe('a refusal', () => {
  const chosen = (tenant: string, subnet: string) =>
    ipam.run(
      {
        type: 'AllocateNetwork',
        data: {
          ...{ networkId: `${tenant}-wants`, clientId: 'c', type: 'production' },
          ...{ datacenter: 'DC1', size: '/24', subnet, enableDHCP: true },
        },
      },
      { tenant },
    );

  it('says what has a prefix to its own tenant alone', async () => {
    const { subnet } = await view(NetworkView).get({ networkId: 'globex-1' });
    const sentence = async (tenant: string) => {
      const [refused] = await chosen(tenant, subnet);
      return refused && 'message' in refused.data ? refused.data.message : undefined;
    };
    expect(await sentence('acme')).toBe(`${subnet} is not free`);
    expect(await sentence('globex')).toBe(`${subnet} is not free: ${subnet} is held as network`);
  });
});
