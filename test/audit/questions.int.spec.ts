import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LedgerEntry, SearchPage } from '@ferrule/audit-contracts';
import { until } from '@ferrule/testing';
import { AUTHORIZED } from '../ground/edge-key.ts';
import { useAudit } from './audit.ts';

jest.setTimeout(60_000);
const audit = useAudit();
let base = '';

const NET = 'net-1';
const vlan = { path: '/interface/vlan', before: null, after: { name: 'vlan150' } };

beforeAll(async () => {
  const job = { correlationId: 'job-a', actor: 'publisher:billing' };
  const { source } = audit;
  const step = (type: string, data: object) => ({
    type,
    data: { jobId: 'job-a', networkId: NET, ...data },
  });
  await source.tell(
    'job-a',
    [step('NetworkProvisionAccepted', { router: 'dc1-r1', request: { datacenter: 'DC1' } })],
    job,
  );
  await source.tell(
    `network-${NET}`,
    [
      {
        type: 'NetworkAllocated',
        data: { networkId: NET, subnet: '172.16.150.0/24', vlanId: 150 },
      },
    ],
    job,
  );
  const plan = { stages: [{ phase: 1, changes: [vlan] }], warnings: [] };
  const reports = [{ path: vlan.path, row: 'name=vlan150', outcome: 'done' }];
  await source.tell(
    'job-a',
    [
      step('StepCompleted', { step: 'router_plan', plan }),
      step('StepCompleted', { step: 'router_apply', index: 0, reports }),
    ],
    job,
  );
  await source.tell(
    `address-${NET}-web`,
    [
      {
        type: 'AddressAttached',
        data: { addressId: 'web', networkId: NET, address: '172.16.150.20', hostName: 'web-1' },
      },
    ],
    { correlationId: 'other', actor: 'operator:zoë', ticket: 'CHG-9' },
  );
  await source.tell(
    `network-${NET}`,
    [{ type: 'NetworkReleased', data: { networkId: NET, reason: 'no "longer" needed' } }],
    { correlationId: 'job-b', reason: 'no longer needed' },
  );
  await source.tell('network-net-2', [
    { type: 'NetworkAllocated', data: { networkId: 'net-2', subnet: '172.16.150.0/24' } },
  ]);
  await source.seal();
  await audit.start();
  await source.publish(...(await source.events()));
  base = `${(await audit.startApi()).url}/api/v1/audit`;
  await until(async () => (await audit.written()).length === 7, { timeout: 30_000 });
}, 120_000);
afterAll(() => audit.stopAll());

interface Got<Body> {
  readonly status: number;
  readonly body: Body;
}

const get = async <Body>(path: string): Promise<Got<Body>> => {
  const response = await fetch(`${base}${path}`, { headers: AUTHORIZED });
  return { status: response.status, body: (await response.json()) as Body };
};
const found = async (query: string): Promise<readonly string[]> => {
  const { body } = await get<SearchPage>(`/search?order=oldest&source=store&${query}`);
  return body.events.map(({ type }) => type);
};
const whole = async () => (await get<SearchPage>('/search?order=oldest&source=store')).body.events;

