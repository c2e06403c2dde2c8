import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AttachAddressData } from '@ferrule/ipam-contracts';
import { useDatabase } from '@ferrule/testing';
import { AddressView } from './address.view.ts';
import { HoldingView } from '../holding/holding.view.ts';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));
const holdings = () => ipam.instance().app.get(HoldingView);

const network = (networkId: string, more: object = {}) =>
  ipam.run({
    type: 'AllocateNetwork',
    data: {
      networkId,
      clientId: 'acme-corp',
      type: 'production',
      datacenter: 'DC1',
      size: '/24',
      enableDHCP: true,
      ...more,
    },
  });
const attach = (addressId: string, more: Partial<AttachAddressData> = {}) =>
  ipam.run({
    type: 'AttachAddress',
    data: { addressId, networkId: 'net', type: 'vm', ...more },
  });
const release = (addressId: string, networkId = 'net') =>
  ipam.run({ type: 'ReleaseAddress', data: { addressId, networkId } });

const shown = async (question: object = {}, networkId = 'net') => {
  const view = ipam.instance().app.get(AddressView);
  const { addresses } = await view.list({ networkId, ...question });
  return addresses.map(({ addressId, type, address, last, hostName }) =>
    [addressId, type, last === null ? address : `${address}-${last}`, hostName ?? '']
      .join(' ')
      .trim(),
  );
};

beforeAll(async () => {
  await network('net');
});

describe('an address', () => {
  it('that is fixed is there before the first is taken', async () => {
    expect(await shown()).toEqual([
      ...['unusable reserved 172.16.0.0', 'gateway gateway 172.16.0.1'],
      ...['dhcp reserved 172.16.0.100-172.16.0.200', 'unusable reserved 172.16.0.255'],
    ]);
    expect(await shown({}, 'nope')).toEqual([]);
  });

  it('is the next free one beside the gateway and the DHCP range', async () => {
    expect(await attach('vm-1', { hostName: 'web-1', mac: '48:8F:5A:00:00:01' })).toMatchObject([
      { data: { address: '172.16.0.2', hostName: 'web-1' } },
    ]);
    expect(await attach('vm-2')).toMatchObject([{ data: { address: '172.16.0.3' } }]);
    expect(await attach('vm-1')).toHaveLength(1);
    expect(await shown()).toEqual([
      ...['unusable reserved 172.16.0.0', 'gateway gateway 172.16.0.1'],
      ...['vm-1 vm 172.16.0.2 web-1', 'vm-2 vm 172.16.0.3'],
      ...['dhcp reserved 172.16.0.100-172.16.0.200', 'unusable reserved 172.16.0.255'],
    ]);
    expect(await shown({ address: '172.16.0.150' })).toEqual([
      'dhcp reserved 172.16.0.100-172.16.0.200',
    ]);
    expect(await shown({ limit: 2, after: '172.16.0.3/32' })).toEqual([
      ...['dhcp reserved 172.16.0.100-172.16.0.200', 'unusable reserved 172.16.0.255'],
    ]);
  });

  it('is each a different one for many at once', async () => {
    const stories = await Promise.all(Array.from({ length: 40 }, (_, n) => attach(`many-${n}`)));
    const addresses = stories.flat().map(({ data }) => ('address' in data ? data.address : ''));
    expect(new Set(addresses).size).toBe(40);
    for (let n = 0; n < 40; n += 1) await release(`many-${n}`);
  });

  it('is given back, and used again', async () => {
    expect((await release('vm-1')).at(-1)).toMatchObject({
      data: { first: '172.16.0.2', last: '172.16.0.2' },
    });
    expect(await attach('vm-3')).toMatchObject([{ data: { address: '172.16.0.2' } }]);
  });

  it('of a reserved range is not handed out', async () => {
    const range = { addressId: 'lab', networkId: 'net', first: '172.16.0.4', last: '172.16.0.99' };
    await ipam.run({ type: 'ReserveRange', data: range });
    expect(await attach('vm-4')).toMatchObject([{ data: { address: '172.16.0.201' } }]);
    await release('lab');
    expect(await attach('vm-5')).toMatchObject([{ data: { address: '172.16.0.4' } }]);
  });

  it.each<[string, Partial<AttachAddressData>, string, string]>([
    ['no address', { address: '172.16.0.256' }, 'ADDRESS_INVALID', 'address'],
    ['one of another network', { address: '172.16.1.5' }, 'ADDRESS_OUTSIDE_NETWORK', 'address'],
    ['the gateway', { address: '172.16.0.1' }, 'ADDRESS_NOT_FREE', 'address'],
    ['one that DHCP hands out', { address: '172.16.0.150' }, 'ADDRESS_NOT_FREE', 'address'],
    ['the broadcast address', { address: '172.16.0.255' }, 'ADDRESS_NOT_FREE', 'address'],
    ['an unknown network', { networkId: 'x' }, 'NETWORK_NOT_FOUND', 'networkId'],
    ['a family that it has not', { family: 6 }, 'ADDRESS_OUTSIDE_NETWORK', 'address'],
  ])('is not %s', async (_, wrong, code, field) => {
    await expect(attach('wrong', wrong)).rejects.toMatchObject({ code, detail: { field } });
  });

  it('runs out with a clear answer', async () => {
    await network('tiny', { size: '/30' });
    await expect(attach('t-1', { networkId: 'tiny' })).rejects.toMatchObject({
      code: 'ADDRESSES_EXHAUSTED',
      detail: { field: 'networkId' },
    });
  });
});

