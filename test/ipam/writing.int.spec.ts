import { describe, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { call } = useEdge();

const LAB = {
  poolId: 'lab',
  prefix: '10.0.0.0/24',
  datacenter: 'DC1',
  types: ['lab'],
  vlanGroupId: 'DC1',
};
const wish = { clientId: 'acme-corp', datacenter: 'DC1', size: '/26' };
const allocate = (body: object, key?: string) =>
  call('POST', '/networks/allocate', body, key === undefined ? {} : { 'idempotency-key': key });

describe('a pool', () => {
  it('is created once for one key, with what most pools have', async () => {
    const key = { 'idempotency-key': 'pool-1' };
    const { status, headers, body } = await call('POST', '/ipam/pools', LAB, key);
    expect([status, headers.get('location')]).toEqual([201, '/api/v1/ipam/pools/lab']);
    expect(body).toMatchObject({
      ...{ spaceId: 'lab', vrfId: 'default', policy: 'lowest', quarantineSeconds: 86_400 },
    });
    expect((await call('POST', '/ipam/pools', LAB, key)).body).toEqual(body);
    const other = await call('POST', '/ipam/pools', { ...LAB, poolId: 'lab2' }, key);
    expect([other.status, other.body['code']]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
  });
});

describe('a network that no router carries', () => {
  it('is what its preview said, and the same for the same key', async () => {
    const preview = await call('POST', '/networks/preview', wish);
    const { status, headers, body } = await allocate(wish, 'order-1');
    const { subnet, vlanId, gateway, dhcpRange } = preview.body;
    expect(status).toBe(201);
    expect(body).toMatchObject({ subnet, vlanId, gateway, dhcpRange, status: 'allocated' });
    expect(headers.get('location')).toBe(`/api/v1/networks/${String(body['networkId'])}`);
    expect((await allocate(wish, 'order-1')).body).toEqual(body);
    const other = await allocate({ ...wish, size: '/27' }, 'order-1');
    expect([other.status, other.body['code']]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect((await allocate(wish)).body['subnet']).not.toBe(subnet);
  });

  it('hands out its addresses one by one, and takes them back', async () => {
    const { body } = await allocate({ ...wish, tags: ['blue'] });
    const ips = `/networks/${String(body['networkId'])}/ips`;
    const key = { 'idempotency-key': 'vm-1' };
    const vm = { hostName: 'web-1', mac: '48:8F:5A:00:00:01' };
    const first = await call('POST', `${ips}/next`, vm, key);
    expect([first.status, first.body]).toEqual([
      201,
      expect.objectContaining({ ...vm, type: 'vm', address: expect.stringMatching(/^172\./) }),
    ]);
    expect((await call('POST', `${ips}/next`, vm, key)).body).toEqual(first.body);
    const other = await call('POST', `${ips}/next`, { hostName: 'web-2' }, key);
    expect(other.body['code']).toBe('IDEMPOTENCY_KEY_REUSED');
    const second = await call('POST', `${ips}/next`, {});
    expect(second.body['address']).not.toBe(first.body['address']);

    const listed = await call('GET', ips);
    expect(listed.body['addresses']).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'vm', ...vm })]),
    );
    const busy = await call('DELETE', ips.replace('/ips', ''));
    expect([busy.status, busy.body['code']]).toEqual([409, 'NETWORK_IN_USE']);

    for (const { address } of [first.body, second.body])
      expect((await call('DELETE', `${ips}/${String(address)}`)).status).toBe(204);
    const again = await call('DELETE', `${ips}/${String(first.body['address'])}`);
    expect([again.status, again.body['code']]).toEqual([404, 'ADDRESS_UNKNOWN']);
    const tagged = await call('GET', '/ipam/search?tag=blue');
    expect(tagged.body['holdings']).toMatchObject([{ id: body['networkId'] }]);
  });

  it('is released, and is known to have been there', async () => {
    const { body } = await allocate(wish);
    const path = `/networks/${String(body['networkId'])}`;
    const released = await call('DELETE', `${path}?reason=moved`);
    expect([released.status, released.body['status']]).toEqual([200, 'released']);
    expect((await call('DELETE', path)).body).toEqual(released.body);
    const address = String(body['gateway']);
    const then = await call(
      'GET',
      `/ipam/who-has?address=${address}&at=${String(body['allocatedAt'])}`,
    );
    const id = String(body['networkId']);
    expect(then.body['holdings']).toMatchObject([
      { id, actor: 'key:spec' },
      { id: `${id}/gateway`, kind: 'address', type: 'gateway' },
    ]);
  });

  it('is refused with what ran out and what still fits', async () => {
    const lab = { ...wish, type: 'lab', size: '/25' };
    await allocate(lab);
    await allocate(lab);
    const { status, body } = await allocate(lab, 'full');
    expect([status, body]).toEqual([
      409,
      expect.objectContaining({ code: 'PREFIX_EXHAUSTED', field: 'size', resource: 'addresses' }),
    ]);
    expect((await allocate(lab, 'full')).body).toMatchObject({ detail: body['detail'] });
  });
});
