import { beforeAll, describe, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { call } = useEdge();

const allocate = (body: object, key?: string) =>
  call(
    'POST',
    '/ipam/prefixes',
    { spaceId: 'DC1-production', ...body },
    key === undefined ? {} : { 'idempotency-key': key },
  );

describe('a prefix', () => {
  it('is the next free one of a size, or a certain one, and the same for one key', async () => {
    const next = await allocate({ size: '/26', tags: ['link'] }, 'p-1');
    expect([next.status, next.body]).toMatchObject([
      201,
      { kind: 'prefix', prefix: '172.16.0.0/26', spaceId: 'DC1-production', tags: ['link'] },
    ]);
    const path = `/ipam/prefixes/${String(next.body['id'])}`;
    expect(next.headers.get('location')).toBe(`/api/v1${path}`);
    expect((await call('GET', path)).body).toEqual(next.body);
    expect((await allocate({ size: '/26', tags: ['link'] }, 'p-1')).body).toEqual(next.body);
    expect((await allocate({ size: '/27' }, 'p-1')).body['code']).toBe('IDEMPOTENCY_KEY_REUSED');
    const chosen = await allocate({ prefixId: 'mine', prefix: '172.16.9.0/24' });
    expect(chosen.body).toMatchObject({ id: 'mine', prefix: '172.16.9.0/24' });
    const taken = await allocate({ prefix: '172.16.9.128/25' });
    expect([taken.status, taken.body['field']]).toEqual([409, 'prefix']);
  });

  it('that is a container is allocated in, and shows what is held in it', async () => {
    await allocate({ prefixId: 'team', kind: 'container', prefix: '172.16.32.0/20' });
    await allocate({ spaceId: 'team', size: '/24', description: 'their first' });
    const held = await call('GET', '/ipam/spaces/team/holdings');
    expect(held.body['holdings']).toMatchObject([
      { prefix: '172.16.32.0/24', label: 'their first' },
    ]);
    const tree = await call('GET', '/ipam/tree?space=DC1-production&depth=1');
    expect(tree.body['spaces']).toMatchObject([{ spaceId: 'DC1-production' }, { spaceId: 'team' }]);
    const cut = await call('GET', '/ipam/tree?datacenter=DC1&limit=1');
    expect(cut.body).toMatchObject({ next: 'default 172.16.0.0/16' });
    const rest = await call('GET', '/ipam/tree?datacenter=DC1&cursor=default%20172.16.0.0/16');
    expect(rest.body).toMatchObject({ spaces: [{ spaceId: 'team' }], next: null });
    const busy = await call('DELETE', '/ipam/prefixes/team');
    expect([busy.status, busy.body['code']]).toEqual([409, 'CONTAINER_IN_USE']);
    const unknown = await call('GET', '/ipam/spaces/nope/holdings');
    expect([unknown.status, unknown.body['field']]).toEqual([404, 'space']);
  });

  it('that is reserved is never handed out', async () => {
    await allocate({ prefixId: 'never', kind: 'reservation', prefix: '172.16.64.0/18' });
    const network = { clientId: 'acme', datacenter: 'DC1', size: '/24', subnet: '172.16.70.0/24' };
    const asked = await call('POST', '/networks/preview', network);
    expect([asked.status, asked.body['field']]).toEqual([409, 'subnet']);
  });

  it('is described, split into parts, and released', async () => {
    await allocate({ prefixId: 'whole', prefix: '172.16.10.0/24' });
    const words = { description: 'racks', fields: { row: '4' } };
    expect((await call('PATCH', '/ipam/prefixes/whole', words)).body).toMatchObject({
      ...{ label: 'racks', fields: { row: '4' } },
    });
    const split = await call('POST', '/ipam/prefixes/whole/split', { size: '/25' });
    expect(split.body['holdings']).toMatchObject([
      { id: 'whole-1', prefix: '172.16.10.0/25', label: 'racks' },
      { id: 'whole-2', prefix: '172.16.10.128/25' },
    ]);
    expect((await call('DELETE', '/ipam/prefixes/whole-1?reason=done')).status).toBe(204);
    expect((await call('DELETE', '/ipam/prefixes/whole-1')).status).toBe(404);
    const found = await call('GET', '/ipam/search?field=row%3D4');
    expect(found.body['holdings']).toMatchObject([{ id: 'whole-2' }]);
    expect((await call('PATCH', '/ipam/prefixes/whole', words)).status).toBe(404);
  });
});

describe('the addresses of a network', () => {
  let path = '';
  beforeAll(async () => {
    const wish = { clientId: 'acme', datacenter: 'DC1', size: '/24', subnet: '172.16.5.0/24' };
    path = `/networks/${String((await call('POST', '/networks/allocate', wish)).body['networkId'])}`;
  });
  const addresses = async (query = '') =>
    (await call('GET', `${path}/ips${query}`)).body['addresses'] as Record<string, unknown>[];

  it('say what has them, one that was chosen and a range among them', async () => {
    const vm = { address: '172.16.5.7', hostName: 'web-7', mac: '48:8F:5A:00:00:07' };
    const chosen = await call('POST', `${path}/ips`, vm, { 'idempotency-key': 'vm-7' });
    expect([chosen.status, chosen.body]).toMatchObject([201, { ...vm, type: 'vm', last: null }]);
    const again = await call('POST', `${path}/ips`, vm, { 'idempotency-key': 'vm-7' });
    expect(again.body).toEqual(chosen.body);
    const taken = await call('POST', `${path}/ips`, { address: '172.16.5.7' });
    expect([taken.status, taken.body['field']]).toEqual([409, 'address']);
    const range = { first: '172.16.5.50', last: '172.16.5.60', description: 'printers' };
    const reserved = await call('POST', `${path}/ranges`, range);
    expect(reserved.body).toMatchObject({
      ...{ address: '172.16.5.50', last: '172.16.5.60', type: 'reserved' },
    });
    expect(
      (await addresses()).map(({ type, address, last, hostName }) => [
        ...[type, address, last, hostName],
      ]),
    ).toEqual([
      ['reserved', '172.16.5.0', null, null],
      ['gateway', '172.16.5.1', null, null],
      ['vm', '172.16.5.7', null, 'web-7'],
      ['reserved', '172.16.5.50', '172.16.5.60', null],
      ['reserved', '172.16.5.100', '172.16.5.200', null],
      ['reserved', '172.16.5.255', null, null],
    ]);
    const page = await call('GET', `${path}/ips?limit=2`);
    expect(page.body['next']).toBe('172.16.5.1/32');
    expect((await addresses('?cursor=172.16.5.1/32'))[0]).toMatchObject({ address: '172.16.5.7' });
  });

  it('are shown one by one and given back, but not those of the network itself', async () => {
    expect((await call('GET', `${path}/ips/172.16.5.55`)).body).toMatchObject({ kind: 'range' });
    const [range] = (await addresses()).filter(({ description }) => description === 'printers');
    const inRange = await call('DELETE', `${path}/ips/172.16.5.55`);
    expect([inRange.status, inRange.body['code']]).toEqual([409, 'ADDRESS_IN_RANGE']);
    const gone = await call('DELETE', `${path}/ranges/${String(range?.['addressId'])}`);
    expect(gone.status).toBe(204);
    expect((await call('GET', `${path}/ips/172.16.5.55`)).status).toBe(404);
    expect((await call('DELETE', `${path}/ips/172.16.5.7`)).status).toBe(204);
    for (const fixed of ['ips/172.16.5.1', 'ranges/dhcp'])
      expect((await call('DELETE', `${path}/${fixed}`)).body['code']).toBe('ADDRESS_FIXED');
    expect((await call('DELETE', `${path}/ranges/nope`)).body['code']).toBe('RANGE_UNKNOWN');
  });

  it('belong to a network that is described anew', async () => {
    const { body } = await call('PATCH', path, { tags: ['pci'], fields: { rack: 'b12' } });
    expect(body).toMatchObject({ tags: ['pci'], fields: { rack: 'b12' } });
    const none = await call('PATCH', path, {});
    expect([none.status, none.body['code']]).toEqual([422, 'NOTHING_SAID']);
    expect((await call('PATCH', '/networks/nope', { tags: [] })).status).toBe(404);
  });
});
