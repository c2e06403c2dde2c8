import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';
import {
  type CryptoKey,
  exportJWK,
  type GenerateKeyPairResult,
  generateKeyPair,
  SignJWT,
} from 'jose';

// For the specs of this app alone: an identity provider on this machine.

export class Issuer {
  readonly #server: Server;
  readonly #keys: GenerateKeyPairResult;
  url = '';
  /** How often its keys were fetched. */
  fetched = 0;
  isAway = false;

  private constructor(keys: GenerateKeyPairResult) {
    this.#keys = keys;
    this.#server = createServer((request, response) => {
      if (this.isAway) {
        response.writeHead(503).end();
        return;
      }
      void this.#answer(request.url ?? '').then((body) => {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
      });
    });
  }

  static async start(): Promise<Issuer> {
    const issuer = new Issuer(await generateKeyPair('ES256', { extractable: true }));
    issuer.#server.listen(0, '127.0.0.1');
    await once(issuer.#server, 'listening');
    const { port } = issuer.#server.address() as AddressInfo;
    issuer.url = `http://127.0.0.1:${port}`;
    afterAll(() => issuer.#stop());
    return issuer;
  }

  get publicKey(): CryptoKey {
    return this.#keys.publicKey;
  }

  /** A token as it issues them, but for what is said otherwise. */
  token(
    claims: Readonly<Record<string, unknown>> = {},
    { key = this.#keys.privateKey, alg = 'ES256' } = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({
      ...{ iss: this.url, aud: 'ferrule', sub: 'ada', iat: now, exp: now + 60 },
      ...{ ferrule_role: 'viewer', ferrule_tenants: ['acme'] },
      ...claims,
    })
      .setProtectedHeader({ alg, kid: 'one' })
      .sign(key);
  }

  async #answer(path: string): Promise<object> {
    if (path.startsWith('/.well-known')) return { issuer: this.url, jwks_uri: `${this.url}/keys` };
    this.fetched += 1;
    return { keys: [{ ...(await exportJWK(this.publicKey)), kid: 'one', use: 'sig' }] };
  }

  async #stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
