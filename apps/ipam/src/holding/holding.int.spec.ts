import { beforeAll, describe, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { HoldingView } from './holding.view.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));
const view = () => ipam.instance().app.get(HoldingView);

const now = async () => {
  const [row] = await ipam.query<{ now: string }>(
    `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
  );
  return row?.now ?? '';
};

beforeAll(async () => {
  await ipam.run({
    type: 'AllocateNetwork',
    data: {
      ...{ networkId: 'net', clientId: 'acme-corp', type: 'production', datacenter: 'DC1' },
      ...{ size: '/24', enableDHCP: true, subnet: '172.16.200.0/24', tags: ['blue', 'pci'] },
      fields: { rack: 'B12', owner: 'ops' },
    },
  });
});

describe('who had an address', () => {
  it('is answered with the ranges that it was part of, too', async () => {
    const range = { addressId: 'printers', networkId: 'net', description: 'printers' };
    await ipam.run({
      type: 'ReserveRange',
      data: { ...range, first: '172.16.200.50', last: '172.16.200.60' },
    });
    const then = await now();
    await ipam.run({
      type: 'ReleaseAddress',
      data: { addressId: 'printers', networkId: 'net' },
    });
    const held = async (address: string, at?: string) => {
      const { holdings } = await view().whoHas({ address, ...(at !== undefined && { at }) });
      return holdings.map(({ id, kind, spaceId, label }) => [id, kind, spaceId, label]);
    };
    const network = ['net', 'network', 'DC1-production', null];
    expect(await held('172.16.200.55', then)).toEqual([
      network,
      ['net/printers', 'range', 'net', 'printers'],
    ]);
    expect(await held('172.16.200.61', then)).toEqual([network]);
    expect(await held('172.16.200.55')).toEqual([network]);
    expect(await held('172.16.200.1', then)).toEqual([
      network,
      ['net/gateway', 'address', 'net', 'gateway'],
    ]);
    expect(await held('172.16.200.150', then)).toEqual([
      network,
      ['net/dhcp', 'range', 'net', 'dhcp'],
    ]);
  });
});

describe('what is held', () => {
  it('is found by part of a tag or a custom field, and by all of one', async () => {
    const ids = async (question: Parameters<HoldingView['search']>[0]) =>
      (await view().search(question)).holdings.map(({ id }) => id);
    for (const question of [
      ...[{ text: 'pc' }, { text: 'b1' }, { text: 'ME-Corp' }, { tag: 'pci' }],
      ...[{ field: 'rack=B12' }, { field: 'rack' }, { text: 'b12', field: 'owner=ops' }],
    ])
      expect([question, await ids(question)]).toEqual([question, ['net']]);
    for (const question of [
      ...[{ tag: 'pc' }, { field: 'rack=B1' }, { field: 'row' }, { field: 'rack=b12' }],
      ...[{ text: 'zz' }, { field: 'rack=B12', tag: 'red' }],
    ])
      expect([question, await ids(question)]).toEqual([question, []]);
  });

  it('is shown by its id with all that people wrote of it', async () => {
    const { holdings } = await view().get({ id: 'net' });
    expect(holdings).toMatchObject([
      { prefix: '172.16.200.0/24', type: 'production', fields: { rack: 'B12', owner: 'ops' } },
    ]);
    expect((await view().get({ id: 'nope' })).holdings).toEqual([]);
  });

  it('comes in answers that the bus takes, however much people wrote', async () => {
    const fields = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`f${n}`, 'x'.repeat(200)]),
    );
    for (let n = 0; n < 120; n += 1)
      await ipam.run({
        type: 'AllocatePrefix',
        data: {
          prefixId: `p-${n}`,
          spaceId: 'DC2-production',
          kind: 'prefix',
          size: '/30',
          fields,
        },
      });
    const seen: string[] = [];
    let after: { after?: string } = {};
    for (;;) {
      const page = await view().search({ text: 'p-', limit: 1_000, ...after });
      expect(JSON.stringify(page).length).toBeLessThan(800_000);
      seen.push(...page.holdings.map(({ id }) => id));
      if (page.next === null) break;
      after = { after: page.next };
    }
    expect(new Set(seen).size).toBe(120);
    expect(seen).toHaveLength(120);
  }, 60_000);
});
