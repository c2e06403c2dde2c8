import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Answer, useEdge } from './edge.ts';

jest.setTimeout(60_000);
const edge = useEdge();

type Caller = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Somebody whose key is limited. */
const issued = async (key: {
  readonly name: string;
  readonly role: string;
  readonly tenants?: readonly string[];
  readonly datacenters?: readonly string[];
}): Promise<Caller> => {
  const { status, body } = await edge.call('POST', '/keys', key);
  expect([key.name, status]).toEqual([key.name, 201]);
  const headers = { authorization: `Bearer ${String(body['secret'])}` };
  return (method, path, sent) => edge.call(method, path, sent, headers);
};

let acme: Caller;
let globex: Caller;
let acmeInDC1: Caller;
let adminOfDC1: Caller;

const wish = (datacenter: string, more: object = {}) => ({
  ...{ clientId: 'shared-name', datacenter, size: '/24', ...more },
});
const allocated = async (caller: Caller, datacenter: string) => {
  const { status, body } = await caller('POST', '/networks/allocate', wish(datacenter));
  expect(status).toBe(201);
  return { id: String(body['networkId']), subnet: String(body['subnet']) };
};
type Network = Awaited<ReturnType<typeof allocated>>;
const there = {} as Record<'acme1' | 'acme2' | 'globex1', Network>;

/** What somebody is told of a thing, without its id and that of the request. */
const told = ({ status, body: { requestId: _, ...body } }: Answer, id: string) => ({
  status,
  said: JSON.stringify(body).replaceAll(id, '…'),
});
const idsIn = ({ body }: Answer, list: string, id: string) =>
  (body[list] as Record<string, unknown>[]).map((one) => one[id]);

beforeAll(async () => {
  acme = await issued({ name: 'of-acme', role: 'operator', tenants: ['acme'] });
  globex = await issued({ name: 'of-globex', role: 'operator', tenants: ['globex'] });
  acmeInDC1 = await issued({
    ...{ name: 'of-acme-in-dc1', role: 'operator', tenants: ['acme'], datacenters: ['DC1'] },
  });
  adminOfDC1 = await issued({ name: 'of-dc1', role: 'admin', datacenters: ['DC1'] });
  there.acme1 = await allocated(acme, 'DC1');
  there.acme2 = await allocated(acme, 'DC2');
  there.globex1 = await allocated(globex, 'DC1');
});

describe('two tenants at one edge', () => {
  it('see their own networks, page by page, and no other', async () => {
    const own = async (caller: Caller, query = '') =>
      idsIn(await caller('GET', `/networks${query}`), 'networks', 'networkId');
    expect(await own(acme)).toEqual([there.acme1.id, there.acme2.id].sort());
    expect(await own(globex)).toEqual([there.globex1.id]);
    expect(await own(acmeInDC1)).toEqual([there.acme1.id]);
    expect(await own(acmeInDC1, '?datacenter=DC2')).toEqual([]);
    const page = await globex('GET', '/networks?limit=1&client=shared-name');
    expect(page.body['next']).toBeNull();
  });

  it('find nothing of each other, by words, by address or at some moment', async () => {
    const found = async (caller: Caller, path: string) =>
      new Set(idsIn(await caller('GET', path), 'holdings', 'id'));
    expect(await found(acme, '/ipam/search?q=shared-name')).toEqual(
      new Set([there.acme1.id, there.acme2.id]),
    );
    expect(await found(acme, '/ipam/search?q=globex')).toEqual(new Set());
    expect(await found(acme, '/ipam/search?tenant=globex')).toEqual(new Set());
    const { subnet, id } = there.globex1;
    for (const when of ['', `&at=${new Date(Date.now() + 60_000).toISOString()}`]) {
      const path = `/ipam/who-has?address=${encodeURIComponent(subnet)}${when}`;
      expect(await found(acme, path)).toEqual(new Set());
      expect(await found(globex, path)).toContain(id);
    }
  });

  it('are told of each other’s things what is told of nothing, whatever they ask or order', async () => {
    for (const [caller, foreign] of [
      [acme, there.globex1.id],
      [globex, there.acme1.id],
      [acmeInDC1, there.acme2.id],
    ] as const)
      for (const [method, path, body] of [
        ['GET', ''],
        ['GET', '/names'],
        ['GET', '/ips'],
        ['GET', '/ips/172.16.0.1'],
        ['PATCH', '', { description: 'mine' }],
        ['DELETE', '?force=true'],
        ['POST', '/ips/next', {}],
        ['POST', '/ips', { address: '172.16.0.9' }],
        ['DELETE', '/ips/172.16.0.1'],
        ['POST', '/ranges', { first: '172.16.0.20', last: '172.16.0.22' }],
        ['DELETE', '/ranges/r-1'],
      ] as const) {
        const ask = async (id: string) =>
          told(await caller(method, `/networks/${id}${path}`, body), id);
        const answer = await ask(foreign);
        expect([method, path, answer]).toEqual([method, path, await ask('alloc-none')]);
        expect(answer.said).toContain('NETWORK_NOT_FOUND');
      }
    expect((await globex('GET', `/networks/${there.globex1.id}`)).body).toMatchObject({
      ...{ status: 'allocated', description: null },
    });
  });

  it('are not told who has what they wanted', async () => {
    const { subnet } = there.globex1;
    const { status, body } = await acme('POST', '/networks/allocate', wish('DC1', { subnet }));
    expect([status, body['code']]).toEqual([409, 'PREFIX_NOT_FREE']);
    expect(String(body['detail'])).toMatch(/ is not free\.?$/u);
    expect(JSON.stringify(body)).not.toMatch(/globex|held as/u);
  });

  it('get nothing in a datacenter that they are not let into, by its field', async () => {
    for (const [path, body] of [
      ['/networks/allocate', wish('DC2')],
      ['/networks/preview', { ...wish('DC2'), type: 'production', enableDHCP: true }],
      ['/networks/provision', { ...wish('DC2'), type: 'production' }],
    ] as const) {
      const answer = await acmeInDC1('POST', path, body);
      expect([path, answer.status, answer.body]).toMatchObject([
        ...[path, 403, { code: 'FORBIDDEN', field: 'datacenter' }],
      ]);
    }
    const networks = [wish('DC1'), wish('DC2')];
    expect((await acmeInDC1('POST', '/networks/provision-batch', { networks })).body).toMatchObject(
      { code: 'FORBIDDEN', field: 'networks[1].datacenter' },
    );
  });

  it('do not reach what is of the whole house', async () => {
    for (const path of ['/ipam/tree', '/ipam/pools', '/ipam/export', '/ipam/quotas', '/keys'])
      expect([path, (await acme('GET', path)).status]).toEqual([path, 403]);
  });
});

describe('the admin of a datacenter', () => {
  it('changes its pools, and no other', async () => {
    const describePool = async (pool: string) => {
      const answer = await adminOfDC1('PATCH', `/ipam/pools/${pool}`, { description: 'mine' });
      return [answer.status, answer.body['code']];
    };
    expect(await describePool('DC1-production')).toEqual([200, undefined]);
    expect(await describePool('DC2-production')).toEqual([403, 'FORBIDDEN']);
  });

  it('sees the networks of all tenants there, and exports no other', async () => {
    const networks = idsIn(await adminOfDC1('GET', '/networks'), 'networks', 'networkId');
    const own = [there.acme1.id, there.globex1.id].sort();
    expect(networks).toEqual(own);
    const { body } = await adminOfDC1('GET', '/ipam/export?format=json');
    expect(Object.values(body).map((line) => (line as { id: string }).id)).toEqual(own);
  });
});
