import { hash } from 'node:crypto';
import { QueryError } from '@ferrule/messaging';
import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { Inject, Injectable } from '@nestjs/common';
import { ApiConfig } from '../config.ts';
import type { Identity } from './caller.ts';
import { discoverKeys } from './issuer-keys.ts';
import { Newest } from './newest.ts';
import type { OidcConfig } from './oidc.config.ts';
import { Refused } from './refused.ts';
import { rightsIn } from './token-claims.ts';

/** Signatures that only their issuer can make; what both sides know could be forged by the other. */
const ALGORITHMS = [
  ...['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['EdDSA', 'Ed25519'],
];
const CLOCKS_DIFFER_SECONDS = 5;
/** So long a token is not checked again; a key that its issuer takes back is taken so much longer. */
const FRESH_MS = 10_000;
const MOST = 1_000;
/** After a failure the issuer is left alone for so long. */
const PAUSE_MS = 5_000;

interface Kept {
  readonly identity: Identity;
  readonly until: number;
}

/** Says who the bearer of an identity provider's token is. */
@Injectable()
export class OidcTokens {
  readonly #config: OidcConfig;
  readonly #kept = new Newest<Kept>(MOST);
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(@Inject(ApiConfig) { oidc }: Pick<ApiConfig, 'oidc'>) {
    this.#config = oidc;
  }

  async identify(token: string): Promise<Identity> {
    const { issuer } = this.#config;
    if (issuer === undefined) throw invalid('no identity provider is trusted here');
    const place = hash('sha256', token);
    const kept = this.#kept.get(place);
    if (kept !== undefined && Date.now() < kept.until) return kept.identity;
    const identity = this.#identityIn(await this.#verify(token, issuer));
    const expiry = Date.parse(identity.expiresAt ?? '');
    this.#kept.put(place, { identity, until: Math.min(expiry, Date.now() + FRESH_MS) });
    return identity;
  }

  hasServed(token: string): boolean {
    return this.#kept.get(hash('sha256', token)) !== undefined;
  }

  async #verify(token: string, issuer: string): Promise<JWTPayload> {
    const { audience = '' } = this.#config;
    try {
      const { payload } = await jwtVerify(token, await this.#keysOf(issuer), {
        ...{ issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCKS_DIFFER_SECONDS },
        requiredClaims: ['sub', 'exp'],
      });
      return payload;
    } catch (cause) {
      throw refusalOf(cause);
    }
  }

  #identityIn(payload: JWTPayload): Identity {
    const { sub = '', exp = 0 } = payload;
    // It is written into headers and the ledger.
    if (!/^[\x21-\x7e]{1,120}$/.test(sub))
      throw invalid('the token names nobody who can be written down');
    return {
      ...rightsIn(payload, this.#config),
      actor: `oidc:${sub}`,
      keyId: null,
      expiresAt: new Date(exp * 1_000).toISOString(),
    };
  }

  #keysOf(issuer: string): Promise<JWTVerifyGetKey> {
    this.#keys ??= discoverKeys(issuer).catch((error: unknown) => {
      setTimeout(() => (this.#keys = undefined), PAUSE_MS).unref();
      throw error;
    });
    return this.#keys;
  }
}

const invalid = (message: string): Refused =>
  new Refused('TOKEN_INVALID', 'UNAUTHENTICATED', message);

/** A token that is wrong is refused; an issuer that is away refuses nobody. */
const refusalOf = (cause: unknown): Error => {
  if (cause instanceof errors.JWTExpired)
    return new Refused('TOKEN_EXPIRED', 'UNAUTHENTICATED', 'the token has expired');
  if (cause instanceof errors.JWTClaimValidationFailed)
    return invalid(`the token is not for this API: its ${cause.claim} is another`);
  const isWrong = [
    errors.JWTInvalid,
    errors.JWSInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ].some((kind) => cause instanceof kind);
  if (isWrong) return invalid('the token is not valid');
  return new QueryError('SERVICE_UNAVAILABLE', 'the keys of the identity provider are not there', {
    cause,
  });
};
