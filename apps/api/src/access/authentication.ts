import { Injectable } from '@nestjs/common';
import { isSecret, type KeyText } from '../key/key-text.ts';
import { type KnownKey, KnownKeys } from '../key/known-keys.ts';
import type { Identity } from './caller.ts';
import type { Credential } from './credential.ts';
import { OidcTokens } from './oidc-tokens.ts';
import { Refused } from './refused.ts';

const isPast = (time: string | null): boolean => time !== null && Date.parse(time) <= Date.now();

/** Says who somebody is by what they show. */
@Injectable()
export class Authentication {
  constructor(
    private readonly keys: KnownKeys,
    private readonly tokens: OidcTokens,
  ) {}

  identify(credential: Credential): Promise<Identity> {
    return credential.kind === 'key'
      ? this.#byKey(credential)
      : this.tokens.identify(credential.token);
  }

  /** Whether it was good here before: then a stranger at the same address is no reason to refuse it. */
  hasServed(credential: Credential): boolean {
    return credential.kind === 'key'
      ? this.keys.hasServed(credential.keyId)
      : this.tokens.hasServed(credential.token);
  }

  async #byKey({ keyId, secret }: KeyText): Promise<Identity> {
    const key = await this.keys.find(keyId);
    if (key === undefined)
      throw new Refused('KEY_UNKNOWN', 'UNAUTHENTICATED', 'the key is not valid');
    const isKnown = key.secrets.some(({ hash, until }) => !isPast(until) && isSecret(secret, hash));
    if (!isKnown)
      throw new Refused('KEY_WRONG', 'UNAUTHENTICATED', 'the key is not valid', {}, keyId);
    if (key.isRevoked)
      throw new Refused('KEY_REVOKED', 'UNAUTHENTICATED', 'the key was revoked', {}, keyId);
    if (isPast(key.expiresAt))
      throw new Refused('KEY_EXPIRED', 'UNAUTHENTICATED', 'the key has expired', {}, keyId);
    this.keys.noteUse(keyId);
    return identityOf(key);
  }
}

const identityOf = ({
  keyId,
  name,
  role,
  tenants,
  datacenters,
  expiresAt,
}: KnownKey): Identity => ({
  actor: `key:${name}`,
  role,
  scope: { tenants, datacenters },
  keyId,
  expiresAt,
});