describe('a network with addresses', () => {
  it('keeps them: it is released without them, or by force with them', async () => {
    const data = { networkId: 'net', reason: 'moved' };
    expect((await ipam.run({ type: 'ReleaseNetwork', data })).at(-1)).toMatchObject({
      type: 'NetworkReleaseRefused',
      data: {
        code: 'NETWORK_IN_USE',
        inUse: {
          count: 4,
          first: expect.arrayContaining([expect.objectContaining({ addressId: 'vm-2' })]),
        },
      },
    });
    const forced = { type: 'ReleaseNetwork', data: { ...data, force: true } } as const;
    expect((await ipam.run(forced)).at(-1)).toMatchObject({ type: 'NetworkReleased' });
    const left = await ipam.query(`select 1 from held where id like 'net/%'
      union all select 1 from space where id = 'net'`);
    expect(left).toEqual([]);
    expect(
      await ipam.query(`select type from event where stream = 'address-net-vm-5' order by version`),
    ).toEqual([{ type: 'AddressAttached' }, { type: 'AddressReleased' }]);
    await expect(attach('late')).rejects.toMatchObject({ code: 'NETWORK_NOT_FOUND' });
  });
});

describe('a network with more addresses than a transaction releases', () => {
  it('is released by force all the same, and every address says so', async () => {
    await network('wide', { size: '/20' });
    for (let n = 0; n < 520; n += 40)
      await Promise.all(
        Array.from({ length: 40 }, (_, k) => attach(`w-${n + k}`, { networkId: 'wide' })),
      );
    const range = { addressId: 'r', networkId: 'wide', first: '172.16.31.1', last: '172.16.31.62' };
    await ipam.run({ type: 'ReserveRange', data: range });
    const data = { networkId: 'wide', reason: 'moved' };
    expect((await ipam.run({ type: 'ReleaseNetwork', data })).at(-1)).toMatchObject({
      data: { code: 'NETWORK_IN_USE', inUse: { count: 520 } },
    });
    await ipam.run({ type: 'ReleaseNetwork', data: { ...data, force: true } });
    expect(
      await ipam.query(`select count(*)::integer as n from event
        where stream like 'address-wide-%' and type = 'AddressReleased'`),
    ).toEqual([{ n: 521 }]);
    expect(
      await ipam.query(`select 1 from held where id = 'wide' or id like 'wide/%'
        union all select 1 from space where id = 'wide'`),
    ).toEqual([]);
  }, 60_000);
});

describe('who has an address', () => {
  it('is answered for now, and from the events for any moment before', async () => {
    await network('then', { subnet: '172.16.200.0/24' });
    await attach('web', { networkId: 'then', address: '172.16.200.7', hostName: 'web' });
    const [{ between } = { between: '' }] = await ipam.query<{ between: string }>(
      `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as between`,
    );
    await ipam.run({
      type: 'ReleaseNetwork',
      data: { networkId: 'then', reason: 'gone', force: true },
    });
    expect(await holdings().whoHas({ address: '172.16.200.7' })).toEqual({ holdings: [] });
    const { holdings: then } = await holdings().whoHas({ address: '172.16.200.7', at: between });
    expect(then).toMatchObject([
      { id: 'then', kind: 'network', prefix: '172.16.200.0/24', tenant: 'acme', actor: 'ada' },
      { id: 'then/web', kind: 'address', prefix: '172.16.200.7/32', label: 'web', type: 'vm' },
    ]);
    for (const { until } of then) expect(until).not.toBeNull();
    const { holdings: before } = await holdings().whoHas({
      address: '172.16.200.7',
      at: '2020-01-01',
    });
    expect(before).toEqual([]);
  });

  it('is found by any part of what is known', async () => {
    await network('found', { description: 'Lab of ACME', tags: ['lab'] });
    const ids = async (question: object) =>
      (await holdings().search(question)).holdings.map(({ id }) => id);
    expect(await ids({ text: 'lab of' })).toEqual(['found']);
    expect(await ids({ tag: 'lab' })).toEqual(['found']);
    expect(await ids({ tenant: 'acme', text: '172.16.0.0' })).toContain('found');
    expect(await ids({ text: '100%' })).toEqual([]);
  });
});
