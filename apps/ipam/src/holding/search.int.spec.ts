import { beforeAll, describe, expect, it } from '@jest/globals';
import { useDatabase } from '@ferrule/testing';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { HoldingView } from './holding.view.ts';
import { SearchSweeper } from './search-sweeper.ts';

const database = useDatabase(IPAM_DATABASE);
const ipam = useIpam(database);
const found = async (question: object) => {
  const { holdings } = await ipam.instance().app.get(HoldingView).search(question);
  return holdings.map(({ id }) => id);
};
const sweep = () => ipam.instance().app.get(SearchSweeper).sweep();
const due = async () => (await ipam.query('select 1 from search_due')).length;
const network = (networkId: string, more: object = {}) =>
  ipam.run({
    type: 'AllocateNetwork',
    data: {
      ...{ networkId, clientId: 'acme-corp', type: 'production', datacenter: 'DC1' },
      ...{ size: '/24', enableDHCP: true, ...more },
    },
  });

/** Nothing is sorted in meanwhile, as if another process did it at this moment. */
const withoutSorting = async (work: () => Promise<void>): Promise<void> => {
  const client = await database.pool().connect();
  await client.query(`select pg_advisory_lock(hashtextextended('ipam search', 0))`);
  try {
    await work();
  } finally {
    await client.query('select pg_advisory_unlock_all()');
    client.release();
  }
};

beforeAll(async () => {
  await network('net-a', { description: 'Lab of ACME', tags: ['blue'], fields: { rack: 'B12' } });
  await network('net-b', { description: '100% full_house!' });
});

describe('a search', () => {
  const finds = async () => {
    expect(await found({ text: 'lab of' })).toEqual(['net-a']);
    expect(await found({ text: 'ACME-c' })).toEqual(['net-a', 'net-b']);
    expect(await found({ text: '6.1.0/2' })).toEqual(['net-b']);
    expect(await found({ text: 'b12' })).toEqual(['net-a']);
    expect(await found({ text: '100%' })).toEqual(['net-b']);
    expect(await found({ text: 'full_house!' })).toEqual(['net-b']);
    expect(await found({ text: 'a_b' })).toEqual([]);
    // A part of one thing, and not the end of one and the beginning of another.
    expect(await found({ text: 'net-aacme' })).toEqual([]);
    expect(await found({ text: 'net', tag: 'blue', field: 'rack=B12' })).toEqual(['net-a']);
    expect(await found({ text: 'net', tenant: 'acme', limit: 1 })).toEqual(['net-a']);
    expect(await found({ text: 'net', after: 'net-a 172.16.0.0/24' })).toEqual(['net-b']);
    expect(await found({ tag: 'blue' })).toEqual(['net-a']);
    expect(await found({ field: 'rack' })).toEqual(['net-a']);
  };

  it('finds what was changed a moment ago, before it is sorted in', async () => {
    await withoutSorting(async () => {
      await ipam.query('delete from search_text');
      await ipam.query('insert into search_due (id, prefix) select id, prefix from held');
      await finds();
      expect(await sweep()).toBe(0);
      expect(await due()).toBeGreaterThan(0);
    });
  });

  it('finds the same once it is', async () => {
    while ((await sweep()) > 0);
    expect(await due()).toBe(0);
    await finds();
  });

  it('shows nothing that was given back since, sorted in or not', async () => {
    await ipam.run({ type: 'ReleaseNetwork', data: { networkId: 'net-b', reason: 'done' } });
    expect(await found({ text: 'net-b' })).toEqual([]);
    while ((await sweep()) > 0);
    expect(await found({ text: 'net-b' })).toEqual([]);
    expect(await ipam.query(`select 1 from search_text where id = 'net-b'`)).toEqual([]);
  });

  it('of many has its index look, and not all of what is held', async () => {
    await ipam.query(`insert into search_text (id, prefix, tenant, text)
      select 'x-' || n, '10.0.0.0/8', 'acme', 'x-' || md5(n::text) from generate_series(1, 20000) n`);
    await ipam.query('analyze search_text');
    const plan = await ipam.query<{ 'QUERY PLAN': string }>(
      `explain select * from search_text where text like '%0f3a91%'`,
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('search_by_part');
  });
});

describe('who had an address that many had before', () => {
  it('is answered by the one of that day', async () => {
    const address = '172.20.0.9';
    const days: { id: string; at: string }[] = [];
    for (let n = 0; n < 12; n += 1) {
      await network(`day-${n}`, { datacenter: 'DC2' });
      const [row] = await ipam.query<{ at: Date }>(
        `select greatest(max(at), clock_timestamp()) as at from event where stream = 'network-day-${n}'`,
      );
      days.push({ id: `day-${n}`, at: row?.at.toISOString() ?? '' });
      await ipam.run({ type: 'ReleaseNetwork', data: { networkId: `day-${n}`, reason: 'next' } });
    }
    const view = ipam.instance().app.get(HoldingView);
    for (const { id, at } of days) {
      const { holdings } = await view.whoHas({ address, at });
      expect(holdings.map((one) => one.id).filter((one) => one.startsWith('day'))).toContain(id);
    }
    await ipam.query(`insert into past (id, space, vrf_id, prefix, kind, stream, tenant, since, until)
      select 'old', 1, 'default', '172.20.0.0/24', 'network', 'network-old', 'acme',
        now() - n * interval '2 days', now() - n * interval '1 day' from generate_series(2, 2000) n`);
    const { holdings } = await view.whoHas({ address, at: days[3]?.at ?? '' });
    expect(holdings.map((one) => one.id)).toContain('day-3');
  });
});