describe('the ledger answers', () => {
  it.each([
    ['actor=operator%3Azo%C3%AB', ['AddressAttached']],
    ['type=NetworkAllocated', ['NetworkAllocated', 'NetworkAllocated']],
    ['network=net-2', ['NetworkAllocated']],
    ['router=dc1-r1', ['NetworkProvisionAccepted']],
    ['datacenter=DC1', ['NetworkProvisionAccepted']],
    ['correlationId=job-b', ['NetworkReleased']],
    ['address=172.16.150.20', ['NetworkAllocated', 'AddressAttached', 'NetworkAllocated']],
    ['address=172.16.150.0/24&network=net-2', ['NetworkAllocated']],
    ['address=10.0.0.1', []],
    ['text=WEB-1', ['AddressAttached']],
    ['text=vlan15', ['StepCompleted', 'StepCompleted']],
    [`text=${encodeURIComponent('no "longer"')}`, ['NetworkReleased']],
    ['text=longer%20no', []],
    ['tenant=acme&type=NetworkReleased', ['NetworkReleased']],
    ['tenant=globex', []],
    ['to=2001-01-01T00:00:00Z', []],
    ['from=2999-01-01T00:00:00Z', []],
    [`text=${encodeURIComponent("'; drop table entry; --")}`, []],
    [`actor=${encodeURIComponent("x' or '1'='1")}`, []],
  ])('%s', async (query, types) => {
    expect(await found(query)).toEqual(types);
  });

  it('page by page, in either order, without a gap or a repeat', async () => {
    const all = (await whole()).map(({ entry }) => entry);
    for (const order of ['oldest', 'newest']) {
      const seen: number[] = [];
      let cursor = '';
      do {
        const { body } = await get<SearchPage>(
          `/search?source=store&limit=2&order=${order}${cursor}`,
        );
        seen.push(...body.events.map(({ entry }) => entry));
        cursor = body.next === null ? '' : `&cursor=${body.next}`;
      } while (cursor !== '');
      expect(seen).toEqual(order === 'oldest' ? all : all.toReversed());
    }
  });

  it("with one network's whole life, and nothing of another's", async () => {
    const { body } = await get<SearchPage>(`/networks/${NET}/timeline`);
    expect(body.events.map(({ type }) => type)).toEqual([
      'NetworkProvisionAccepted',
      'NetworkAllocated',
      'StepCompleted',
      'StepCompleted',
      'AddressAttached',
      'NetworkReleased',
    ]);
  });

  it('with what a network and its router looked like then', async () => {
    const events = await whole();
    const at = encodeURIComponent(events[4]!.time);
    const { body } = await get<object>(`/networks/${NET}?at=${at}`);
    expect(body).toMatchObject({
      fields: { subnet: '172.16.150.0/24', vlanId: 150 },
      last: { type: 'NetworkAllocated' },
      rows: [{ path: '/interface/vlan', row: 'name=vlan150', attributes: { name: 'vlan150' } }],
    });
    const now = await get<object>(`/networks/${NET}`);
    expect(now.body).toMatchObject({ last: { type: 'NetworkReleased' } });
    const router = await get<object>('/routers/dc1-r1');
    expect(router.body).toMatchObject({ rows: [{ row: 'name=vlan150' }] });
    expect((await get(`/networks/${NET}?at=2001-01-01`)).status).toBe(404);
  });

  it('with who had an address then', async () => {
    const events = await whole();
    const holders = async (at: string | undefined) => {
      const when = at === undefined ? '' : `&at=${encodeURIComponent(at)}`;
      const { body } = await get<{ holders: { stream: string; until: string | null }[] }>(
        `/holders?address=172.16.150.20${when}`,
      );
      return body.holders.map(({ stream, until: end }) => [stream, end === null]);
    };
    expect(await holders(events[4]!.time)).toEqual([
      [`network-${NET}`, false],
      [`address-${NET}-web`, true],
    ]);
    expect(await holders(undefined)).toEqual([
      ['network-net-2', true],
      [`address-${NET}-web`, true],
    ]);
    expect(await holders('2001-01-01T00:00:00Z')).toEqual([]);
  });

  it('with what a job changed, before and after', async () => {
    const { body } = await get<{ changes: object[] }>('/jobs/job-a/diff');
    expect(body.changes).toEqual([
      expect.objectContaining({ ...vlan, row: 'name=vlan150', outcome: 'done' }),
    ]);
  });

  it('by the number of an entry and by the id of an event', async () => {
    const [first] = await whole();
    for (const ref of [String(first!.entry), first!.id])
      expect((await get<LedgerEntry>(`/events/${ref}`)).body).toEqual(first);
  });

  it('to a saved search, to which more can be said', async () => {
    const save = (name: string, body: object) =>
      fetch(`${base}/searches/${name}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...AUTHORIZED },
        body: JSON.stringify(body),
      });
    expect((await save('given', { type: 'NetworkAllocated' })).status).toBe(204);
    expect(await found('saved=given')).toHaveLength(2);
    expect(await found('saved=given&network=net-2')).toHaveLength(1);
    expect((await save('given', { type: 'NetworkReleased' })).status).toBe(204);
    expect(await found('saved=given')).toEqual(['NetworkReleased']);
    const { body } = await get<{ searches: object[] }>('/searches');
    expect(body.searches).toMatchObject([{ name: 'given', savedBy: 'key:spec' }]);
    expect((await save('bad', { address: 'nowhere' })).status).toBe(422);
    const removed = { method: 'DELETE', headers: AUTHORIZED };
    expect((await fetch(`${base}/searches/given`, removed)).status).toBe(204);
    expect((await get('/search?saved=given')).status).toBe(404);
  });

  it('and writes down who asked what, once', async () => {
    for (const _ of [1, 2, 3]) await get('/search?actor=nobody-in-particular');
    const reads = async () =>
      (await get<SearchPage>('/search?type=LedgerRead&text=nobody-in-particular')).body.events;
    // To look for it is a reading as well, and is found by the same words a moment later.
    const ofActor = async () =>
      (await reads()).filter(({ data }) => JSON.stringify(data).includes('"actor":"nobody'));
    await until(async () => (await ofActor()).length > 0, { timeout: 30_000 });
    expect(await ofActor()).toMatchObject([
      {
        actor: 'key:spec',
        tenant: 'demo',
        data: { question: 'search', about: { actor: 'nobody-in-particular' } },
      },
    ]);
  });

  it.each([
    ['/search?cursor=nonsense', 422, 'cursor'],
    ['/search?cursor=999999999999999_1', 422, 'cursor'],
    ['/search?from=yesterday', 400, 'from'],
    ['/search?from=2026-01-02&to=2026-01-01', 422, 'to'],
    ['/search?limit=0', 400, 'limit'],
    ['/search?text=---', 422, 'text'],
    ['/search?address=here', 422, 'address'],
    ['/search?order=random', 400, 'order'],
    ['/search?colour=red', 400, 'colour'],
    [`/search?text=${'x'.repeat(201)}`, 400, 'text'],
    ['/search?text=%00', 400, 'text'],
    ['/holders?address=%27%20or%201%3D1', 400, 'address'],
    ['/holders', 400, 'address'],
    ['/events/999999', 404, 'ref'],
    ['/export?after=99999999', 422, 'after'],
    ['/export?format=xml', 400, 'format'],
    ['/jobs/job-nope/diff', 404, 'jobId'],
  ])('says what is wrong with %s', async (path, status, field) => {
    const { status: got, body } = await get<{ field?: string }>(path);
    expect([got, body.field]).toEqual([status, field]);
  });
});
