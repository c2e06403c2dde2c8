import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Problem } from '@ferrule/http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { PROVISION, useEdge } from '../spec-edge.ts';

const edge = useEdge();
const PATH = '/api/v1/networks';

beforeEach(async () => {
  await edge.refusals();
});

const asks = async (headers: Record<string, string>, path = PATH) => {
  const response = await edge.get(path, headers);
  return { status: response.status, problem: (await response.json()) as Problem };
};

/** What a client that keeps to no rule is answered. */
const raw = async (request: string): Promise<string> => {
  const { port } = new URL(edge.url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.end(request.replaceAll('\n', '\r\n'));
  return text(socket);
};

const secretOf = (key: string): string => key.split('_')[2] ?? '';

describe('a credential', () => {
  it.each([
    ['none', '', 'CREDENTIAL_MISSING'],
    ['of another scheme', 'Basic YWRhOmxvdmVsYWNl', 'CREDENTIAL_MALFORMED'],
    ['without a scheme', `fk_a_${'a'.repeat(64)}`, 'CREDENTIAL_MALFORMED'],
    ['that is two', `Bearer fk_a_${'a'.repeat(64)}, Bearer b`, 'CREDENTIAL_MALFORMED'],
    ['that is cut', 'Bearer fk_a_short', 'CREDENTIAL_MALFORMED'],
    ['with SQL in it', `Bearer fk_a'or'1_${'a'.repeat(64)}`, 'CREDENTIAL_MALFORMED'],
    ['that nobody issued', `Bearer fk_a_${'a'.repeat(64)}`, 'KEY_UNKNOWN'],
    ['of an issuer that nobody trusts', 'Bearer eyJhbGciOiJub25lIn0.e30.', 'TOKEN_INVALID'],
  ])('%s is refused, and told no more than how', async (_, authorization, reason) => {
    const { status, problem } = await asks({ authorization });
    expect([status, problem.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(JSON.stringify(problem)).not.toMatch(/a{10}|YWRh|eyJ/);
    expect(await edge.refusals()).toMatchObject([{ reason, actor: null, keyId: null, times: 1 }]);
    expect(edge.services.asked).toEqual([]);
  });

  it('with the id of a key and the secret of another is refused like one that nobody issued', async () => {
    const [, id = ''] = edge.key.split('_');
    const forged = `fk_${id}_${secretOf(edge.keys.issue())}`;
    const { status, problem } = await asks({ authorization: `Bearer ${forged}` });
    expect([status, problem.detail]).toEqual([401, 'the key is not valid']);
    expect(await edge.refusals()).toMatchObject([{ reason: 'KEY_WRONG', keyId: id }]);
  });

  it('that is over, or taken back, is refused', async () => {
    const expired = edge.keys.issue({ expiresAt: '2020-01-01T00:00:00.000Z' });
    const revoked = edge.keys.issue();
    edge.keys.revoke(revoked);
    for (const [key, detail] of [
      [expired, 'the key has expired'],
      [revoked, 'the key was revoked'],
    ] as const) {
      const { status, problem } = await asks({ authorization: `Bearer ${key}` });
      expect([status, problem.detail]).toEqual([401, detail]);
    }
    const recorded = await edge.refusals();
    expect(recorded.map(({ reason }) => reason)).toEqual(['KEY_EXPIRED', 'KEY_REVOKED']);
    expect(JSON.stringify(recorded)).not.toContain(secretOf(expired));
  });

  it('is refused within a second of being taken back', async () => {
    const key = edge.keys.issue();
    const authorization = `Bearer ${key}`;
    expect((await asks({ authorization })).status).toBe(200);
    const before = edge.keys.lookups;
    for (let n = 0; n < 50; n += 1) await asks({ authorization });
    expect(edge.keys.lookups - before).toBeLessThanOrEqual(3);
    edge.keys.revoke(key);
    const revokedAt = performance.now();
    while ((await asks({ authorization })).status === 200)
      expect(performance.now() - revokedAt).toBeLessThan(1_000);
  });

  it('is neither let in nor refused while keys cannot be looked up', async () => {
    const key = edge.keys.issue();
    edge.keys.failure = new Error('postgres://api:hunter22@db/ferrule is away');
    const { status, problem } = await asks({ authorization: `Bearer ${key}` });
    edge.keys.failure = undefined;
    expect([status, problem.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(JSON.stringify(problem)).not.toContain('hunter22');
    expect((await asks({ authorization: `Bearer ${key}` })).status).toBe(200);
  });
});

describe('a tenant', () => {
  const authorization = () => `Bearer ${edge.keys.issue({ name: 'shop', tenants: ['acme', 'b'] })}`;

  it('that is not the credential’s own is refused, and who asked for it is recorded', async () => {
    const { status, problem } = await asks({
      authorization: authorization(),
      'ferrule-tenant': 'globex',
    });
    expect([status, problem.code, problem.field]).toEqual([403, 'FORBIDDEN', 'Ferrule-Tenant']);
    expect(await edge.refusals()).toMatchObject([
      { reason: 'TENANT_FOREIGN', actor: 'key:shop', status: 403 },
    ]);
  });

  it('is the one that is named, and else the first', async () => {
    const me = async (headers: Record<string, string>) => {
      const response = await edge.get('/api/v1/me', headers);
      return (await response.json()) as { tenant: string };
    };
    expect(await me({ 'ferrule-tenant': 'globex' })).toMatchObject({ tenant: 'globex' });
    expect(await me({})).toMatchObject({ tenant: 'demo', actor: 'key:ada', role: 'admin' });
    const one = edge.keys.issue({ name: 'two', role: 'auditor', tenants: ['acme', 'b'] });
    expect(await me({ authorization: `Bearer ${one}` })).toMatchObject({
      tenant: 'acme',
      tenants: ['acme', 'b'],
      rights: ['read', 'audit'],
    });
  });

  it.each(['', 'a b', 'acme, globex', '../acme'])('is never %j', async (tenant) => {
    const { status, problem } = await asks({ 'ferrule-tenant': tenant });
    expect([status, problem.field]).toEqual([422, 'Ferrule-Tenant']);
  });
});

describe('a path', () => {
  it.each([
    '/API/V1/networks',
    '/api/v1/networks/',
    '//api/v1/networks',
    '/docs/../api/v1/networks',
    '/health/live/../../api/v1/networks',
    '/docs/..%2fapi/v1/networks',
    '/api/v1/%6eetworks',
    '/openapi.json/../api/v1/networks',
    '/api/v1/networks;/docs/',
    '/api/v1/networks?/health/live',
    'http://ferrule/api/v1/networks',
  ])('%s leads past no door', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\nHost: ferrule\nConnection: close\n\n`);
    expect(answer).toMatch(/^HTTP\/1.1 (401|404|400) /);
    expect(edge.services.asked).toEqual([]);
  });

  it.each(['/health/live', '/health/ready', '/openapi.json', '/docs'])(
    '%s is open',
    async (path) => {
      const { status } = await fetch(edge.url + path);
      expect([path, status === 401 || status === 403]).toEqual([path, false]);
    },
  );

  it('with a secret in it is recorded without', async () => {
    const key = edge.keys.issue();
    await (await fetch(`${edge.url}/api/v1/keys/${key}`)).text();
    const recorded = JSON.stringify(await edge.refusals());
    expect(recorded).toContain('/api/v1/keys/fk_[redacted]');
    expect(recorded).not.toContain(secretOf(key));
  });
});

describe('a request that is none', () => {
  const request = (headers: string) => `GET ${PATH} HTTP/1.1\nHost: ferrule\n${headers}\n\n`;

  it.each([
    ['words', 'hello\n\n', '400 Bad Request', 'REQUEST_MALFORMED'],
    [
      'one with another inside a header',
      request('Authorization: Bearer x\r\rX: y'),
      '400 Bad Request',
      'REQUEST_MALFORMED',
    ],
    [
      'one of two lengths',
      request('Content-Length: 4\nTransfer-Encoding: chunked'),
      '400 Bad Request',
      'REQUEST_MALFORMED',
    ],
    [
      'one with a head of a hundred kilobytes',
      request(`X: ${'x'.repeat(100_000)}`),
      '431 Request Header Fields Too Large',
      'HEADERS_TOO_LARGE',
    ],
  ])('%s is answered, and recorded', async (_, sent, answer, reason) => {
    expect(await raw(sent)).toMatch(new RegExp(`^HTTP/1.1 ${answer}`));
    expect(await edge.refusals()).toMatchObject([{ reason, source: '127.0.0.1' }]);
  });

  it('cannot write into a header of its answer', async () => {
    const answer = await raw(
      request(`X-Request-Id: a%0d%0aSet-Cookie: x\nFerrule-Tenant: a%0d%0ab\nConnection: close`),
    );
    expect(answer).not.toMatch(/^set-cookie/im);
  });
});

describe('a body', () => {
  it('is not read for somebody who is not let in', async () => {
    const answer = await raw(
      `POST ${PROVISION} HTTP/1.1\nHost: ferrule\nContent-Type: application/json\n` +
        `Content-Length: 1000000\nConnection: close\n\n{`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
  });

  it('that is too large is refused, and who sent it is recorded', async () => {
    const response = await edge.provision(JSON.stringify('x'.repeat(300_000)));
    expect(response.status).toBe(413);
    expect(await edge.refusals()).toMatchObject([
      { reason: 'BODY_TOO_LARGE', actor: 'key:ada', route: PROVISION, method: 'POST' },
    ]);
  });
});

it('a flood of refusals is one event, with how many', async () => {
  await Promise.all(Array.from({ length: 200 }, () => fetch(edge.url + PATH)));
  expect(await edge.refusals()).toMatchObject([{ reason: 'CREDENTIAL_MISSING', times: 200 }]);
});
