import { createSecretKey } from 'node:crypto';
import type { Problem } from '@ferrule/http';
import { describe, expect, it } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { useEdge } from '../spec-edge.ts';
import { Issuer } from '../spec-issuer.ts';
import { OidcConfig } from './oidc.config.ts';

const issuer = await Issuer.start();
const edge = useEdge({
  oidc: Object.assign(new OidcConfig(), { issuer: issuer.url, audience: 'ferrule' }),
});

const asks = async (token: string, path = '/api/v1/me', method = 'GET') => {
  const headers = { authorization: `Bearer ${token}` };
  const response = await edge.send(method, path, undefined, headers);
  return { status: response.status, body: (await response.json()) as Problem };
};
const ago = (seconds: number): number => Math.floor(Date.now() / 1_000) - seconds;

describe('a token of the identity provider', () => {
  it('lets its bearer in, as what it says', async () => {
    const token = await issuer.token({
      ferrule_role: ['x', 'operator'],
      ferrule_datacenters: 'DC1',
    });
    expect(await asks(token)).toMatchObject({
      status: 200,
      body: {
        actor: 'oidc:ada',
        tenant: 'acme',
        role: 'operator',
        tenants: ['acme'],
        datacenters: ['DC1'],
        keyId: null,
      },
    });
    const viewer = await issuer.token();
    expect((await asks(viewer, '/api/v1/networks/allocate', 'POST')).status).toBe(403);
  });

  it('costs no request to the provider each time', async () => {
    for (let n = 0; n < 20; n += 1) await asks(await issuer.token({ jti: String(n) }));
    expect(issuer.fetched).toBe(1);
  });

  it('that names no role or no tenant opens nothing', async () => {
    for (const claims of [{ ferrule_role: 'root' }, { ferrule_tenants: [] }]) {
      const { status, body } = await asks(await issuer.token(claims));
      expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
    }
  });

  it('that has expired, or is not good yet, is refused', async () => {
    const { status, body } = await asks(await issuer.token({ exp: ago(60) }));
    expect([status, body.detail]).toEqual([401, 'the token has expired']);
    expect((await asks(await issuer.token({ nbf: ago(-600) }))).status).toBe(401);
  });

  it.each([
    ['for somebody else', { aud: 'another' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['without an end', { exp: undefined }],
    ['of nobody', { sub: undefined }],
    ['of somebody who breaks lines', { sub: 'ada\r\nx: y' }],
  ])('%s is refused', async (_, claims) => {
    const { status, body } = await asks(await issuer.token(claims));
    expect([status, body.code]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('a forged token', () => {
  const claims = () => ({
    ...{ iss: issuer.url, aud: 'ferrule', sub: 'eve', exp: ago(-60) },
    ...{ ferrule_role: 'admin', ferrule_tenants: '*' },
  });

  it('without a signature is refused', async () => {
    const token = new UnsecuredJWT(claims()).encode();
    expect((await asks(token)).status).toBe(401);
    const [, body = ''] = token.split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      const head = Buffer.from(JSON.stringify({ alg, kid: 'one' })).toString('base64url');
      expect((await asks(`${head}.${body}.`)).status).toBe(401);
    }
  });

  it('signed with the public key as if it were a password is refused', async () => {
    const secret = createSecretKey(Buffer.from(await exportSPKI(issuer.publicKey)));
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(secret);
    expect((await asks(token)).status).toBe(401);
  });

  it('signed by somebody else under the same name is refused', async () => {
    const { privateKey: key } = await generateKeyPair('ES256');
    expect((await asks(await issuer.token(claims(), { key }))).status).toBe(401);
  });

  it('whose content was changed is refused', async () => {
    const [head = '', , signature = ''] = (await issuer.token()).split('.');
    const body = Buffer.from(JSON.stringify(claims())).toString('base64url');
    const { status, body: problem } = await asks(`${head}.${body}.${signature}`);
    expect([status, problem.code]).toEqual([401, 'UNAUTHENTICATED']);
    const reasons = (await edge.refusals()).map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(
      new Set(['FORBIDDEN', 'TOKEN_WITHOUT_RIGHTS', 'TOKEN_EXPIRED', 'TOKEN_INVALID']),
    );
  });
});
