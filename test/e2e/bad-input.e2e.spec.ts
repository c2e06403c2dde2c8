import { describe, expect, it } from '@jest/globals';
import { useStack } from './stack.ts';

const stack = useStack();
const good = { clientId: 'acme-corp', datacenter: 'DC1', size: '/24' };

describe('bad input', () => {
  it.each([
    ['a size above /30', { ...good, size: '/33' }, 'size'],
    ['a size of nothing', { ...good, size: '/0' }, 'size'],
    ['a size without its slash', { ...good, size: '24' }, 'size'],
    ['a size that is a number', { ...good, size: 24 }, 'size'],
    ['a size for links only', { ...good, size: '/31' }, 'size'],
    ['no client', { datacenter: 'DC1', size: '/24' }, 'clientId'],
    ['a client that is an object', { ...good, clientId: {} }, 'clientId'],
    ['a client with a line break', { ...good, clientId: 'a\nb' }, 'clientId'],
    ['an unknown datacenter', { ...good, datacenter: 'DC9' }, 'datacenter'],
    ['a datacenter with a dot', { ...good, datacenter: 'DC1.evil' }, 'datacenter'],
    ['a datacenter with a wildcard', { ...good, datacenter: '>' }, 'datacenter'],
    ['an unknown type', { ...good, type: 'party' }, 'type'],
    ['an unknown field', { ...good, vlan: 7 }, 'vlan'],
    ['an unknown option', { ...good, options: { mtu: 9000 } }, 'options.mtu'],
    [
      'an option of the wrong type',
      { ...good, options: { enableDHCP: 'yes' } },
      'options.enableDHCP',
    ],
    ['a number for a flag', { ...good, options: { bgpEnabled: 1 } }, 'options.bgpEnabled'],
    ['options that are a list', { ...good, options: [] }, 'options'],
    [
      'an unknown profile',
      { ...good, options: { firewallProfile: 'none' } },
      'options.firewallProfile',
    ],
    ['BGP where there is none', { ...good, options: { bgpEnabled: true } }, 'options.bgpEnabled'],
    [
      'a long description',
      { ...good, options: { description: 'x'.repeat(201) } },
      'options.description',
    ],
    [
      'a description with U+0000',
      { ...good, options: { description: 'a\u0000' } },
      'options.description',
    ],
  ])('%s is refused by its field', async (_, body, field) => {
    const answer = await stack.call('POST', '/api/v1/networks/provision', body);
    expect(answer).toMatchObject({ status: 422, body: { field, detail: expect.any(String) } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each([
    ['invalid JSON', '{"clientId":', 400],
    ['null', 'null', 422],
    ['a list', '[]', 422],
    ['a number', '7', 422],
    ['ten megabytes', JSON.stringify({ ...good, pad: 'x'.repeat(10_000_000) }), 413],
  ])('a body that is %s is refused as a whole', async (_, body, status) => {
    const answer = await stack.call('POST', '/api/v1/networks/provision', body);
    expect(answer).toMatchObject({ status, body: { field: 'body', code: expect.any(String) } });
  });

  it.each([
    ['GET', '/api/v1/jobs/unknown', 404, 'jobId'],
    ['GET', '/api/v1/networks/unknown', 404, 'networkId'],
    ['GET', '/api/v1/jobs?limit=many', 400, 'limit'],
    ['GET', '/api/v1/networks?limit=0', 400, 'limit'],
    ['GET', '/api/v1/audit/events?after=-1', 400, 'after'],
    ['GET', '/api/v1/networks?cursor=%00', 400, 'cursor'],
    ['GET', '/api/v1/networks?colour=red', 400, 'colour'],
  ])('%s %s answers %i and names %s', async (method, path, status, field) => {
    expect(await stack.call(method, path)).toMatchObject({ status, body: { field } });
  });

  it('in a header is refused by that header', async () => {
    for (const [name, value] of [
      ['prefer', 'wait=soon'],
      ['idempotency-key', 'x'.repeat(300)],
    ] as const) {
      const answer = await stack.call('POST', '/api/v1/networks/provision', good, {
        [name]: value,
      });
      expect(answer.status).toBe(422);
      expect(String(answer.body['field']).toLowerCase()).toBe(name);
    }
  });

  it('to another path is answered with a problem as well', async () => {
    expect(await stack.call('GET', '/api/v2/nothing')).toMatchObject({ status: 404 });
    expect(await stack.call('PUT', '/api/v1/networks/provision')).toMatchObject({ status: 405 });
  });
});
